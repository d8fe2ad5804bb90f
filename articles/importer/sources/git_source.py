"""Collection of article files from a revision of a git repository: all of them, or what has
changed since another revision.

Nothing is checked out. Links, submodules and files that Git LFS keeps elsewhere are named, not
followed.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from articles.core.git.program import GitFailed
from articles.core.source import MAX_FILE_BYTES, SourceError, read_document
from articles.core.source.article_paths import Location, location_of, source_path
from articles.importer.sources.collect import (
    MAX_ARCHIVE_BYTES,
    MAX_ARCHIVE_ENTRIES,
    SUBJECTS_FILE,
    Listing,
)
from articles.importer.sources.file_names import is_article, is_image, why_unsafe
from articles.importer.sources.git_repository import (
    EXECUTABLE,
    FILE,
    LINK,
    SUBMODULE,
    Commit,
    Difference,
    Entry,
    GitRepository,
    Reader,
)
from articles.importer.sources.input_file import Found, Refused, UnusableSource, shown
from articles.importer.sources.stray_files import Folders
from articles.importer.sources.superseded_files import name_key

# What stands in place of a file that Git LFS keeps elsewhere (git-lfs(1), "pointer").
_LFS = b"version https://git-lfs.github.com/spec/"
_FILES = {FILE, EXECUTABLE}


@dataclass(frozen=True, slots=True)
class Renamed:
    """A file that declared one address and, under another name now, declares another one."""

    old: Location
    new: Location
    path: str


@dataclass(frozen=True, slots=True)
class GitDelivery:
    """What lies between two revisions of a repository. `since` is None where everything is read.

    `deleted` holds the source paths that the files declared which are there no more; `commits`
    and `last` are of the history between the two.
    """

    repository: GitRepository
    revision: str
    since: str | None
    commits: int
    last: Commit
    changed: tuple[Entry, ...]
    deleted: frozenset[str]
    renamed: tuple[Renamed, ...]
    submodules: tuple[str, ...]

    @property
    def name(self) -> str:
        """What stands before the `!` in the names of the files."""
        return self.repository.address.shown

    def note(self) -> str:
        """`"3 commits to 7167282, the last by Jane Roe (2025-03-18): Correct units"`."""
        number = f"{self.commits:,} commit{'s' if self.commits != 1 else ''}"
        if not self.commits:
            return f"nothing new: {self.revision[:12]} was imported before"
        day = f"{self.last.authored_at:%Y-%m-%d}"
        author = shown(self.last.author) or "nobody"
        return f"{number} to {self.revision[:12]}, the last by {author} ({day}): " + shown(
            self.last.subject
        )

    def listing(self) -> Listing:
        """List the files; each call reads them anew. Raises UnusableSource, and so does the reading
        of them."""
        with self._readable():
            return self._listing()

    def _listing(self) -> Listing:
        tree = list(self.repository.entries(self.revision))
        self._check_limits(tree)
        folders = Folders()
        for entry in tree:
            if is_article(entry.path):
                folders.add(entry.path)
        articles = [entry for entry in self.changed if is_article(entry.path)]
        images = [entry for entry in self.changed if is_image(entry.path)]
        subjects = next((entry for entry in tree if entry.path == SUBJECTS_FILE), None)
        left_alone = [entry for entry in self.changed if entry.path != SUBJECTS_FILE]
        listing = Listing(len(articles), len(left_alone) - len(articles) - len(images))
        listing.keys.extend(name_key(self._name(entry)) for entry in articles)
        listing._reader = self._read(articles, folders)
        listing._images = self._read(images, None) if images else ()
        if subjects:
            listing.subjects_path = self._name(subjects)
            with self.repository.reading() as reader:
                file = self._file(subjects, reader, self.repository.sizes([subjects.key]))
            if isinstance(file, Refused):
                raise UnusableSource(file.path, file.reason)
            listing.subjects = file.data
        return listing

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """The copy may be damaged, or its disk be full, at any moment of an import."""
        try:
            yield
        except GitFailed as error:
            raise UnusableSource(self.name, str(error).rstrip(".")) from error

    def _check_limits(self, tree: Sequence[Entry]) -> None:
        if len(tree) > MAX_ARCHIVE_ENTRIES:
            raise UnusableSource(self.name, f"holds more than {MAX_ARCHIVE_ENTRIES:,} files")
        total = sum(self.repository.sizes({entry.key for entry in self.changed}).values())
        if total > MAX_ARCHIVE_BYTES:
            raise UnusableSource(self.name, f"has more than {MAX_ARCHIVE_BYTES / 1024**3:.0f} GiB")

    def _read(self, entries: Sequence[Entry], folders: Folders | None) -> Iterator[Found | Refused]:
        with self._readable(), self.repository.reading() as reader:
            sizes = self.repository.sizes({entry.key for entry in entries})
            for entry in entries:
                file = self._file(entry, reader, sizes)
                if folders and isinstance(file, Found) and folders.is_stray(entry.path):
                    file = Found(file.path, file.data, is_stray=True)
                yield file

    def _file(self, entry: Entry, reader: Reader, sizes: dict[str, int]) -> Found | Refused:
        name = self._name(entry)
        if entry.mode == LINK:
            return Refused(name, "is a link (symbolic links are not followed)")
        if reason := why_unsafe(entry.path):
            return Refused(name, reason)
        size = sizes.get(entry.key)
        if size is not None and size > MAX_FILE_BYTES:
            return Refused(name, f"has {size / 1024**2:,.1f} MiB; a file has at most 1 MiB")
        data = reader.read(entry.key) if size is not None else None
        if data is None:
            return Refused(name, "is named by the repository, which does not hold its bytes")
        if data.startswith(_LFS):
            reason = "is a pointer of Git LFS: its text is not in the repository"
            return Refused(name, reason)
        return Found(name, data)

    def _name(self, entry: Entry) -> str:
        return f"{self.name}!{shown(entry.path)}"


def read_delivery(repository: GitRepository, revision: str, since: str | None) -> GitDelivery:
    """Return what is to be read of a fetched repository: of `revision`, what has changed since
    another one, or everything."""
    commits, last = repository.history(since, revision)
    if since is None:
        differences = [Difference(None, entry) for entry in repository.entries(revision)]
    else:
        differences = list(repository.differences(since, revision))
    new = [difference.new for difference in differences if difference.new]
    renamed, deleted = _compare(repository, differences)
    if deleted:
        # Of two files of one name (deliveries in folders by date) one has gone.
        deleted -= {
            location_of(entry.path)
            for entry in repository.entries(revision)
            if entry.mode in _FILES and is_article(entry.path)
        }
    return GitDelivery(
        repository,
        revision,
        since,
        commits,
        last,
        changed=tuple(entry for entry in new if entry.mode != SUBMODULE),
        deleted=deleted,
        renamed=renamed,
        submodules=tuple(shown(entry.path) for entry in new if entry.mode == SUBMODULE),
    )


def _compare(
    repository: GitRepository, differences: Iterable[Difference]
) -> tuple[tuple[Renamed, ...], frozenset[str]]:
    """The addresses that renamed and deleted files declare, or by their names stand for."""
    gone = [
        difference
        for difference in differences
        if (old := difference.old)
        and (difference.new is None or difference.new.path != old.path)
        and is_article(old.path)
        and old.mode in _FILES
    ]
    if not gone:
        return (), frozenset()
    renamed, deleted = [], set()
    sizes = repository.sizes({entry.key for two in gone for entry in (two.old, two.new) if entry})
    with repository.reading() as reader:
        for two in gone:
            old = _declared(two.old, reader, sizes)
            new = _declared(two.new, reader, sizes) if two.new else None
            if new is None:
                deleted.add(old.source_path if old else location_of(two.old.path))
            elif not old or old.place == new.place:
                continue
            elif old.is_another(new):
                deleted.add(old.source_path)
            else:
                renamed.append(Renamed(old.place, new.place, two.new.path))
    return tuple(renamed), frozenset(deleted)


@dataclass(frozen=True, slots=True)
class _Declared:
    """The address and the id that a file says."""

    place: Location
    source_id: int | None

    @property
    def source_path(self) -> str:
        return source_path(*self.place)

    def is_another(self, other: "_Declared") -> bool:
        """Whether the ids say that these are two articles, however alike their files are."""
        ids = {self.source_id, other.source_id}
        return None not in ids and len(ids) == 2


def _declared(entry: Entry, reader: Reader, sizes: dict[str, int]) -> _Declared | None:
    """What a file says of itself; None where it is no article that can be read."""
    if entry.mode not in _FILES or not is_article(entry.path):
        return None
    data = reader.read(entry.key) if sizes.get(entry.key, MAX_FILE_BYTES) < MAX_FILE_BYTES else None
    if data is None:
        return None
    try:
        document = read_document(data, path=shown(entry.path))
    except SourceError:
        return None
    return _Declared(Location(document.subject_slug, document.slug), document.source_id)
