"""Computation of the vectors that are due, on all processors of the machine."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from articles.database.batches import batches
from articles.database.retry import again_where_it_passes
from articles.search.meaning.sentence_model import SentenceModel
from articles.search.meaning.vector_memory import pack
from articles.search.meaning.vector_table import (
    DueText,
    due_keys,
    due_of_latest_changes,
    read_texts,
    write_vectors,
)

# Two seconds of work, of which a stop loses what is not written yet.
_ARTICLES_A_BATCH = 100

Progress = Callable[[int, int], None]


def fill_due(
    model: SentenceModel, *, workers: int, progress: Progress = lambda done, total: None
) -> int:
    """Compute every vector that is due; return how many were.

    May be stopped at any time: each batch is a transaction of its own, and what is not written
    stays due. No lock is held while the model computes. `workers` threads do, for it lets the
    others run meanwhile.
    """
    return _fill(model, due_keys(model.fingerprint), workers, progress)


def fill_latest(model: SentenceModel, *, most: int) -> int:
    """Compute those that are due among the articles that changed last: for who cannot look through
    the whole library; return how many were."""
    return _fill(model, due_of_latest_changes(model.fingerprint, most), 1, lambda done, total: None)


def _fill(model: SentenceModel, keys: Sequence[int], workers: int, progress: Progress) -> int:
    done = 0
    with ThreadPoolExecutor(max_workers=workers) as threads:
        for some in batches(keys, _ARTICLES_A_BATCH):
            texts = list(read_texts(some))
            packed = threads.map(lambda text: pack(model.encode(text.text)), texts)
            _write(model.fingerprint, texts, packed)
            done += len(some)
            progress(done, len(keys))
    return done


def _write(model: int, texts: Sequence[DueText], packed: Iterable[bytes]) -> None:
    vectors = {
        text.article_id: (text.version, vector) for text, vector in zip(texts, packed, strict=True)
    }
    again_where_it_passes(lambda: write_vectors(model, vectors))
