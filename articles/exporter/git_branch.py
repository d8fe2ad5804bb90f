"""Branch of a git repository that an export writes: its tip, what it holds, and new commits by
git-fast-import(1)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from articles.core.git.program import GitFailed, explain, run, start, stop
from articles.exporter.destination import UnusableTarget

COMMITTER = "qtsite"
TRAILER = "Site-Change"
_TIP_FACTS = f"%H%x00%cn%x00%an%x00%(trailers:key={TRAILER},valueonly,separator=%x2C)"
_LAST_WORDS_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Signature:
    """Who, and when."""

    name: str
    email: str
    moment: datetime

    def line(self) -> str:
        return f"{self.name} <{self.email}> {int(self.moment.timestamp())} +0000"


@dataclass(frozen=True, slots=True)
class Tip:
    """The newest commit of a branch; `change` is what its trailer says, "" where an export did not
    make it."""

    commit: str
    author: str
    change: str


class GitBranch:
    """A branch of the repository at `path`, which is made, bare, where it is missing. A context
    manager: what was committed is there when it ends without an exception, and up to the last
    `keep` where it does not. Raises UnusableTarget."""

    def __init__(self, path: str, branch: str) -> None:
        self.path = path
        self.branch = branch
        self.ref = f"refs/heads/{branch}"
        self._stream = None
        try:
            run(None, "check-ref-format", self.ref)
        except GitFailed as error:
            raise UnusableTarget(path, f"{branch!r} is no name of a branch") from error
        self.folder = self._opened()
        self._refuse_checked_out()
        self._hash = self._git("rev-parse", "--show-object-format").decode().strip()
        self.tip = self._read_tip(self.ref)
        self._found = self.tip.commit if self.tip else None
        self.holds = self._read_tree() if self.tip else {}

    def last_change(self) -> str:
        """Return what the trailer of the newest commit says that an export made; "" where none
        is behind the tip."""
        if self.tip is None or self.tip.change:
            return self.tip.change if self.tip else ""
        found = self._git(
            *("rev-list", "-1", f"--committer=^{COMMITTER} <", f"--grep=^{TRAILER}: "),
            self.tip.commit,
        )
        commit = found.decode().strip()
        tip = self._read_tip(commit) if commit else None
        return tip.change if tip else ""

    def has(self, commit: str) -> bool:
        """Return whether a commit is the tip or behind it."""
        if self.tip is None:
            return False
        try:
            run(self.folder, "merge-base", "--is-ancestor", commit, self.tip.commit)
        except GitFailed:
            return False
        return True

    def last_touched(self) -> dict[str, str]:
        """Return {path: who committed its deletion} of every file that was ever there; "" where it
        was not deleted since it came."""
        if self._found is None:
            return {}
        said = self._git(
            *("log", "--topo-order", "--no-renames", "--diff-filter=AD", "--name-status"),
            *("--format=%x01%cn", self._found),
        )
        found: dict[str, str] = {}
        committer = ""
        for line in said.decode("utf-8", "surrogateescape").split("\n"):
            if line.startswith("\x01"):
                committer = line[1:]
            elif line:
                status, _, path = line.partition("\t")
                found.setdefault(path, committer if status == "D" else "")
        return found

    def __enter__(self) -> Self:
        try:
            # With "done": a stream that breaks off is an error, and not the end of a half commit.
            self._stream = start(self.folder, "fast-import", "--quiet", "--done")
        except GitFailed as error:
            raise UnusableTarget(self.path, str(error).rstrip(".")) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType
    ) -> None:
        try:
            if kind is None:
                self._write(b"done\n")
                self._stream.stdin.close()
                if self._stream.wait(_LAST_WORDS_SECONDS):
                    raise self._failure()
        finally:
            stop(self._stream)

    def commit(
        self,
        author: Signature,
        committer: Signature,
        message: str,
        files: Iterable[tuple[str, bytes | None]],
    ) -> bool:
        """Commit files by their paths (None: deleted); return whether any of them is another than
        before. Without one there is no commit."""
        head = f"commit {self.ref}\nauthor {author.line()}\ncommitter {committer.line()}\n"
        is_begun = False
        for path, data in files:
            key = None if data is None else self._key(data)
            if self.holds.get(path) == key:
                continue
            if not is_begun:
                self._write(head.encode() + _data(message.encode()))
                if self.tip:
                    self._write(f"from {self.tip.commit}\n".encode())
                    self.tip = None  # what follows stands upon what was just written
                is_begun = True
            if data is None:
                del self.holds[path]
                self._write(f"D {path}\n".encode())
            else:
                self.holds[path] = key
                self._write(f"M 100644 inline {path}\n".encode() + _data(data))
        return is_begun

    def would_change(self, path: str, data: bytes) -> bool:
        """Return whether these bytes are others than the branch has there."""
        return self.holds.get(path) != self._key(data)

    def keep(self) -> None:
        """Let what was committed be there, whatever happens from here on."""
        self._write(b"checkpoint\n\nprogress kept\n\n")
        if not self._stream.stdout.readline():
            raise self._failure()

    def read(self, path: str) -> bytes | None:
        """Return a plain file of the branch as it was found; None where there is none."""
        key = self.holds.get(path)
        # What is no plain file has its mode before the key.
        return self._git("cat-file", "blob", key) if key and " " not in key else None

    def _opened(self) -> Path:
        folder = Path(self.path).resolve()
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            self._made(folder)
        inner = folder / ".git"
        found = inner if inner.is_dir() else folder
        if not (found / "HEAD").is_file():
            raise UnusableTarget(self.path, "is no git repository, and not empty either")
        return found

    def _made(self, folder: Path) -> None:
        first = f"--initial-branch={self.branch}"
        try:
            run(None, "init", "--quiet", "--bare", "--template=", first, "--", str(folder))
        except GitFailed as error:
            raise UnusableTarget(self.path, str(error).rstrip(".")) from error

    def _refuse_checked_out(self) -> None:
        """A branch that moved under the files of a work tree would look as if they had all been
        changed back."""
        said = self._git("worktree", "list", "--porcelain").decode(errors="replace")
        if f"branch {self.ref}" in said.splitlines():
            raise UnusableTarget(
                self.path,
                f"its branch {self.branch!r} is checked out there: name another with --branch, and"
                " merge it, or export into a bare repository",
            )

    def _read_tip(self, name: str) -> Tip | None:
        try:
            commit = run(self.folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        except GitFailed:
            return None
        said = self._git("log", "-1", f"--format={_TIP_FACTS}", commit.decode().strip())
        key, committer, author, change = said.decode(errors="replace").rstrip("\n").split("\0")
        return Tip(key, author, change.strip() if committer == COMMITTER else "")

    def _read_tree(self) -> dict[str, str]:
        """{path: the key of its bytes}; what is no plain file has none that bytes could have."""
        found = {}
        for line in self._git("ls-tree", "-r", "-z", "--full-tree", self.tip.commit).split(b"\0"):
            if line:
                facts, _, path = line.decode("utf-8", "surrogateescape").partition("\t")
                mode, _, key = facts.split()
                found[path] = key if mode == "100644" else f"{mode} {key}"
        return found

    def _key(self, data: bytes) -> str:
        """The name of bytes in git (gitformat-pack(5), "object name")."""
        digest = hashlib.new(self._hash, usedforsecurity=False)
        digest.update(b"blob %d\0" % len(data))
        digest.update(data)
        return digest.hexdigest()

    def _git(self, *arguments: str) -> bytes:
        try:
            return run(self.folder, *arguments)
        except GitFailed as error:
            raise UnusableTarget(self.path, str(error).rstrip(".")) from error

    def _write(self, data: bytes) -> None:
        try:
            self._stream.stdin.write(data)
            self._stream.stdin.flush()
        except OSError as error:
            raise self._failure() from error

    def _failure(self) -> UnusableTarget:
        words = self._stream.stderr.read()
        if b"does not contain" in words or b"cannot lock ref" in words:
            reason = f"somebody else has written to its branch {self.branch!r} meanwhile"
        else:
            reason = explain(words).rstrip(".")
        return UnusableTarget(self.path, reason)


def _data(data: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(data), data)
