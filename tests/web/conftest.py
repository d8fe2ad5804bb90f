"""What the tests of pages share."""

import pytest
from django.core.cache import cache

from tests.web.parsing import SITE, parse


@pytest.fixture(autouse=True)
def _site(settings, db):
    settings.SITE_URL = SITE
    settings.SITE_NAME = "QuickTakes"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    # WhiteNoise warns of a folder that only collectstatic makes.
    settings.STATIC_ROOT = settings.BASE_DIR / "static"
    cache.clear()


@pytest.fixture
def get(client):
    """`get(path)` asks as an anonymous reader, expects `status` and returns the parsed page."""

    def get_page(path, *, status=200):
        response = client.get(path)
        assert response.status_code == status
        return parse(response)

    return get_page
