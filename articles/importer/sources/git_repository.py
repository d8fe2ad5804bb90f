"""Copy of a git repository, of which everything is read: its files, and what changed between two
revisions.

Git is safe to fetch from a repository that nobody here wrote, and to read one that it has made
itself; in a stranger's folder its configuration would be obeyed (git(1), "SECURITY"). So every
repository is fetched into a bare copy, and a folder of this machine too.
"""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from articles.core.git.address import Address
from articles.core.git.program import GitFailed, run, start, stop

_TIP = "refs/import/tip"
FETCH_SECONDS = 1_800
# As archives may unpack to (`collect.py`).
MAX_COPY_BYTES = 16 * 1024**3
# Seconds, and not ISO 8601: of a time zone of +051800 git makes a text that is no date.
_HISTORY = "%an%x00%at%x00%ct%x00%s"

FILE, EXECUTABLE, LINK, SUBMODULE = "100644", "100755", "120000", "160000"


class UnknownRevision(Exception):
    """The repository holds no such commit; carries what was asked for."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision

    def __str__(self) -> str:
        return f"The repository holds no commit {self.revision!r}."


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a revision: its mode, the key of its bytes, and its path."""

    mode: str
    key: str
    path: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is another than before: `new` is None where it was deleted, `old` where it was
    added; of a renamed one the paths differ."""

    old: Entry | None
    new: Entry | None


@dataclass(frozen=True, slots=True)
class Commit:
    """Who made a commit, when, and the first line of what was said. A commit says of itself what it
    likes: where the author's moment is none that a calendar has, it is the committer's."""

    author: str
    authored_at: datetime
    subject: str


class GitRepository:
    """The copy of the repository at an address, below `folder`; made and fetched by `fetch`."""

    def __init__(self, address: Address, folder: Path) -> None:
        self.address = address
        name = hashlib.sha256(address.shown.encode()).hexdigest()[:20]
        self.copy = folder / f"{name}.git"

    def fetch(self, branch: str = "") -> str:
        """Fetch a branch, by default the one that HEAD names; return its commit. Raises
        GitFailed."""
        if branch and not is_branch_name(branch):
            raise GitFailed(f"{branch!r} is no name of a branch.")
        if not (self.copy / "HEAD").is_file():
            self.copy.parent.mkdir(parents=True, exist_ok=True)
            run(None, "init", "--quiet", "--bare", "--template=", "--", str(self.copy))
        self._remove_left_over()
        what = f"refs/heads/{branch}" if branch else "HEAD"
        run(
            self.copy,
            *("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"),
            *("--", self.address.url, f"+{what}:{_TIP}"),
            timeout_seconds=FETCH_SECONDS,
            protocols=self.address.protocols,
            credentials=self.address.credentials,
            watch=self._why_too_large,
        )
        return self.find(_TIP)

    def find(self, revision: str) -> str:
        """Return the full name of a commit of the copy; raises UnknownRevision."""
        wanted = f"{revision}^{{commit}}"
        try:
            found = run(self.copy, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
        except GitFailed as error:
            raise UnknownRevision(revision) from error
        return found.decode().splitlines()[-1]

    def entries(self, revision: str) -> Iterator[Entry]:
        """Yield every file of a revision."""
        for line in _parts(run(self.copy, "ls-tree", "-r", "-z", "--full-tree", revision)):
            facts, _, path = line.partition("\t")
            mode, _, key = facts.split()
            yield Entry(mode, key, path)

    def differences(self, old: str, new: str) -> Iterator[Difference]:
        """Yield what differs between two revisions. A file that is seven tenths the same under
        another name was renamed."""
        rows = iter(
            _parts(
                run(
                    self.copy,
                    *("diff-tree", "-r", "-z", "--raw", "--no-ext-diff", "--no-textconv"),
                    *("-M70%", "-l2000", "--no-abbrev", old, new),
                )
            )
        )
        for row in rows:
            old_mode, new_mode, old_key, new_key, status = row.removeprefix(":").split()
            path = next(rows)
            target = next(rows) if status[0] in "RC" else path
            before = Entry(old_mode, old_key, path) if status[0] not in "AC" else None
            yield Difference(before, Entry(new_mode, new_key, target) if status != "D" else None)

    def history(self, old: str | None, new: str) -> tuple[int, Commit]:
        """Return how many commits lie between two revisions (`old` None: all to `new`), and the
        last of them."""
        between = [new, f"^{old}"] if old else [new]
        count = int(run(self.copy, "rev-list", "--count", *between))
        said = run(self.copy, "log", "-1", f"--format={_HISTORY}", "--no-show-signature", new)
        author, *moments, subject = said.decode(errors="replace").rstrip("\n").split("\0")
        return count, Commit(author, _moment(moments), subject)

    def sizes(self, keys: Iterable[str]) -> dict[str, int]:
        """Return how many bytes each has; those that are not there are left out."""
        asked = "".join(f"{key}\n" for key in keys).encode()
        said = run(self.copy, "cat-file", "--batch-check", stdin=asked) if asked else b""
        found = {}
        for line in said.decode().splitlines():
            key, kind, *size = line.split()
            if kind == "blob":
                found[key] = int(size[0])
        return found

    @contextmanager
    def reading(self) -> Iterator["Reader"]:
        """Read the bytes of files, one after another, through one process."""
        process = start(self.copy, "cat-file", "--batch")
        try:
            yield Reader(process.stdin, process.stdout)
        finally:
            stop(process)

    def _remove_left_over(self) -> None:
        """What a fetch that was killed had received: git writes on none of it, and it would count
        towards the limit for ever. One that is under way writes to its own."""
        before = time.time() - FETCH_SECONDS
        for path in (self.copy / "objects").rglob("tmp_*"):
            try:
                if path.stat().st_mtime < before:
                    path.unlink()
            except (FileNotFoundError, IsADirectoryError, PermissionError):
                continue

    def _why_too_large(self) -> str:
        size = 0  # of packs: a fetch makes nothing else (`fetch.unpackLimit`)
        for folder, _, names in os.walk(self.copy / "objects" / "pack"):
            for name in names:
                try:
                    size += os.stat(f"{folder}/{name}").st_size
                except FileNotFoundError:
                    continue
        if size <= MAX_COPY_BYTES:
            return ""
        return f"the repository has more than {MAX_COPY_BYTES / 1024**3:.0f} GiB."


class Reader:
    """What a `git cat-file --batch` is asked and says (git-cat-file(1), "BATCH OUTPUT")."""

    def __init__(self, stdin: object, stdout: object) -> None:
        self._in = stdin
        self._out = stdout

    def read(self, key: str) -> bytes | None:
        """Return the bytes of a file; None where the repository lacks them. Raises GitFailed."""
        try:
            self._in.write(f"{key}\n".encode())
            self._in.flush()
            _, kind, *size = self._out.readline().decode().split()
            if kind == "missing":
                return None
            data = self._out.read(int(size[0]) + 1)[:-1]
        except (OSError, ValueError) as error:
            raise GitFailed("the copy of the repository is damaged.") from error
        return data if kind == "blob" else None


def is_branch_name(name: str) -> bool:
    """True if a branch can have this name (git-check-ref-format(1))."""
    try:
        run(None, "check-ref-format", f"refs/heads/{name}")
    except GitFailed:
        return False
    return True


def _moment(seconds: Iterable[str]) -> datetime:
    """The first that is a moment of a year up to 9999, in UTC; the beginning of time in git where
    none is."""
    for text in seconds:
        try:
            return datetime.fromtimestamp(int(text), UTC)
        except (ValueError, OverflowError, OSError):
            continue
    return datetime.fromtimestamp(0, UTC)


def _parts(output: bytes) -> list[str]:
    """The texts that NULs end; a name that is no UTF-8 has surrogates, as paths of the system."""
    return output.decode("utf-8", "surrogateescape").split("\0")[:-1]
