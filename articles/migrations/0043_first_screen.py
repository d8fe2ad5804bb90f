"""Numbers by day for the first screen, and whose work articles and findings are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0042_progress_and_notes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticleAssignment",
            fields=[
                ("article_key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SubjectFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("indexable", models.PositiveIntegerField(default=0)),
                ("duplicate", models.PositiveIntegerField(default=0)),
                ("no_index", models.PositiveIntegerField(default=0)),
                ("hidden_subject", models.PositiveIntegerField(default=0)),
                ("draft", models.PositiveIntegerField(default=0)),
                ("withdrawn", models.PositiveIntegerField(default=0)),
                ("error", models.PositiveIntegerField(default=0)),
                ("warning", models.PositiveIntegerField(default=0)),
                ("info", models.PositiveIntegerField(default=0)),
                ("views_of_week", models.PositiveBigIntegerField(default=0)),
                ("unread_notes", models.PositiveIntegerField(default=0)),
                ("unknown_addresses", models.PositiveIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="bulkrun",
            name="assignee",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="assigned_findings",
                to=settings.AUTH_USER_MODEL,
                verbose_name="assigned to",
            ),
        ),
        migrations.AlterField(
            model_name="bulkrun",
            name="action",
            field=models.CharField(
                choices=[
                    ("publish", "Published"),
                    ("unpublish", "Made drafts"),
                    ("withdraw", "Withdrawn"),
                    ("delete", "Deleted"),
                    ("dismiss", "Findings dismissed"),
                    ("reopen", "Findings reopened"),
                    ("handle", "Notes marked as handled"),
                    ("unread", "Notes marked as unread"),
                    ("settle", "Searches marked as dealt with"),
                    ("unsettle", "Searches marked as open"),
                    ("ignore", "Unknown addresses ignored"),
                    ("remove", "Redirects deleted"),
                    ("change", "Changed"),
                    ("assign", "Articles assigned"),
                    ("assign-f", "Findings assigned"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="articleassignment",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="articleassignment",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assigned_articles",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="subjectfigures",
            name="subject",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="figures",
                to="articles.subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="subjectfigures",
            constraint=models.UniqueConstraint(
                fields=("day", "subject"), name="subject_figures_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="subjectfigures",
            constraint=models.UniqueConstraint(
                condition=models.Q(("subject", None)),
                fields=("day",),
                name="subject_figures_of_none_once",
            ),
        ),
    ]
