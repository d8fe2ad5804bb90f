"""Lists of the desk as people keep them: filters under a name, and columns; and the index by which
they count open findings."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from articles.database.concurrent_index import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False  # for the index
    dependencies = [
        ("articles", "0038_git_and_used_redirects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexConcurrently(
            "finding",
            models.Index(
                condition=models.Q(("is_dismissed", False)),
                fields=["article", "kind"],
                name="finding_open",
            ),
        ),
        migrations.CreateModel(
            name="DeskList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=40)),
                ("name", models.CharField(blank=True, max_length=80)),
                ("query", models.CharField(blank=True, max_length=1000)),
                ("columns", models.JSONField(default=list)),
                ("is_shared", models.BooleanField(default=False, verbose_name="shared with the others")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="desk_lists", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ("name", "pk"),
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("user", "model", "name"), name="desk_list_once")],
            },
        ),
    ]
