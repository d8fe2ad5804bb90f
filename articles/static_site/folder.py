"""The folder that a web server serves: each file is replaced as a whole, or stays.

Files are written beside the folder and renamed into it, so that nobody can ask for half of one, and
a killed run leaves at most some in `.parts`, which the next one removes.
"""

import os
import shutil
import time
from pathlib import Path


class Folder:
    """`root` with `public/`, what is served, and the rest, what is not."""

    def __init__(self, root: Path) -> None:
        self.public = root / "public"
        self._parts = root / ".parts"

    def prepare(self) -> None:
        """Make what is missing, and remove what a killed run has left; no other may be running."""
        shutil.rmtree(self._parts, ignore_errors=True)
        self._parts.mkdir(parents=True)
        self.public.mkdir(exist_ok=True)

    def put(self, file: str, body: bytes, packed: bytes | None, changed_at: float | None) -> None:
        """Write a file and its gzipped twin, or none where it is not worth having.

        The time of a file is the answer's Last-Modified, or now: web servers make theirs from it,
        and with the size the ETag. Other bytes are at least a second younger than those before. An
        equal file is left alone.
        """
        target = self.public / file
        before = _stat(target)
        is_same = before is not None and before.st_size == len(body) and target.read_bytes() == body
        if is_same:
            moment = before.st_mtime if changed_at is None else changed_at
        else:
            moment = time.time() // 1 if changed_at is None else changed_at
            if before is not None:
                moment = max(moment, before.st_mtime // 1 + 1)
        twin = target.with_name(f"{target.name}.gz")
        if packed is None:
            twin.unlink(missing_ok=True)
        elif not is_same or not twin.exists():
            self._write(twin, packed, moment)
        elif moment != before.st_mtime:
            os.utime(twin, (moment, moment))
        if not is_same:
            self._write(target, body, moment)
        elif moment != before.st_mtime:
            os.utime(target, (moment, moment))

    def copy(self, source: Path, file: str) -> None:
        """Copy a file with its time, where it is another."""
        target, wanted = self.public / file, source.stat()
        there = _stat(target)
        if there and (there.st_size, there.st_mtime) == (wanted.st_size, wanted.st_mtime):
            return
        self._write(target, source.read_bytes(), wanted.st_mtime)

    def remove(self, file: str) -> None:
        """Remove a file and its twin, and folders that become empty."""
        target = self.public / file
        target.unlink(missing_ok=True)
        target.with_name(f"{target.name}.gz").unlink(missing_ok=True)
        for folder in target.parents:
            if folder == self.public or not folder.exists() or any(folder.iterdir()):
                break
            folder.rmdir()

    def _write(self, target: Path, data: bytes, moment: float) -> None:
        part = self._parts / f"{os.getpid()}"
        part.write_bytes(data)
        os.utime(part, (moment, moment))
        try:
            part.replace(target)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            part.replace(target)


def write_text(file: Path, text: str) -> bool:
    """Write a text as a whole, where it is another; return whether it was."""
    if file.exists() and file.read_text() == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    part.write_text(text)
    part.replace(file)
    return True


def _stat(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except FileNotFoundError:
        return None
