"""Revisions of git repositories that imports read, and the last day of a redirect's use."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0034_single_sign_on")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="revision",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="importrun",
            name="revision_note",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="redirect",
            name="last_used_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
    ]
