from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_standing")]

    operations = [
        migrations.AddField("group", "first_posts", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("group", "urgent_waits", models.BooleanField(default=False)),
        migrations.AddField("group", "slow_minutes", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("group", "quiet_from", models.TimeField(null=True)),
        migrations.AddField("group", "quiet_to", models.TimeField(null=True)),
        migrations.AddField("group", "word_list", models.JSONField(default=list)),
    ]
