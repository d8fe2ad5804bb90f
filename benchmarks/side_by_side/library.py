"""A small library of this site, made from a folder of article files, and what its pages are."""

import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.side_by_side.measurement import Failed, Figures, Request, measure_command
from benchmarks.side_by_side.servers import ROOT

# So many articles are asked for in turn.
PAGES = 100

_ARTICLES = """
SELECT a.id, a.slug, s.slug, s.name, a.title, a.seo_description, a.published_on, a.answer, r.html
FROM articles_article a
JOIN articles_subject s ON s.id = a.subject_id
JOIN articles_rendering r ON r.article_id = a.id
WHERE a.status = 'published' AND s.is_listed ORDER BY a.id LIMIT ?
"""
# What files say comes before what is computed.
_LINKS = """
SELECT article_id, target_id FROM (
    SELECT article_id, target_id, 0 AS place, position FROM articles_related
    UNION ALL SELECT article_id, target_id, 1, position FROM articles_computedrelated
) ORDER BY article_id, place, position
"""
# A page shows so many related questions at most.
_RELATED = 6


@dataclass(frozen=True)
class Entry:
    """An article as the others get it; `related` are ids of articles that are here."""

    id: int
    slug: str
    subject: str
    subject_name: str
    title: str
    description: str
    published_on: str
    markdown: str
    html: str
    related: list[int]

    @property
    def path(self) -> str:
        """Its address in this site."""
        return f"/learn/{self.subject}/questions/{self.slug}"


class Library:
    """A site in a folder: its database, and the environment that its commands and server have."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.database = folder / "site.sqlite3"
        # Nothing of a site that this shell is set up for.
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in _ITS_OWN},
            "VAR_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "LOG_LEVEL": "WARNING",
        }

    def prepare(self) -> None:
        """Make tables and static files. Raises Failed."""
        self.manage("migrate")
        self.manage("collectstatic", "--noinput")

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py; return what it printed. Raises Failed."""
        return self.python(str(ROOT / "manage.py"), *arguments)

    def python(self, *arguments: str) -> str:
        """Run Python with the site's environment; return what it printed. Raises Failed."""
        ran = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            raise Failed(
                f"{' '.join(arguments)} ended with {ran.returncode}\n"
                f"{ran.stdout[-1000:]}{ran.stderr[-2000:]}"
            )
        return ran.stdout

    def measure(self, articles: int, *arguments: str | Path) -> Figures:
        """Return the figures of a command of manage.py that handles so many articles."""
        command = [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]
        return measure_command(command, articles, self.environment, self.folder)

    def entries(self, limit: int = -1) -> list[Entry]:
        """Return the articles that readers can see, the first ones where there is a limit."""
        with sqlite3.connect(self.database) as connection:
            rows = connection.execute(_ARTICLES, [limit]).fetchall()
            links = connection.execute(_LINKS).fetchall()
        connection.close()
        here = {row[0] for row in rows}
        related: dict[int, list[int]] = {}
        for article, target in links:
            chosen = related.setdefault(article, [])
            if target in here and target not in chosen and len(chosen) < _RELATED:
                chosen.append(target)
        return [Entry(*row, related.get(row[0], [])) for row in rows]


_ITS_OWN = {"SITE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "SITE_NAME", "HOST", "PORT", "DEBUG"} | {
    *("TRUST_PROXY", "PAGE_MEMORY_MB", "CACHE_URL", "INDEXNOW_KEY", "DJANGO_SETTINGS_MODULE"),
}


def take_sample(source: Path, target: Path, count: int) -> int:
    """Copy so many files, evenly out of all below a folder, subject folders kept; return how many
    it are. Raises Failed where there are none."""
    files = sorted(source.rglob("*.md"))
    if not files:
        raise Failed(f"{source} has no article files (.md).")
    count = min(count, len(files))
    for number in range(count):
        file = files[number * len(files) // count]
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    return count


def largest_subject(entries: list[Entry]) -> str:
    """Return the slug of the subject with the most articles."""
    subjects = [entry.subject for entry in entries]
    return max(sorted(set(subjects)), key=subjects.count)


def page_requests(entries: list[Entry]) -> dict[str, list[Request]]:
    """Return {kind of page: requests} of this site."""
    step = max(1, len(entries) // PAGES)
    return {
        "article": [Request(entry.path) for entry in entries[::step][:PAGES]],
        "home": [Request("/")],
        "list": [Request(f"/learn/{largest_subject(entries)}")],
    }
