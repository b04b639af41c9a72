from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("safety", "0007_claims")]

    operations = [
        migrations.AlterField(
            model_name="concern",
            name="source",
            field=models.CharField(
                choices=[
                    ("report", "a member's report"),
                    ("screening", "screening"),
                    ("waiting", "words that wait for a guide"),
                ],
                default="report",
                max_length=12,
            ),
        ),
    ]
