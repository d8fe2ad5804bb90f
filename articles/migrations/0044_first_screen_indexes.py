"""The indexes by which the first screen counts: by themselves, so that a stopped one is made again."""

import django.db.models.functions.math
from django.db import migrations, models

from articles.database.concurrent_index import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("articles", "0043_first_screen")]

    operations = [
        AddIndexConcurrently(
            model_name="article",
            index=models.Index(
                django.db.models.functions.math.Abs(
                    "subject_id", output_field=models.BigIntegerField()
                ),
                models.F("index_status"),
                models.F("subject"),
                name="article_subject_status",
            ),
        ),
        AddIndexConcurrently(
            model_name="article",
            index=models.Index(
                condition=models.Q(("created_by_run__isnull", False)),
                fields=["created_by_run", "-id"],
                name="article_created_by_run",
            ),
        ),
        AddIndexConcurrently(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("assignee__isnull", False)),
                fields=["assignee", "-id"],
                name="finding_by_assignee",
            ),
        ),
    ]
