"""What a process could not write is in a file, which one later process takes up."""

import pytest

from articles.audience import leftovers


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "leftovers"


def test_what_is_kept_is_taken_once():
    assert leftovers.keep("votes", [[1, "a"], [2, "ü"]])
    assert leftovers.keep("views", [[3]])
    assert leftovers.take("votes") == [[1, "a"], [2, "ü"]]
    assert leftovers.take("votes") == []
    assert leftovers.take("views") == [[3]]


def test_nobody_else_may_read_it(folder):
    leftovers.keep("votes", [1])
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_is_told_and_stops_nothing(folder, caplog):
    leftovers.keep("votes", [1])
    (folder / "votes-0.json").write_text("[1, ")
    assert leftovers.take("votes") == [1]
    assert "not taken up" in caplog.text


def test_what_finds_no_room_is_told(settings, tmp_path, caplog):
    (tmp_path / "file").write_text("in the way of the folder")
    settings.VAR_DIR = tmp_path / "file"
    assert not leftovers.keep("votes", [1, 2])
    assert "2 votes are lost" in caplog.text
