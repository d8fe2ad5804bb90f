"""Files of a branch that an export leaves alone: no import took over what somebody did to them."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from articles.exporter.git_branch import COMMITTER, GitBranch
from articles.importer.refused_files import refusals
from articles.models import ExportedFile, SourceFile

UNREADABLE = "could not be read when it was imported; the branch keeps it as it is"
DELETED = "was deleted in the repository; it is written again once its article is published anew"


class LeftAlone:
    """What somebody else did in a branch, as it was found, and the site has not taken over: a file
    that no import could read, and one that was deleted while its article stayed (an import
    withdraws with `--prune` alone). To write there would take their work back."""

    def __init__(self, branch: GitBranch) -> None:
        self._branch = branch
        self._refused = set(refusals().values_list("path", flat=True)) if branch.tip else set()
        self._deleted: set[str] | None = None if branch.tip else set()
        self._answers: dict[str, bool] = {}
        self._anew: set[str] = set()

    def publish_anew(self, path: str) -> None:
        """Let a deleted file be written again: its article came after the deletion."""
        self._anew.add(path)

    def why(self, path: str) -> str:
        """Return why nothing is to be done to a file; "" where it may be."""
        if path in self._refused and self._is_theirs(path):
            return UNREADABLE
        if path not in self._branch.holds and path not in self._anew and path in self._gone():
            return DELETED
        return ""

    def without(
        self, files: Iterable[tuple[str, bytes | None]]
    ) -> Iterator[tuple[str, bytes | None]]:
        """Yield the files that may be written or deleted."""
        return (file for file in files if not self.why(file[0]))

    def _is_theirs(self, path: str) -> bool:
        """Whether the bytes there are none that the site has read or written: what was refused may
        have come another way."""
        if path not in self._answers:
            self._answers[path] = path in self._branch.holds and not self._is_known(path)
        return self._answers[path]

    def _is_known(self, path: str) -> bool:
        data = self._branch.read(path)
        if data is None:
            return False
        digest = sha256(data).hexdigest()
        read = SourceFile.objects.filter(path=path, sha256=digest)
        return read.exists() or ExportedFile.objects.filter(sha256=digest).exists()

    def _gone(self) -> set[str]:
        if self._deleted is None:
            last = self._branch.last_touched()
            self._deleted = {path for path, by in last.items() if by not in {"", COMMITTER}}
        return self._deleted
