"""Vectors in memory: packed, compared exactly, replaced. Pure, but for numpy."""

import pytest

from tests.search.meaning.tiny_model import ARE_PACKAGES_THERE, needs_model_packages

if ARE_PACKAGES_THERE:
    import numpy as np

    from articles.search.meaning.vector_memory import (
        NO_VECTORS,
        Vectors,
        best_places,
        pack,
        unpack,
    )

pytestmark = needs_model_packages


def directions(count, dimensions=48, seed=7):
    """Vectors of length 1."""
    found = np.random.default_rng(seed).standard_normal((count, dimensions)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def stored(vectors, first=1):
    return Vectors.of((first + place, pack(vector)) for place, vector in enumerate(vectors))


def test_a_vector_is_a_byte_a_dimension():
    packed = pack(np.array([0.5, -0.25, 0.0], dtype=np.float32))
    assert len(packed) == 3
    assert unpack([packed]).tolist() == [[127, -64, 0]]


def test_a_vector_of_noughts_is_like_nothing():
    nothing = Vectors.of([(1, pack(np.zeros(4, dtype=np.float32)))])
    assert nothing.cosines(np.array([1, 0, 0, 0], dtype=np.float32)).tolist() == [0.0]


@pytest.mark.parametrize("count", [1, 511, 512, 513, 1300])
def test_all_are_compared_whatever_the_size_of_a_block(count):
    vectors = directions(count)
    found = stored(vectors).cosines(vectors[count // 2])
    assert found.shape == (count,)
    assert np.abs(found - vectors @ vectors[count // 2]).max() < 0.02
    assert int(found.argmax()) == count // 2


def test_vectors_stand_in_the_order_of_their_keys():
    one, other = directions(2)
    found = Vectors.of([(9, pack(one)), (4, pack(other))])
    assert found.keys.tolist() == [4, 9]
    assert found.cosines(one)[1] > 0.99


def test_changed_vectors_take_the_place_of_the_old():
    vectors = directions(5)
    before = stored(vectors[:3])
    after = before.replaced_by(Vectors.of([(2, pack(vectors[3])), (7, pack(vectors[4]))]))
    assert after.keys.tolist() == [1, 2, 3, 7]
    assert after.cosines(vectors[3])[1] > 0.99
    assert after.cosines(vectors[4])[3] > 0.99
    # A thread that compares meanwhile sees what it saw.
    assert before.keys.tolist() == [1, 2, 3]
    assert before.cosines(vectors[1])[1] > 0.99


def test_none_can_be_replaced_and_compared():
    assert len(NO_VECTORS.replaced_by(stored(directions(2)))) == 2
    assert NO_VECTORS.cosines(directions(1)[0]).tolist() == []
    assert [part.tolist() for part in NO_VECTORS.places_of([1, 2])] == [[], []]


def test_places_of_those_that_have_one():
    keys, places = stored(directions(4), first=10).places_of([13, 5, 10, 99])
    assert (keys.tolist(), places.tolist()) == ([13, 10], [3, 0])


@pytest.mark.parametrize("count", [0, 1, 3, 8, 50])
def test_the_best_are_those_that_sorting_gives(count):
    values = np.random.default_rng(3).permutation(8).astype(np.float32)
    assert best_places(values, count).tolist() == np.argsort(-values).tolist()[:count]
