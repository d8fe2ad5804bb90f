"""Publication of the site into a folder: what is there, what has changed, what follows of it."""

import fcntl
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from django.db.models import Q

from articles.core.worker_pool import spread
from articles.models import Article, PersonName
from articles.object_storage import ObjectAddress
from articles.page_store.freshness import Freshness, Seen
from articles.publishing.effects import ADDRESSES, EVERYTHING, credit_of, page_of, pages_in
from articles.static_site import addresses
from articles.static_site.address import Address, Page
from articles.static_site.bucket_copy import Copied, copy_to_bucket
from articles.static_site.folder import Folder
from articles.static_site.serving import write_rules
from articles.static_site.state import Progress, State
from articles.static_site.static_files import copy_static_files, fingerprint
from articles.static_site.worker import crashed, publish
from articles.web.response_headers import Shows

# Pages whose rows are written in one transaction: what a killed run makes again.
_PAGES_A_COMMIT = 200
# As `articles.publishing.effects.page_of` names them.
_OF_ARTICLE = page_of(0).removesuffix("0")
_IN_SUBJECT = pages_in("")
_STATE, _LOCK = "state.sqlite3", ".lock"

ShowProgress = Callable[[int, int], None]


class NotOurFolder(Exception):
    """The folder holds files, and no publication."""


class IsBusy(Exception):
    """Another process publishes into the folder."""


@dataclass(slots=True)
class Report:
    """What a run did: how many pages it made and removed, which it could not make, and whether the
    rules for web servers are others, so that these must read them again."""

    made: int = 0
    removed: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    has_new_rules: bool = False


