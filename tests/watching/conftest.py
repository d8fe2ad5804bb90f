"""A process that counts."""

import pytest

from articles.watching import counting

TOKEN = "a token that nobody guesses"


@pytest.fixture
def counted(settings, monkeypatch):
    """Counts of this test alone, which whoever has TOKEN may read."""
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr(counting, "_cells", None)
    return counting.current_cells()
