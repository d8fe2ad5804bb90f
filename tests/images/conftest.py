"""A storage of the tests' own."""

import pytest

from articles.images.image_library import take_upload
from tests.pictures import photograph


@pytest.fixture
def media(settings, tmp_path):
    """An empty folder, in which the default storage stands."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def image(db, media):
    """A photograph in the library."""
    return take_upload(photograph(), file_name="boat.jpg", alternative="A boat")[0]
