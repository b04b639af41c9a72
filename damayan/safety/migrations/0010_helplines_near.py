from django.db import migrations, models

from damayan.safety.first_helplines import rows


def say_it(apps, _editor):
    """What the words of the first helplines have said from the beginning."""
    helplines = apps.get_model("safety", "Helpline").objects
    for row in rows("networks"):
        helplines.filter(slug=row["slug"], networks=[]).update(networks=row["networks"])


class Migration(migrations.Migration):
    dependencies = [("safety", "0009_private_lines")]

    operations = [
        migrations.AddField(
            model_name="helpline", name="networks", field=models.JSONField(default=list)
        ),
        migrations.AddField(
            model_name="helpline", name="free_from", field=models.JSONField(default=list)
        ),
        migrations.AddField(
            model_name="helpline",
            name="texts_to",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.RunPython(say_it, migrations.RunPython.noop),
    ]
