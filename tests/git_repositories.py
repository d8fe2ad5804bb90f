"""Git repositories that tests make, a commit a call, and import from: of a test the fixtures
`repository` and `pull`."""

import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from articles.importer.git_deliveries import fetch_delivery
from articles.importer.run import Import


class Repository:
    """A bare repository in a folder; `commit` writes to its branch."""

    def __init__(self, folder: Path, branch: str = "main") -> None:
        self.folder = folder
        self.branch = branch
        subprocess.run(
            ["git", "init", "-q", "--bare", f"--initial-branch={branch}", str(folder)], check=True
        )

    def commit(self, files, message="Deliver", *, day="2025-02-17", author="Jane Roe", modes=None):
        """Commit {path: bytes, or None to delete}; return the commit. `modes` are other than a
        plain file's, by path; a submodule's bytes are a commit."""
        lines = []
        for path, data in files.items():
            mode = (modes or {}).get(path, "100644")
            if data is None:
                lines.append(f"D {path}\n".encode())
            elif mode == "160000":
                lines.append(f"M {mode} {data.decode()} {path}\n".encode())
            else:
                lines.append(f"M {mode} inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
        head = f"commit refs/heads/{self.branch}\n"
        seconds = int(datetime.fromisoformat(f"{day}T09:00:00+00:00").timestamp())
        signature = f"{author} <{author.split()[0].lower()}@example.com> {seconds} +0000"
        head += f"author {signature}\ncommitter {signature}\n"
        said = f"data {len(message.encode())}\n{message}\n"
        before = f"from refs/heads/{self.branch}^0\n" if self.tip() else ""
        stream = (head + said + before).encode() + b"".join(lines)
        self.git("fast-import", "--quiet", stdin=stream)
        return self.tip()

    def tip(self):
        return self.git("rev-parse", "--verify", "-q", self.branch, check=False).strip()

    def log(self, form="%an|%s|%b"):
        """What the newest commit says first."""
        return self.git("log", f"--format={form}", self.branch).splitlines()

    def files(self, revision=""):
        names = self.git("ls-tree", "-r", "--name-only", revision or self.branch).splitlines()
        return {name: self.show(name, revision) for name in names}

    def show(self, path, revision=""):
        wanted = f"{revision or self.branch}:{path}"
        done = subprocess.run(
            ["git", "-C", str(self.folder), "cat-file", "blob", wanted],
            capture_output=True,
            check=True,
        )
        return done.stdout

    def git(self, *arguments, stdin=b"", check=True):
        done = subprocess.run(
            ["git", "-C", str(self.folder), *arguments],
            input=stdin,
            capture_output=True,
            check=check,
        )
        return done.stdout.decode()


@pytest.fixture
def repository(settings, tmp_path):
    """A new one; the site keeps its copies in a folder of the test's own."""
    settings.VAR_DIR = tmp_path / "var"
    return Repository(tmp_path / "library.git")


@pytest.fixture
def pull(repository):
    """`pull()` imports what is new in the repository and returns the report."""

    def run(*, since="", is_complete=False, **options):
        fetched = fetch_delivery(str(repository.folder), since=since, is_complete=is_complete)
        delivery = fetched.delivery
        return Import(
            [delivery.name], git=delivery, workers=1, is_complete=is_complete, **options
        ).run()

    return run
