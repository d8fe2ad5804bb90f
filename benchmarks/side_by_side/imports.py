"""The site's import beside Hugo building the same articles from plain Markdown."""

from pathlib import Path

from benchmarks.side_by_side import hugo_site
from benchmarks.side_by_side.library import Library, take_sample
from benchmarks.side_by_side.servers import ROOT
from benchmarks.side_by_side.table import Row, say

HUGO = "Hugo"
_BUILD = "from files to a site"
_PUBLISH = "manage.py publish_static"


def measure_imports(source: Path, articles: int, folder: Path) -> tuple[list[Row], list[str]]:
    """Return rows, and a sentence for each that is left out. Raises Failed."""
    sample = folder / "imported"
    count = take_sample(source, sample, articles)
    library = Library(folder / "import")
    library.prepare()
    say(f"import of {count:,} articles")
    rows = [
        Row("manage.py import_articles", _BUILD, library.measure(count, "import_articles", sample)),
        Row("manage.py fill_related", "related questions", library.measure(count, "fill_related")),
    ]
    if (ROOT / "articles" / "management" / "commands" / "publish_static.py").exists():
        say(_PUBLISH)
        figures = library.measure(count, "publish_static", folder / "published")
        rows.append(Row(_PUBLISH, _BUILD, figures))
    if not hugo_site.is_here():
        return rows, ["Hugo is missing, so its row is left out (apt-get install hugo)."]
    say(HUGO)
    figures = hugo_site.measure_build(folder / "hugo", library.entries())
    return [*rows, Row(HUGO, _BUILD, figures)], []
