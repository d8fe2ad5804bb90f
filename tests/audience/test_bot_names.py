"""Programs are told from browsers by the names that they give themselves."""

import pytest

from articles.audience.bot_names import is_bot
from tests.audience.agents import PROGRAMS, READERS


@pytest.mark.parametrize("name", READERS)
def test_a_browser_is_no_bot(name):
    assert not is_bot(name)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_is_a_bot(name):
    assert is_bot(name)
