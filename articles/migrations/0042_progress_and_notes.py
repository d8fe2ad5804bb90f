"""How far a task ever got, and what the page of a delivery shows of its report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0041_bulk_changes")]

    operations = [
        migrations.AddField(
            model_name="taskrun",
            name="furthest",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="delivery",
            name="notes",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="unchanged",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
