"""Every migration since the first release can be applied while the release before runs."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.functions import Now

from articles.database.concurrent_index import AddIndexConcurrently
from tests.upgrades.migration_rule import LARGE, breaches, unexcused
from tests.upgrades.releases import RELEASES

ROOT = Path(__file__).resolve().parent.parent.parent
APP = "articles"


@cache
def loaded():
    return MigrationLoader(None, ignore_no_migrations=True)


def in_order():
    """The library's migrations, in the order in which they are applied."""
    graph = loaded().graph
    return [key for key in graph._generate_plan(graph.leaf_nodes(APP), True) if key[0] == APP]


def judged():
    """Those behind the first release, each with the models that no released code knew then."""
    names = [name for _, name in in_order()]
    newest = {migration: version for version, migration in RELEASES}
    unreleased, out = set(), []
    for name in names:
        if out:
            yield name, frozenset(unreleased), tuple(out)
            made = loaded().get_migration(APP, name).operations
            unreleased |= {o.name_lower for o in made if isinstance(o, migrations.CreateModel)}
        if name in newest:
            out.append(newest[name])
            unreleased.clear()


def test_old_code_survives_every_migration_since_the_first_release():
    harmful = {}
    for name, unreleased, released in judged():
        migration = loaded().get_migration(APP, name)
        before = loaded().project_state((APP, name), at_end=False)
        found = breaches(migration, before, unreleased=unreleased)
        harmful |= {
            f"{name}: {one.subject}": one.reason for one in unexcused(migration, found, released)
        }
    assert not harmful, 'see docs/deployment.md, "Migrations that old code survives"'


def test_a_migration_from_before_the_rule_is_found():
    """0026 made a stricter rule of redirects, and its new table another."""
    before = loaded().project_state((APP, "0026_plain_pages"), at_end=False)
    found = breaches(loaded().get_migration(APP, "0026_plain_pages"), before)
    assert [one.subject for one in found] == [
        "sitesettings.page_links",
        "redirect.redirect_has_one_target",
    ]


def test_releases_are_named_in_order_and_the_last_is_this_one():
    names = [name for _, name in in_order()]
    places = [names.index(migration) for _, migration in RELEASES]
    assert places == sorted(places)
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.M)[1]
    assert RELEASES[-1][0] == version


def test_large_tables_are_tables():
    assert {model._meta.model_name for model in apps.get_app_config(APP).get_models()} >= LARGE


# A library of two models: what becomes of `article`, which is large, and of `setting`.
def state():
    fields = {
        "id": models.BigAutoField(primary_key=True),
        "title": models.CharField(max_length=20),
        "note": models.TextField(null=True, max_length=20),
        "rank": models.IntegerField(db_default=0),
    }
    options = {"constraints": [models.UniqueConstraint(fields=["title"], name="one_title")]}
    one = ProjectState()
    for name in ("Article", "Setting"):
        one.add_model(ModelState(APP, name, dict(fields), options=options))
    return one


def found_in(*operations, unreleased=(), **attributes):
    migration = type("Migration", (migrations.Migration,), attributes)("0002_next", APP)
    migration.operations = list(operations)
    found = breaches(migration, state(), unreleased=unreleased)
    return [one.subject for one in unexcused(migration, found, ["1.0", "1.1"])]


BOOLEAN = models.BooleanField(default=False)
CHECK = models.CheckConstraint(condition=models.Q(rank__gt=0), name="positive")
INDEX = models.Index(fields=["title"], name="by_title")
M = migrations
KINDS = models.CharField(max_length=20, choices=[("a", "A")])


@pytest.mark.parametrize(
    ("operation", "subject"),
    [
        (M.DeleteModel("Setting"), "setting"),
        (M.RenameModel("Setting", "Choice"), "setting"),
        (M.AlterModelTable("Setting", "choices"), "setting"),
        (M.RemoveField("Setting", "note"), "setting.note"),
        (M.RenameField("Setting", "note", "remark"), "setting.note"),
        (M.AddField("Setting", "is_on", BOOLEAN), "setting.is_on"),
        (M.AlterField("Setting", "note", models.TextField()), "setting.note"),
        (M.AlterField("Setting", "title", models.CharField(max_length=19)), "setting.title"),
        (M.AlterField("Setting", "rank", models.IntegerField()), "setting.rank"),
        (M.AlterField("Setting", "rank", models.BigIntegerField(db_default=0)), "setting.rank"),
        (
            M.AlterField("Setting", "rank", models.IntegerField(db_default=0, unique=True)),
            "setting.rank",
        ),
        (M.AddConstraint("Setting", CHECK), "setting.positive"),
        (M.RemoveConstraint("Setting", "one_title"), "setting.one_title"),
        (M.AlterUniqueTogether("Setting", {("title", "rank")}), "setting"),
        (M.RunSQL("DROP TABLE everything"), "sql"),
        (M.SeparateDatabaseAndState([M.DeleteModel("Setting")]), "setting"),
        (M.AddIndex("Article", INDEX), "article.by_title"),
        (
            M.AddField("Article", "key", models.IntegerField(null=True, db_index=True)),
            "article.key",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_old_code_does_not_survive_is_found(operation, subject):
    assert found_in(operation) == [subject]


@pytest.mark.parametrize(
    "operation",
    [
        M.CreateModel("Choice", [("id", models.BigAutoField(primary_key=True))]),
        M.AddField("Setting", "is_on", models.BooleanField(null=True)),
        M.AddField("Article", "is_on", models.BooleanField(db_default=False)),
        M.AddField("Setting", "made_at", models.DateTimeField(db_default=Now())),
        M.AddField("Setting", "articles", models.ManyToManyField("articles.article")),
        M.AlterField("Setting", "title", models.CharField(max_length=21)),
        M.AlterField("Setting", "title", models.TextField()),
        M.AlterField("Setting", "title", KINDS),
        M.AlterField("Setting", "note", models.TextField(null=True, max_length=10)),
        M.AlterField("Setting", "rank", models.IntegerField(db_default=0, null=True)),
        M.AlterModelOptions("Setting", {"ordering": ["rank"]}),
        M.RunPython(M.RunPython.noop),
        M.AddIndex("Setting", INDEX),
        AddIndexConcurrently("Article", INDEX),
        M.SeparateDatabaseAndState(state_operations=[M.RemoveField("Article", "note")]),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_old_code_survives_is_not_found(operation):
    assert found_in(operation) == []


def test_the_release_that_stopped_using_it_excuses_only_what_it_names():
    gone = [M.RemoveField("Setting", "note"), M.RemoveField("Setting", "rank")]
    assert found_in(*gone, unused_since={"setting.note": "1.1"}) == ["setting.rank"]
    assert found_in(gone[0], unused_since={"setting.note": "1.2"}) == ["setting.note"]
    index = M.AddIndex("Article", INDEX)
    assert found_in(index, unused_since={"article.by_title": "1.1"}) == ["article.by_title"]


def test_models_that_no_released_code_knows_may_become_anything():
    made = M.CreateModel("Choice", [("id", models.BigAutoField(primary_key=True))])
    assert found_in(made, M.AddField("Choice", "is_on", BOOLEAN)) == []
    assert found_in(M.DeleteModel("Setting"), unreleased={"setting"}) == []
