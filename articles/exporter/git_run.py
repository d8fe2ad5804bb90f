"""Export into a branch of a git repository: a commit a change, then what no change explains."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import yaml
from django.utils import timezone

from articles.core.source.article_paths import Location, article_path, parse_source_path
from articles.core.source.writer import Unwritable
from articles.database.batches import batches
from articles.exporter.article_bytes import File, files_of
from articles.exporter.destination import UnusableTarget
from articles.exporter.exported_files import note_exported
from articles.exporter.git_branch import GitBranch
from articles.exporter.git_changes import (
    BEGINNING,
    Commit,
    Position,
    commits_after,
    last_position,
    read_position,
)
from articles.exporter.git_left_alone import LeftAlone
from articles.exporter.git_messages import Authors, message_of, settling_message, site_signature
from articles.exporter.git_states import State, own_files, states_of
from articles.exporter.image_files import MissingImage, image_files, named_images
from articles.exporter.run import Report, subjects_file
from articles.exporter.selection import Selection
from articles.models import Article, ImportRun, Redirect, Revision, SourceFile, Status

_COMMITS_KEPT_AT_ONCE = 200
# So many of the newest imports are asked whether what they read is behind the tip.
_IMPORTS_ASKED = 20
_SUBJECTS = "subjects.yml"

_Files = Iterator[tuple[str, bytes | None]]


@dataclass(slots=True)
class GitExport:
    """An export to be made. `target` is the folder of a repository; `shows_emails`: authors have
    the addresses of their accounts, and else some that nobody reads. `progress(done, total)` is
    called as articles are compared."""

    target: str
    branch: str = "main"
    shows_emails: bool = False
    progress: Callable[[int, int], None] = lambda done, total: None
    report: Report = field(default_factory=Report)
    commits: int = 0
    _authors: Authors = field(default_factory=Authors)
    _left_alone: LeftAlone | None = None

    def run(self) -> Report:
        """Commit everything; raises UnusableTarget and NotNoted. What was committed before an
        exception is whole, and the next export goes on behind it."""
        self._authors = Authors(shows_emails=self.shows_emails)
        branch = GitBranch(self.target, self.branch)
        position, delivered_at = self._begin(branch)
        self._left_alone = LeftAlone(branch)
        # Before anything is read: what is changed from here on is the next export's.
        end = last_position()
        with branch:
            if branch.tip is not None:
                for commit in commits_after(position, delivered_at=delivered_at):
                    if commit.position > end:
                        break
                    self._commit(branch, commit)
            self._settle(branch, max(end, position))
        return self.report

    def _begin(self, branch: GitBranch) -> tuple[Position, datetime | None]:
        """Where the last export ended, and when what the branch holds was imported. Raises
        UnusableTarget where somebody else has written to it what no import has read."""
        if branch.tip is None:
            return BEGINNING, None
        runs = ImportRun.objects.filter(state=ImportRun.State.FINISHED).exclude(revision="")
        newest = runs.order_by("-pk").values_list("revision", "finished_at")[:_IMPORTS_ASKED]
        read = next(((rev, at) for rev, at in newest if branch.has(rev)), None)
        if not branch.tip.change and (read is None or read[0] != branch.tip.commit):
            raise UnusableTarget(
                self.target,
                f"its branch {self.branch!r} ends in a commit of somebody else"
                f" ({branch.tip.commit[:12]} by {branch.tip.author}): import it first"
                f" (import_articles --git), or name another with --branch",
            )
        said = branch.last_change()
        try:
            position = read_position(said) if said else BEGINNING
        except ValueError as error:
            raise UnusableTarget(self.target, f"the last export wrote {said!r}") from error
        return position, read[1] if read else None

    def _commit(self, branch: GitBranch, commit: Commit) -> None:
        states = list(states_of(commit.changes))
        for change, state in zip(commit.changes, states, strict=True):
            if not change.was_public and isinstance(state.file, File):
                self._left_alone.publish_anew(state.file.path)
        note_exported(own_files(states), timezone.now())
        author = self._authors.of(commit)
        paths = [state.file.path for state in states if isinstance(state.file, File)]
        message = message_of(commit, paths or [state.gone for state in states if state.gone])
        files = self._left_alone.without(_files_of(branch, states))
        if branch.commit(author, site_signature(commit.position.moment), message, files):
            self.commits += 1
            if self.commits % _COMMITS_KEPT_AT_ONCE == 0:
                branch.keep()

    def _settle(self, branch: GitBranch, end: Position) -> None:
        """Make the branch hold what a folder export writes: a first export is this alone. Articles
        that were changed meanwhile are left to the next one."""
        message = settling_message(end, is_first=branch.tip is None and not self.commits)
        signature = site_signature(end.moment)
        files = self._whole_library(branch, end)
        self.commits += branch.commit(signature, signature, message, files)

    def _whole_library(self, branch: GitBranch, end: Position) -> _Files:
        subjects = subjects_file()
        if not _says_the_same(branch.read(_SUBJECTS), subjects):
            yield _SUBJECTS, subjects
        total, done = Selection().articles().count(), 0
        current: set[str] = set()
        for page in Selection().pages():
            current |= {article.source_path for article in page}
            newer = _changed_since(page, end)
            kept = [article for article in page if article.pk not in newer]
            files = list(files_of(kept))
            note_exported((file for file in files if isinstance(file, File)), timezone.now())
            for file in files:
                yield from self._counted(branch, file)
            for article in kept:
                yield from _images(branch, article.answer, self.report)
            done += len(page)
            self.progress(done, max(done, total))
        for path in _left_over(list(branch.holds), current):
            if reason := self._left_alone.why(path):
                self.report.left_alone.append((path, reason))
            else:
                yield path, None

    def _counted(self, branch: GitBranch, file: File | Unwritable) -> _Files:
        if isinstance(file, Unwritable):
            self.report.failures.append((file.path, str(file)))
        elif not branch.would_change(file.path, file.data):
            self.report.unchanged += 1
        elif reason := self._left_alone.why(file.path):
            self.report.left_alone.append((file.path, reason))
        else:
            self.report.written += 1
            yield file.path, file.data


def _changed_since(page: Iterable[Article], end: Position) -> set[int]:
    keys = [article.pk for article in page]
    newer = Revision.objects.filter(article__in=keys, created_at__gt=end.moment)
    return set(newer.values_list("article", flat=True))


def _files_of(branch: GitBranch, states: Iterable[State]) -> _Files:
    for state in states:
        if state.gone and state.gone in branch.holds:
            yield state.gone, None
        if isinstance(state.file, File):
            yield state.file.path, state.file.data
            yield from _images(branch, state.answer, None)


def _images(branch: GitBranch, answer: str, report: Report | None) -> _Files:
    """The images that an answer names and the branch lacks: a name holds the digest of the bytes,
    so that what is there is right. What the library lacks is reported once, at the end."""
    missing = {
        name for name in named_images(answer) if f"images/{name.file_name}" not in branch.holds
    }
    for image in image_files(missing) if missing else ():
        if not isinstance(image, MissingImage):
            yield image.path, image.data
        elif report and (image.path, str(image)) not in report.failures:
            report.failures.append((image.path, str(image)))


def _says_the_same(one: bytes | None, other: bytes) -> bool:
    try:
        return one is not None and yaml.safe_load(one) == yaml.safe_load(other)
    except (yaml.YAMLError, UnicodeDecodeError):
        return False


def _left_over(held: Iterable[str], current: set[str]) -> Iterator[str]:
    """The files whose articles are withdrawn, deleted or elsewhere. A file of which the site knows
    nothing else (one that could not be read, a draft of the publisher's) is not its to remove."""
    places = {path: place for path in held if path not in current and (place := _place(path))}
    for some in batches(sorted(places), 500):
        paths = {article_path(*places[path]): path for path in some}
        gone = set(
            SourceFile.objects.filter(path__in=some, article=None).values_list("path", flat=True)
        )
        moved = Redirect.objects.filter(old_path__in=paths).exclude(article=None)
        gone |= {paths[path] for path in moved.values_list("old_path", flat=True)}
        slugs = {places[path].slug for path in some}
        standing = Article.objects.filter(slug__in=slugs).select_related("subject")
        for article in standing.only("slug", "status", "subject__slug"):
            if article.source_path in places:
                gone.discard(article.source_path)
                if article.status == Status.WITHDRAWN:
                    gone.add(article.source_path)
        yield from sorted(gone)


def _place(path: str) -> Location | None:
    """Where the article of a file stands, if the file is one as an export names them."""
    is_own = path.count("/") == 1 and path.endswith(".md")
    return parse_source_path(path) if is_own else None
