"""The floors of docs/architecture.md, enforced."""

import ast
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from articles.core.article_content import FIELDS

ROOT = Path(__file__).resolve().parent.parent
CONTENT_MODELS = {"Article", "Related", "Rendering", "SourceFile", "Redirect"}
WRITERS = {"save", "update", "delete", "create", "update_or_create", "get_or_create"}


def modules(*packages):
    return [
        path for package in packages for path in sorted((ROOT / "articles" / package).rglob("*.py"))
    ]


def test_every_import_keeps_to_the_floors(monkeypatch):
    monkeypatch.chdir(ROOT)
    # It would disable the loggers of all modules loaded before, which later tests listen to.
    monkeypatch.setattr("importlinter.cli._configure_logging", lambda verbose: None)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0


@pytest.mark.parametrize(
    "module", ["articles.importer.planning.prepare", "articles.core.worker_pool"]
)
def test_a_worker_process_loads_no_django(module):
    code = f"import sys, {module}; sys.exit(any(m.split('.')[0] == 'django' for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


@pytest.mark.parametrize("path", modules("web", "admin", "auditing", "seo"), ids=str)
def test_content_is_written_by_publishing_alone(path):
    """Only publishing and the importer write content: a manager's or an instance's writing method
    named after a content model, or a bulk operation, stands nowhere else."""
    tree = ast.parse(path.read_text())
    found = [
        f"{path.name}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (node.func.attr in WRITERS or node.func.attr.startswith("bulk_"))
        and CONTENT_MODELS & {n.id for n in ast.walk(node.func) if isinstance(n, ast.Name)}
    ]
    assert not found


FACES = {"articles.publishing", "articles.publishing.effects"}


def test_other_packages_know_publishing_by_its_faces():
    """A package's `__init__` is what others import; what lies behind it may change."""
    past = {
        f"{path.relative_to(ROOT)}: {node.module}"
        for path in (ROOT / "articles").rglob("*.py")
        if path.relative_to(ROOT).parts[1] != "publishing"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("articles.publishing")
        and node.module not in FACES
    }
    assert not past


@pytest.mark.parametrize("path", modules("web"), ids=str)
def test_readers_see_live_articles_alone(path):
    """`Article.objects` is followed by `live()`, `live_by_key()` or `indexable()` wherever the web
    floor asks; `unpublished()` names what the preview and the 410 are for."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Article.objects":
            assert node.attr in {"live", "live_by_key", "indexable", "unpublished"}, (
                f"{path.name}:{node.lineno}"
            )


# Where four or more fields are listed: what reads, stores and shows each of them, and what reads
# some columns for a page of its own. Everything else asks `FIELDS`.
FIELD_LISTS = {
    *("core/article_content.py", "core/source/reader.py", "core/source/canonical_format.py"),
    *("models/article.py", "admin/articles/form_fields.py", "core/text/quality_checks.py"),
    *("web/article_queries.py", "web/feeds.py", "web/llms.py"),
    *("web/markdown_pages.py", "web/markdown_text.py"),
    "bulk_runs/orders/article_fields.py",
    *("web/api/articles.py", "web/api/schemas.py", "web/api/article_reader.py"),
}


def test_fields_are_listed_once():
    """Adding a field touches the files that CONTRIBUTING.md names, and no forgotten list."""
    paths = modules(".")
    listing = {
        path.relative_to(ROOT / "articles").as_posix()
        for path in paths
        if "migrations" not in path.parts
        and any(_fields_named(node) >= 4 for node in ast.walk(ast.parse(path.read_text())))
    }
    assert listing == FIELD_LISTS


def _fields_named(node: ast.AST) -> int:
    names = set()
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        names = {item.value for item in node.elts if isinstance(item, ast.Constant)}
    elif isinstance(node, ast.Dict):
        names = {key.value for key in node.keys if isinstance(key, ast.Constant)}
    elif isinstance(node, ast.Call):
        names = {keyword.arg for keyword in node.keywords}
    elif isinstance(node, ast.ClassDef):
        annotated = {line.target.id for line in node.body if isinstance(line, ast.AnnAssign)}
        assigned = {
            target.id
            for line in node.body
            if isinstance(line, ast.Assign)
            for target in line.targets
            if isinstance(target, ast.Name)
        }
        names = annotated | assigned
    return len(names.intersection(FIELDS))


def test_html_is_marked_safe_in_one_template():
    places = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if "|safe" in path.read_text()
    ]
    assert len(places) <= 1


def test_the_picture_shows_the_imports():
    """`script/architecture` draws it anew."""
    script = runpy.run_path(str(ROOT / "script" / "architecture"))
    assert (ROOT / "docs" / "architecture.svg").read_text() == script["draw"]()
