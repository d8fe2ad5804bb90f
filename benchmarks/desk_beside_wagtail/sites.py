"""Both desks with the same articles: what is made, with an editor's session each, and served."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.side_by_side.library import Entry, Library, take_sample
from benchmarks.side_by_side.measurement import Failed
from benchmarks.side_by_side.pages import site_server
from benchmarks.side_by_side.servers import free_port, running
from benchmarks.side_by_side.wagtail_site import WagtailSite

_DESK_PROJECT = Path(__file__).resolve().parent / "wagtail_desk"
_EDITOR = "editor"
# How an answer begins that is no CSV field; its ends of lines are written as "\n" (docs/corpus.md).
_ANSWER = re.compile(r"(?<=\nanswer: >-\n    )(?=[A-Z])")
# What is mended: a remnant of the page that an answer was copied from.
LEFTOVER = "Skip to main content"


@dataclass(frozen=True)
class Desk:
    """A desk that answers: where, and a session's cookie (name, value) of its editor."""

    url: str
    cookie: tuple[str, str]


class OwnSite:
    """This site in a folder."""

    def __init__(self, folder: Path) -> None:
        self.library = Library(folder)

    def fill(self, source: Path) -> list[Entry]:
        """Import a folder of files; return its public articles. Raises Failed."""
        self.library.prepare()
        self.library.manage("import_articles", str(source))
        self.library.manage("fill_related")
        module = "benchmarks.desk_beside_wagtail.editor_account"
        name, value = self.library.python("-m", module, _EDITOR).split()
        self.cookie = name, value
        return self.library.entries()

    @contextmanager
    def serving(self) -> Iterator[Desk]:
        """Serve it as script/server does, by one worker. Raises Failed."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        environment = {**self.library.environment, "SITE_URL": url}
        with running(*site_server(environment, self.library.folder, port)):
            yield Desk(url, self.cookie)


class WagtailDesk(WagtailSite):
    """Wagtail's pages with its desk, as `wagtail start` has them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.database = folder / "site.sqlite3"
        self.environment["DJANGO_SETTINGS_MODULE"] = "library_desk.settings"

    def install(self) -> str:
        """Install Wagtail, granian and whitenoise; return the versions. Raises Failed."""
        versions = super().install()
        self._run(self.python, "-m", "pip", "--quiet", "install", "--no-compile", "whitenoise")
        return versions

    def fill(self, entries: list[Entry]) -> None:
        """Make a page for each article, the search index, and an editor. Raises Failed."""
        shutil.copytree(_DESK_PROJECT, self.folder, dirs_exist_ok=True)
        super().fill(entries)
        for arguments in (
            ("collectstatic", "--noinput"),
            ("update_index", "--verbosity=0"),
            ("rebuild_references_index", "--verbosity=0"),
        ):
            self._run(self.python, "-m", "django", *arguments)
        value = self._run(self.python, "-m", "django", "make_editor", _EDITOR)
        self.cookie = "sessionid", value.split()[-1]

    @contextmanager
    def serving_desk(self) -> Iterator[Desk]:
        """Serve it as the site is served, by one worker. Raises Failed."""
        with self.serving(is_cached=False) as server:
            yield Desk(f"http://127.0.0.1:{server.port}", self.cookie)


def prepare_files(source: Path, target: Path, articles: int, faulty: int) -> list[str]:
    """Copy so many of a folder's files, and leave a phrase in the answers of `faulty` of them,
    evenly chosen; return the slugs of those (the names of their files). Raises Failed."""
    take_sample(source, target, articles)
    files = [
        file for file in sorted(target.rglob("*.md")) if _ANSWER.search(file.read_text("utf-8"))
    ]
    if len(files) < faulty:
        raise Failed(f"{source} has too few articles with an answer.")
    chosen = files[:: len(files) // faulty][:faulty]
    for file in chosen:
        text = _ANSWER.sub(LEFTOVER + r"\\n\\n", file.read_text("utf-8"), count=1)
        file.write_text(text, "utf-8")
    return [file.stem for file in chosen]
