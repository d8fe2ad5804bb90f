"""What the tests of readers' numbers share."""

import pytest

from articles.audience import search_counts, search_notes, unknown_addresses, views


@pytest.fixture(autouse=True)
def _nothing_waits():
    """Each test begins and ends with nothing in memory."""
    views.waiting.forget()
    unknown_addresses.waiting.forget()
    search_counts.waiting.forget()
    search_notes.forget()
    yield
    views.waiting.forget()
    unknown_addresses.waiting.forget()
    search_counts.waiting.forget()
    search_notes.forget()
