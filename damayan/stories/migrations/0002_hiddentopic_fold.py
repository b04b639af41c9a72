from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="hiddentopic",
            name="fold",
            field=models.BooleanField(default=False),
        ),
    ]
