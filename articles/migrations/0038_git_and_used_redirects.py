"""Revisions of git repositories that imports read, and the last day of a redirect's use."""

from datetime import UTC, datetime

from django.db import migrations, models


def count_from_today(apps, schema_editor):
    """Nobody knows when the redirects that are there were followed last: a year begins today."""
    redirects = apps.get_model("articles", "Redirect").objects
    redirects.update(last_used_on=datetime.now(UTC).date())


class Migration(migrations.Migration):
    dependencies = [("articles", "0037_duplicates")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="revision",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="importrun",
            name="revision_note",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="redirect",
            name="last_used_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(count_from_today, migrations.RunPython.noop, elidable=True),
    ]
