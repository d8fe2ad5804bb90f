"""What the tests of search by meaning share."""

import pytest

from articles.search.meaning import process
from tests.search.meaning.tiny_model import write_model


@pytest.fixture
def model_folder(tmp_path):
    """The folder of the tiny model."""
    return write_model(tmp_path / "model")


@pytest.fixture
def with_model(settings, model_folder):
    """A site that searches by the tiny model; what the process keeps goes with the test."""
    settings.SEARCH_MODEL = model_folder
    process.forget()
    yield model_folder
    process.forget()


@pytest.fixture
def without_model(settings):
    settings.SEARCH_MODEL = None
    process.forget()
