"""The publisher's real files, for tests marked `corpus`; without them those tests are skipped.

The variables CORPUS (of `<subject>/<slug>.md`) and DELIVERIES (of `<date>/<subject>/…`) name the
folders; else `../shared/corpus` beside the checkout is unpacked, once a session.
"""

import os
import tarfile
from pathlib import Path

import pytest

from articles.core.source import SourceDocument, read_document

ARCHIVES = Path(__file__).resolve().parents[3] / "shared" / "corpus"


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory) -> Path:
    """The folder that holds the subjects' folders."""
    return _find("CORPUS", "articles.tar.xz", tmp_path_factory)


@pytest.fixture(scope="session")
def delivery_folder(tmp_path_factory) -> Path:
    """The folder that holds the real deliveries, a folder a date."""
    return _find("DELIVERIES", "deliveries.tar.xz", tmp_path_factory)


def _find(variable: str, archive_name: str, tmp_path_factory) -> Path:
    named = os.environ.get(variable)
    if named:
        if not Path(named).is_dir():
            pytest.fail(f"{variable} names no folder: {named}")
        return Path(named)
    archive_path = ARCHIVES / archive_name
    if not archive_path.is_file():
        pytest.skip(f"the publisher's files are not here (set {variable})")
    folder = tmp_path_factory.mktemp("corpus")
    with tarfile.open(archive_path) as archive:
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
