"""Search documents hold the description, and the answer by passages.

What there is of the index and of its documents is thrown away: `migrate` makes both again at its
end, from the articles (`articles.apps`, `articles.search.index_rebuild`).
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

DOCUMENTS = "articles_searchdocument"


def drop_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the index that older versions made, and empty what hangs on it."""
    if schema_editor.connection.vendor == "sqlite":
        for event in ("insert", "update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {DOCUMENTS}_{event}")
        for table in ("articles_searchquestion", "articles_searchanswer"):
            schema_editor.execute(f"DROP TABLE IF EXISTS {table}")
    else:
        schema_editor.execute(f"ALTER TABLE {DOCUMENTS} DROP COLUMN IF EXISTS answer_vector")
    for name in ("SearchDocument", "SearchWord", "SearchDeletion"):
        apps.get_model("articles", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0012_page_stamps"),
    ]

    operations = [
        migrations.RunPython(drop_index, migrations.RunPython.noop),
        migrations.AddField(
            model_name="searchdocument",
            name="description",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
