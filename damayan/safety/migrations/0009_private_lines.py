import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import damayan.foundation.clock
import damayan.foundation.ids

_KEY = {"default": damayan.foundation.ids.new_key, "max_length": 16, "unique": True}
_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("safety", "0008_waiting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SafetyLine",
            fields=[
                ("id", _ID.clone()),
                ("key", models.CharField(**_KEY)),
                ("subject_kind", models.CharField(max_length=16)),
                ("subject_key", models.CharField(max_length=16)),
                ("group_slug", models.CharField(blank=True, default="", max_length=48)),
                ("opened_at", models.DateTimeField(default=damayan.foundation.clock.now)),
                ("left_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="safety_lines",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_kind", "subject_key"), name="safety_one_line_about"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="LineMessage",
            fields=[
                ("id", _ID.clone()),
                (
                    "side",
                    models.CharField(
                        choices=[("author", "the author"), ("guide", "a guide")], max_length=8
                    ),
                ),
                ("words_sealed", models.BinaryField()),
                ("form_key", models.CharField(max_length=40)),
                ("created_at", models.DateTimeField(default=damayan.foundation.clock.now)),
                (
                    "guide",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="safety.safetyline",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "form_key"), name="safety_said_once")
                ],
            },
        ),
        migrations.AlterField(
            model_name="concern",
            name="source",
            field=models.CharField(
                choices=[
                    ("report", "a member's report"),
                    ("screening", "screening"),
                    ("waiting", "words that wait for a guide"),
                    ("line", "what the author wrote to guides"),
                ],
                default="report",
                max_length=12,
            ),
        ),
    ]
