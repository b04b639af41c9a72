"""A new installation has ways to urgent help from its first minute, before anybody set it up."""

from django.db import migrations

from damayan.safety.first_helplines import rows


def load(apps, schema_editor):
    Helpline = apps.get_model("safety", "Helpline")
    for row in rows():
        Helpline.objects.get_or_create(slug=row.pop("slug"), defaults=row)


class Migration(migrations.Migration):
    dependencies = [("safety", "0002_desk")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
