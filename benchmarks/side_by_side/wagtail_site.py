"""The articles in Wagtail's newest release, in an environment and a folder of their own.

The project (benchmarks/side_by_side/wagtail_project) is what `wagtail start` and its tutorial make,
with a model of pages for articles and one for subjects. Its page cache is Django's cache middleware
in the worker's memory: wagtail-cache, which Wagtail's users are pointed to, is made of it and does
not admit Wagtail 8 (wagtail-cache 3.0.0 asks for wagtail<8.0), and with one worker no store is
nearer. A caching proxy, which Wagtail's documents recommend before all, answers as nginx's rows do.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from benchmarks.side_by_side.library import PAGES, Entry, largest_subject
from benchmarks.side_by_side.measurement import Failed, Request
from benchmarks.side_by_side.servers import Server, free_port, granian, running

_PROJECT = Path(__file__).resolve().parent / "wagtail_project"
_COMMAND_SECONDS = 300


class WagtailSite:
    """A Wagtail site in a folder, with the articles."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = str(folder / "environment" / "bin" / "python")
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "library_site.settings",
        }

    def install(self) -> str:
        """Install Wagtail and the site's own granian; return the versions. Raises Failed."""
        self.folder.mkdir(exist_ok=True)
        self._run(sys.executable, "-m", "venv", str(self.folder / "environment"))
        packages = ["wagtail", f"granian=={version('granian')}"]
        self._run(self.python, "-m", "pip", "--quiet", "install", "--no-compile", *packages)
        code = "import wagtail, django; print('Wagtail', wagtail.__version__, '(Django',"
        return self._run(self.python, "-c", f"{code} django.__version__ + ')')").strip()

    def fill(self, entries: list[Entry]) -> None:
        """Make the database and a page for each article. Raises Failed."""
        shutil.copytree(_PROJECT, self.folder, dirs_exist_ok=True)
        articles = self.folder / "articles.json"
        articles.write_text(json.dumps([asdict(entry) for entry in entries]))
        for arguments in (
            ("makemigrations", "library_site"),
            ("migrate",),
            ("fill_pages", str(articles)),
        ):
            self._run(self.python, "-m", "django", *arguments)

    @contextmanager
    def serving(self, *, is_cached: bool) -> Iterator[Server]:
        """Serve it as the site is served, with its page cache or without. Raises Failed."""
        variables = {**self.environment, "PAGE_CACHE": "1" if is_cached else ""}
        target = "library_site.wsgi:application"
        command = granian(target, variables, self.folder, free_port(), self.python)
        with running(*command) as server:
            yield server

    def _run(self, *command: str) -> str:
        try:
            ran = subprocess.run(
                command,
                cwd=self.folder,
                env={**self.environment, "PYTHONPATH": str(self.folder)},
                capture_output=True,
                text=True,
                check=False,
                timeout=_COMMAND_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise Failed(f"{' '.join(command)} took more than {_COMMAND_SECONDS} s") from error
        if ran.returncode:
            raise Failed(f"{' '.join(command)}\n{ran.stdout[-1000:]}{ran.stderr[-2000:]}")
        return ran.stdout


def page_requests(entries: list[Entry]) -> dict[str, list[Request]]:
    """Return {kind of page: requests}, of the same articles as in this site."""
    step = max(1, len(entries) // PAGES)
    chosen = entries[::step][:PAGES]
    return {
        "article": [Request(f"/{entry.subject}/{entry.slug}/") for entry in chosen],
        "home": [Request("/")],
        "list": [Request(f"/{largest_subject(entries)}/")],
    }
