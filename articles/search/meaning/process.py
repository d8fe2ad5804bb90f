"""The one search by meaning of a process, made when it is first wanted."""

import logging
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING

from django.conf import settings

from articles.search.meaning.model_folder import UnusableModel, read_model_folder
from articles.search.meaning.vector_table import due_keys, make_all_due

if TYPE_CHECKING:
    from articles.search.meaning.vector_search import VectorSearch

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]

_lock = Lock()
_made: "dict[Path, VectorSearch | None]" = {}


def of_this_process() -> "VectorSearch | None":
    """Return the search by meaning; None without SEARCH_MODEL, and where the model cannot be used,
    which is logged once: the search then goes on by words."""
    folder = settings.SEARCH_MODEL
    if folder is None:
        return None
    with _lock:
        if folder not in _made:
            _made[folder] = _make(folder)
        return _made[folder]


def fill(
    *, workers: int, is_all: bool = False, progress: Progress = lambda done, total: None
) -> int:
    """Compute every vector that is due, or all anew; return how many were. Raises UnusableModel
    where there is no model."""
    if settings.SEARCH_MODEL is None:
        raise UnusableModel("it is not set.")
    model = _load(settings.SEARCH_MODEL).model
    if is_all:
        make_all_due()
    return _import("vector_filling").fill_due(model, workers=workers, progress=progress)


def fill_latest(*, most: int) -> int:
    """Compute the vectors that are due among the `most` articles that changed last, so that a save
    is found by its meaning at once; return how many were, 0 without a model."""
    search = of_this_process()
    return _import("vector_filling").fill_latest(search.model, most=most) if search else 0


def count_due() -> int:
    """Return how many articles wait for their vector; 0 without a model."""
    search = of_this_process()
    return len(due_keys(search.model.fingerprint)) if search else 0


def forget() -> None:
    """Let the process begin anew: for tests, whose databases come and go."""
    with _lock:
        _made.clear()


def _make(folder: Path) -> "VectorSearch | None":
    try:
        return _load(folder)
    except UnusableModel as error:
        logger.error("SEARCH_MODEL: %s The search goes on by words alone.", error)
        return None


def _load(folder: Path) -> "VectorSearch":
    # First whether the packages are there, then what imports them.
    found = read_model_folder(folder)
    return _import("vector_search").VectorSearch(found)


def _import(name: str) -> ModuleType:
    """A module by its name: what it imports is installed only where somebody wants it."""
    return import_module(f"articles.search.meaning.{name}")
