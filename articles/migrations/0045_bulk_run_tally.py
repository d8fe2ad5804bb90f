"""What became of the items of a run, once these are gone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0044_first_screen_indexes")]

    operations = [
        migrations.AddField(
            model_name="bulkrun",
            name="tally",
            field=models.JSONField(null=True),
        ),
    ]
