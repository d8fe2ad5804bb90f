"""Work spread over processes."""

import time

import pytest

from articles.core.worker_pool import CHUNK_ITEMS, WINDOW_CHUNKS, spread
from tests.core.pool_work import crashed, die_at_33, double, raise_at_33, unsendable_at_33


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 250, 1234])
def test_results_come_in_the_order_of_the_items(workers, count):
    results = spread(double, range(count), workers=workers, crashed=crashed)
    assert list(results) == [number * 2 for number in range(count)]


def test_an_item_that_kills_its_process_harms_no_other(monkeypatch):
    monkeypatch.setattr("articles.core.worker_pool.CHUNK_ITEMS", 4)
    results = list(spread(die_at_33, range(60), workers=2, crashed=crashed))
    assert results[33] == "crashed at 33"
    assert results[:33] + results[34:] == [number for number in range(60) if number != 33]


def test_items_are_taken_only_as_results_are_used():
    taken = []
    items = (taken.append(number) or number for number in range(100_000))
    results = spread(double, items, workers=2, crashed=crashed)
    next(results)
    time.sleep(0.2)
    assert len(taken) <= CHUNK_ITEMS * WINDOW_CHUNKS
    results.close()


@pytest.mark.parametrize("workers", [1, 2])
def test_an_item_that_raises_harms_no_other(monkeypatch, workers):
    monkeypatch.setattr("articles.core.worker_pool.CHUNK_ITEMS", 4)
    results = list(spread(raise_at_33, range(60), workers=workers, crashed=crashed))
    assert results[33] == "crashed at 33"
    assert results[:33] + results[34:] == [number for number in range(60) if number != 33]


def test_a_result_that_cannot_be_sent_harms_no_other(monkeypatch):
    monkeypatch.setattr("articles.core.worker_pool.CHUNK_ITEMS", 4)
    results = list(spread(unsendable_at_33, range(60), workers=2, crashed=crashed))
    assert results[33] == "crashed at 33"
    assert results[:33] + results[34:] == [number for number in range(60) if number != 33]
