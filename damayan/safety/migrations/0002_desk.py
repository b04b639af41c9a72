
import damayan.foundation.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('safety', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HelplineChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=damayan.foundation.clock.now)),
                ('deed', models.CharField(choices=[('added', 'added'), ('changed', 'changed'), ('verified', 'called and found right'), ('retired', 'taken off the page'), ('returned', 'put back on the page')], max_length=16)),
                ('before', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.AddField(
            model_name='concern',
            name='group_slug',
            field=models.CharField(blank=True, default='', max_length=48),
        ),
        migrations.AddField(
            model_name='helpline',
            name='slug',
            field=models.SlugField(max_length=48, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name='concern',
            name='outcome',
            field=models.CharField(blank=True, choices=[('reached', 'Somebody in danger was reached'), ('hidden', 'It was hidden'), ('talked', 'We talked with the person'), ('kept', 'It stays as it is'), ('handed_on', 'Handed on to others')], default='', max_length=16),
        ),
        migrations.AlterField(
            model_name='helpline',
            name='kind',
            field=models.CharField(choices=[('emergency', 'When a life is in danger now'), ('crisis', 'To talk to somebody now'), ('violence', 'When somebody hurts you or a child'), ('other', 'Other help')], default='crisis', max_length=16),
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['-closed_at', '-id'], name='safety_closed_concerns'),
        ),
        migrations.AddField(
            model_name='helplinechange',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='helplinechange',
            name='helpline',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='safety.helpline'),
        ),
    ]
