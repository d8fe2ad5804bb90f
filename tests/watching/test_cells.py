"""Numbers of processes: added up, taken over from the dead, another version's left out."""

import os
from array import array

from django.urls import get_resolver

from articles.watching.cells import (
    LENGTH,
    MADE,
    STORED,
    Cells,
    number_of_kind,
    requests_in,
    statements_in,
)
from articles.watching.page_kinds import KIND_OF_NAME, KINDS
from qtsite.shared_memory import PART_BYTES, SharedMemory

ARTICLE = number_of_kind("article")


def counted_by_a_process(memory, times):
    """A process that claims a part, counts, and ends without a word."""
    child = os.fork()
    if child == 0:
        try:
            cells = Cells(memory.claim(), memory.all)
            for _ in range(times):
                cells.add_request(ARTICLE, STORED, 200, 0.001)
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def number_of_requests(memory):
    total = Cells(memory.claim(), memory.all).total()
    return sum(requests_in(total, "article", "stored", "2xx")[0])


def test_the_numbers_of_dead_processes_are_kept():
    """As many processes as a server of one worker has in a day of reloads: each takes the part of
    one that ended, and goes on with its numbers."""
    memory = SharedMemory(4)
    for _ in range(6):
        counted_by_a_process(memory, 50)
    assert number_of_requests(memory) == 300


def test_processes_that_live_at_once_have_parts_of_their_own():
    memory = SharedMemory(2)
    assert memory.claim() is not None
    child = os.fork()
    if child == 0:
        memory.claim()[1] = 7.0
        os._exit(0)
    os.waitpid(child, 0)
    assert [part[1] for part in memory.all()] == [0.0, 7.0]


def test_another_version_s_numbers_are_not_added():
    old, new = array("d", [1.0]) * LENGTH, array("d", bytes(8 * LENGTH))
    cells = Cells(new, lambda: [old, new])
    cells.add_request(ARTICLE, MADE, 404, 0.2)
    counts, seconds = requests_in(cells.total(), "article", "made", "4xx")
    assert (sum(counts), seconds) == (1, 0.2)
    assert sum(requests_in(cells.total(), "home", "stored", "2xx")[0]) == 0


def test_a_row_that_another_version_wrote_begins_anew():
    row = array("d", [1.0]) * LENGTH
    assert sum(requests_in(Cells(row).total(), "home", "stored", "2xx")[0]) == 0


def test_no_number_touches_another():
    """Every cell of the plan once: what is read back is what was put in."""
    row = array("d", bytes(8 * LENGTH))
    cells = Cells(row)
    for number, kind in enumerate(KINDS):
        for source in (STORED, MADE):
            for status in (200, 304, 404, 503):
                cells.add_request(number, source, status, 0.001 * (number + 1))
        cells.add_statement(number, 0.5, is_slow=True, failed=False)
        total = cells.total()
        for source in ("stored", "made"):
            for status in ("2xx", "3xx", "4xx", "5xx"):
                counts, seconds = requests_in(total, kind, source, status)
                assert (sum(counts), round(seconds, 6)) == (1, round(0.001 * (number + 1), 6))
        assert statements_in(total, kind) == {"number": 1, "seconds": 0.5, "slow": 1, "failed": 0}
    assert LENGTH * 8 <= PART_BYTES


def test_a_kind_is_named_for_addresses_that_there_are():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert set(KIND_OF_NAME) <= names
