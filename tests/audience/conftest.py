"""What the tests of readers' numbers share."""

import pytest

from articles.audience import unknown, views


@pytest.fixture(autouse=True)
def _nothing_waits():
    """Each test begins and ends with nothing in memory."""
    views.waiting.forget()
    unknown.waiting.forget()
    yield
    views.waiting.forget()
    unknown.waiting.forget()
