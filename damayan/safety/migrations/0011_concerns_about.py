from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('safety', '0010_helplines_near'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(fields=['subject_key', 'subject_kind'], name='safety_concerns_about'),
        ),
    ]
