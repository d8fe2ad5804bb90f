"""One export run, from the selection to the report."""

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter

import yaml
from django.utils import timezone

from articles.core.images.image_names import ImageName
from articles.core.source.writer import Unwritable
from articles.exporter.archive import SUFFIXES, Archive
from articles.exporter.article_bytes import File, files_of
from articles.exporter.destination import Destination, NotWritten
from articles.exporter.exported_files import note_exported
from articles.exporter.folder import Folder
from articles.exporter.image_files import MissingImage, image_files, named_images
from articles.exporter.selection import Selection
from articles.models import Subject


@dataclass(slots=True)
class Report:
    """What came of an export; `failures` holds (path, reason), and so does `left_alone`, of files
    in git that are others than the articles and stay so."""

    written: int = 0
    unchanged: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    left_alone: list[tuple[str, str]] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The summary for people, a line each."""
        return [
            f"{self.written:>9,} written",
            f"{self.unchanged:>9,} unchanged",
            f"{len(self.failures):>9,} failed",
            *([f"{len(self.left_alone):>9,} left alone"] if self.left_alone else []),
        ]


@dataclass(slots=True)
class Export:
    """An export to be made. `target` is a folder, or an archive where it ends in .tar.gz or .tgz;
    `progress(done, total)` is called as files are put."""

    target: str
    selection: Selection = field(default_factory=Selection)
    progress: Callable[[int, int], None] = lambda done, total: None
    report: Report = field(default_factory=Report)
    _named: set[ImageName] = field(default_factory=set)

    def run(self) -> Report:
        """Write everything; raises UnknownSubject, UnusableTarget and NotNoted.

        Of a folder, the files put before an exception are whole; an archive appears complete or
        not at all.
        """
        self.selection.require_subjects()
        total = self.selection.articles().count()
        moment = timezone.now()
        done = 0
        with open_target(self.target) as target:
            self._put_subjects(target)
            for page in self.selection.pages():
                files = list(files_of(page))
                note_exported((file for file in files if isinstance(file, File)), moment)
                for file in files:
                    self._put(target, file)
                    done += 1
                    self.progress(done, max(done, total))
                self._named |= {name for article in page for name in named_images(article.answer)}
            for image in image_files(self._named):
                self._put(target, image)
        return self.report

    def _put_subjects(self, target: Destination) -> None:
        try:
            target.put_subjects(subjects_file(), 0)
        except NotWritten as error:
            self.report.failures.append((error.path, error.reason))

    def _put(self, target: Destination, file: File | Unwritable | MissingImage) -> None:
        if isinstance(file, Unwritable | MissingImage):
            self.report.failures.append((file.path, str(file)))
            return
        try:
            changed = target.put(file)
        except NotWritten as error:
            self.report.failures.append((file.path, error.reason))
        else:
            self.report.written += changed
            self.report.unchanged += not changed


def open_target(path: str) -> Destination:
    """The destination that a path names; raises UnusableTarget."""
    return Archive(path) if path.endswith(SUFFIXES) else Folder(path)


def subjects_file() -> bytes:
    """A subjects.yml with every subject in the site's order, as the importer reads it.

    Of all subjects, whatever is selected: an export of one subject must not forget the others.
    """
    entries = [
        {"slug": subject.slug, "name": subject.name, "listed": subject.is_listed}
        for subject in sorted(Subject.objects.all(), key=attrgetter("position", "name", "slug"))
    ]
    options = {"sort_keys": False, "allow_unicode": True, "width": float("inf")}
    return yaml.safe_dump(entries, **options).encode()
