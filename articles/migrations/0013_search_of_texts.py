"""Search documents hold the description, and the answer by passages.

What there is of the index and of its documents is thrown away: `migrate` makes both again at its
end, from the articles (`articles.apps`, `articles.search.index_rebuild`).
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

DOCUMENTS = "articles_searchdocument"


def empty(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the index that older versions made, and empty what hangs on it."""
    _drop_index(schema_editor)
    for name in ("SearchDocument", "SearchWord", "SearchDeletion"):
        apps.get_model("articles", name).objects.all().delete()


def drop_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the index that this version made, on the way back."""
    _drop_index(schema_editor)


def _drop_index(schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for event in ("insert", "update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {DOCUMENTS}_{event}")
        for table in ("question", "answer", "text"):
            schema_editor.execute(f"DROP TABLE IF EXISTS articles_search{table}")
        return
    for function in ("questions_saying", "texts_saying"):
        schema_editor.execute(f"DROP FUNCTION IF EXISTS articles_{function}(tsquery)")
    for column in ("answer_vector", "text_vector"):
        schema_editor.execute(f"ALTER TABLE {DOCUMENTS} DROP COLUMN IF EXISTS {column}")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0012_page_stamps"),
    ]

    operations = [
        migrations.RunPython(empty, empty),
        migrations.AddField(
            model_name="searchdocument",
            name="description",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(migrations.RunPython.noop, drop_index),
    ]