class Publication:
    """A folder and its state, kept by this process until `close`. Raises NotOurFolder, IsBusy."""

    def __init__(self, root: Path, *, workers: int = 1, show: ShowProgress | None = None) -> None:
        self.root = root.resolve()
        self._workers = workers
        self._show = show or (lambda done, total: None)
        self._lock = _lock(self.root)
        self._folder = Folder(self.root)
        self._folder.prepare()
        self._state = State(self.root / _STATE)
        self._fingerprint = fingerprint()
        self._freshness = Freshness()
        # Of Freshness: another one, and what has changed since is not known.
        self._epoch = 0
        last = self._state.progress()
        self._freshness.start_from(last.change, last.stamp)

    def __enter__(self) -> "Publication":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self._freshness.close()
        self._state.close()
        self._lock.close()

    def has_news(self) -> bool:
        """Return whether anything has been numbered since the last run. Raises Unprovable."""
        progress = self._state.progress()
        seen = self._freshness.look()
        return not progress.is_done or seen[1:] != (progress.change, progress.stamp)

    def run(self, *, everything: bool = False) -> Report:
        """Make what has changed since the last run, or every page. Raises Unprovable, and
        NotCollected where there are no static files."""
        report = Report()
        progress, seen = self._begin(everything)
        if progress.is_done:
            return report
        keys = None if progress.is_whole else self._changed_keys()
        self._state.want(_wanted(keys))
        self._remove(self._state.unwanted(keys), report)
        self._state.drop_wanted(self._good(progress))
        self._make(seen, report)
        if progress.is_whole:
            self._copy_static_files()
        if progress.is_whole or ADDRESSES in self._freshness.news()[1]:
            self._state.set_redirects(addresses.redirects())
        if self._state.has_other_rules:
            report.has_new_rules = write_rules(self._state, self.root)
            self._state.has_other_rules = False
        if not report.failures:
            self._state.set_progress(
                Progress(self._fingerprint, seen.change, seen.stamp, is_whole=False, is_done=True)
            )
            self._freshness.start_from(seen.change, seen.stamp)
        return report

    def copy_to(self, address: ObjectAddress) -> Copied:
        """Copy what the folder holds into a bucket. Raises OSError."""
        return copy_to_bucket(self._state, self.root, address, show=self._show)

    def counts(self) -> dict[int, int]:
        """Return how many addresses there are of each status."""
        return self._state.counts()

    def _begin(self, everything: bool) -> tuple[Progress, Seen]:
        """Return what this run has to do, and the numbers as they stand. Where what has changed
        since the last run is not known, everything has."""
        last = self._state.progress()
        seen = self._freshness.look()
        if everything or last.fingerprint != self._fingerprint or seen.epoch != self._epoch:
            self._epoch = seen.epoch
            self._freshness.start_from(seen.change, seen.stamp)
            self._state.mark_all_stale()
            progress = Progress(self._fingerprint, seen.change, seen.stamp)
        elif last.is_done and seen[1:] == (last.change, last.stamp):
            return last, seen
        else:
            is_whole = last.is_whole or EVERYTHING in self._freshness.news()[1]
            progress = replace(last, is_whole=is_whole, is_done=False)
        self._state.set_progress(progress)
        return progress, seen

    def _changed_keys(self) -> list[int]:
        """The articles whose pages show something that has been numbered."""
        changes, stamps = self._freshness.news()
        stamped = {int(name[len(_OF_ARTICLE) :]) for name in stamps if name.startswith(_OF_ARTICLE)}
        subjects = [name[len(_IN_SUBJECT) :] for name in stamps if name.startswith(_IN_SUBJECT)]
        articles = Article.objects.live().filter(subject__slug__in=subjects) if subjects else ()
        in_subjects = articles.values_list("pk", flat=True) if subjects else ()
        return sorted(stamped | changes.keys() | set(in_subjects) | _crediting(stamps))

    def _good(self, progress: Progress) -> list[Address]:
        """The wanted addresses whose pages are still good."""
        return [
            address
            for address, page in self._state.wanted()
            if page is not None and self._is_good(page, progress)
        ]

    def _is_good(self, page: Page, progress: Progress) -> bool:
        shows = Shows(
            article=page.shows_article,
            names=frozenset(page.names.split()),
            keys=page.keys,
            library=page.library,
        )
        change, stamp = max(page.change, progress.change), max(page.stamp, progress.stamp)
        return self._freshness.is_good(shows, Seen(self._epoch, change, stamp))

    def _make(self, seen: Seen, report: Report) -> None:
        total = self._state.wanted_count()
        wanted = (address for address, _ in self._state.wanted())
        task = partial(publish, root=self.root, seen=seen)
        pages = spread(task, wanted, workers=self._workers, crashed=crashed)
        while some := list(islice(pages, _PAGES_A_COMMIT)):
            made = [page for page in some if not page.failure]
            for file in self._state.save(made):
                self._folder.remove(file)
            report.made += len(made)
            report.failures += [(page.path, page.failure) for page in some if page.failure]
            self._show(report.made + len(report.failures), total)

    def _remove(self, pages: Sequence[tuple[str, str]], report: Report) -> None:
        for _, file in pages:
            if file:
                self._folder.remove(file)
        self._state.drop(path for path, _ in pages)
        report.removed += len(pages)

    def _copy_static_files(self) -> None:
        """Those that are collected no more go last: pages named them until now."""
        pages = list(copy_static_files(self._folder))
        self._state.save(pages)
        there = {page.path for page in pages}
        left = [row for row in self._state.static_files() if row[0] not in there]
        self._remove(left, Report())


def _crediting(stamps: Collection[str]) -> set[int]:
    """The articles whose author's or reviewer's name has come to mean somebody else: its row stays
    whatever becomes of it (PersonName)."""
    known = PersonName.objects.values_list("name", flat=True)
    names = [name for name in known if credit_of(name) in stamps]
    if not names:
        return set()
    credited = Q(author__in=names) | Q(reviewed_by__in=names)
    return set(Article.objects.live().filter(credited).values_list("pk", flat=True))


def _wanted(keys: Sequence[int] | None) -> Iterator[Address]:
    """What there shall be, in the order of the making: articles, and then what lists them."""
    return chain(addresses.of_articles(keys), addresses.gone(), addresses.frame())


def _lock(root: Path) -> TextIO:
    """Make the folder, and have it for this process alone until the file is closed."""
    is_ours = (root / _STATE).exists() or (root / _LOCK).exists()
    if root.exists() and not is_ours and (not root.is_dir() or any(root.iterdir())):
        raise NotOurFolder(str(root))
    root.mkdir(parents=True, exist_ok=True)
    file = (root / _LOCK).open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise IsBusy(str(root)) from error
    return file
