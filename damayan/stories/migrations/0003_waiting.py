import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _guide():
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


def _waiting(model):
    return [
        migrations.AddField(model, "waiting_at", models.DateTimeField(null=True)),
        migrations.AddField(model, "written_at", models.DateTimeField(null=True)),
        migrations.AddField(model, "released_at", models.DateTimeField(null=True)),
        migrations.AddField(model, "released_by", _guide()),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0002_hiddentopic_fold"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *_waiting("story"),
        *_waiting("reply"),
        migrations.AddField("story", "guide_closed_at", models.DateTimeField(null=True)),
        migrations.AddField("story", "guide_closed_by", _guide()),
    ]
