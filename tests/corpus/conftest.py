"""The publisher's real files, for tests marked `corpus`; without them those tests are skipped.

The variable CORPUS names their folder (`<subject>/<slug>.md`); else `../shared/corpus` beside the
checkout is unpacked into a temporary folder, once a session.
"""

import os
import tarfile
from pathlib import Path

import pytest

from articles.source import SourceDocument, read_document

ARCHIVE = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "articles.tar.xz"


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory) -> Path:
    """The folder that holds the subjects' folders."""
    named = os.environ.get("CORPUS")
    if named:
        if not Path(named).is_dir():
            pytest.fail(f"CORPUS names no folder: {named}")
        return Path(named)
    if not ARCHIVE.is_file():
        pytest.skip("the publisher's files are not here (set CORPUS)")
    folder = tmp_path_factory.mktemp("corpus")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="session")
def corpus_files(corpus_folder) -> list[Path]:
    """Every article file, sorted; `path.parent.parent` is the corpus's folder."""
    files = sorted(corpus_folder.rglob("*.md"))
    assert files
    return files


@pytest.fixture(scope="session")
def corpus_documents(corpus_files) -> dict[str, SourceDocument]:
    """Every file, read: {"physics/what-is-heat.md": document}."""
    documents = {}
    for file in corpus_files:
        path = f"{file.parent.name}/{file.name}"
        documents[path] = read_document(file.read_bytes(), path=path)
    return documents
