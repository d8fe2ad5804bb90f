"""The site with a provider that says what a test wants."""

import pytest

from articles.accounts.openid_connect.provider import forget_provider
from tests.accounts.openid_connect.made_provider import CLIENT, SECRET, made_provider


@pytest.fixture(scope="session")
def listening():
    with made_provider() as provider:
        yield provider


@pytest.fixture
def made(listening, settings):
    """The provider, as good as it is by itself."""
    listening.reset()
    settings.OIDC_ISSUER = listening.issuer
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
    settings.OIDC_NAME = "Example Login"
    forget_provider()
    return listening
