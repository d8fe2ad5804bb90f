"""Signs of vectors: which are likely the nearest, and their replacement. Pure, but for numpy."""

import pytest

from tests.search.meaning.tiny_model import ARE_PACKAGES_THERE, needs_model_packages

if ARE_PACKAGES_THERE:
    import numpy as np

    from articles.search.meaning.vector_memory import Vectors, best_places, pack
    from articles.search.meaning.vector_signs import Signs

pytestmark = needs_model_packages


def directions(count, dimensions, seed=7):
    """Vectors of length 1."""
    found = np.random.default_rng(seed).standard_normal((count, dimensions)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def stored(vectors, keys):
    return Vectors.of(zip(keys, map(pack, vectors), strict=True))


# Of a word and a half, of whole words; fewer than a block, a block, and one more.
@pytest.mark.parametrize(
    ("count", "dimensions"), [(1, 96), (2_000, 96), (16_384, 128), (16_385, 128)]
)
def test_a_vector_is_nearest_to_itself(count, dimensions):
    vectors = directions(count, dimensions)
    signs = Signs.of(stored(vectors, range(10, 10 + count)))
    assert signs.likely_nearest(vectors[-1], 1) == [10 + count - 1]


def test_the_nearest_are_among_the_likely_ones():
    vectors = directions(4_000, 384)
    query = vectors[5] + vectors[6] + vectors[7]
    signs = Signs.of(stored(vectors, range(4_000)))
    likely = signs.likely_nearest(query, 200)
    assert len(likely) == 200
    assert {5, 6, 7} <= set(best_places(vectors @ query, 5).tolist()) & set(likely)


def test_all_are_likely_where_more_are_asked_for_than_there_are():
    signs = Signs.of(stored(directions(3, 64), [3, 5, 8]))
    assert signs.likely_nearest(directions(1, 64)[0], 9) == [3, 5, 8]


@pytest.mark.parametrize("keys", [[5], [4], [1, 9], [3, 5, 6, 8], [9, 10], [1, 2]])
def test_changed_ones_take_the_place_of_the_old(keys):
    vectors = directions(9, 96)
    old, new = (
        dict(zip([3, 5, 8], vectors, strict=False)),
        dict(zip(keys, vectors[3:], strict=False)),
    )
    before = Signs.of(stored(old.values(), old))
    after = before.replaced_by(stored(new.values(), new))
    together = old | new
    assert after.keys.tolist() == sorted(together)
    for key, vector in together.items():
        assert after.likely_nearest(vector, 1) == [key]
    # A thread that compares meanwhile sees what it saw.
    assert before.keys.tolist() == [3, 5, 8]
    assert before.likely_nearest(vectors[1], 1) == [5]
