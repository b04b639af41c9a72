from django.db import migrations, models


def seal_what_is_there(apps, schema_editor):
    """A log that was begun before it had a head gets one, as it stands."""
    from damayan.moderation.log import seal_of

    entries = apps.get_model("moderation", "LogEntry").objects
    last = entries.order_by("-id").values_list("hash", flat=True).first()
    if last:
        head = apps.get_model("moderation", "LogHead")
        head.objects.create(pk=1, hash=last, seal=seal_of(last))


class Migration(migrations.Migration):
    dependencies = [("moderation", "0005_removals")]
    operations = [
        migrations.CreateModel(
            name="LogHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hash", models.CharField(max_length=64)),
                ("seal", models.CharField(max_length=64)),
            ],
        ),
        migrations.RunPython(seal_what_is_there, migrations.RunPython.noop),
    ]
