"""What worker processes do: count the terms of a text, sign it, choose from a packed library.

A task is what can be sent to a process; it names a folder of plain files, which the process opens
once. Each function takes one.
"""

import struct
from array import array
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from articles.core.relatedness.lists import choose_lists, offer_pages
from articles.core.relatedness.packed_library import PackedLibrary, mapped
from articles.core.relatedness.selection import Candidate
from articles.core.relatedness.signatures import make_signature, pack
from articles.core.relatedness.term_weights import Frequencies
from articles.core.relatedness.terms import count_terms

_COUNTS = "frequencies"
_MOST = 65_535


class TextTask(NamedTuple):
    question: str
    keywords: str
    plain_text: str


class SigningTask(NamedTuple):
    """`counted` is what `count_text` returned; `folder` is where frequencies were written."""

    folder: Path
    counted: bytes


class ChoosingTask(NamedTuple):
    """Places in the packed library of the folder. Frequencies lie there, too."""

    folder: Path
    places: Sequence[int]


def write_frequencies(folder: Path, frequencies: Frequencies) -> None:
    """Write them for tasks that name the folder."""
    with (folder / _COUNTS).open("wb") as file:
        array("I", [frequencies.articles]).tofile(file)
        frequencies.counts.tofile(file)


def count_text(task: TextTask) -> bytes:
    """Return the terms of a text, in four bytes each, and how often each stands there, in two."""
    counts = count_terms(*task)
    size = len(counts)
    numbers = [min(count, _MOST) for count in counts.values()]
    return struct.pack(f"<{size}I{size}H", *counts, *numbers)


def counted_terms(counted: bytes) -> tuple[int, ...]:
    """Return the terms alone of what `count_text` returned."""
    return struct.unpack_from(f"<{len(counted) // 6}I", counted)


def sign_text(task: SigningTask) -> bytes:
    """Return the packed signature of a text that was counted."""
    size = len(task.counted) // 6
    numbers = struct.unpack(f"<{size}I{size}H", task.counted)
    counts = dict(zip(numbers[:size], numbers[size:], strict=True))
    return pack(make_signature(counts, _frequencies(task.folder)))


def choose_from_packed(task: ChoosingTask) -> dict[int, list[Candidate]]:
    """`choose_lists` of a packed library."""
    return _choose(choose_lists, task)


def offer_from_packed(task: ChoosingTask) -> dict[int, list[Candidate]]:
    """`offer_pages` of a packed library."""
    return _choose(offer_pages, task)


def forget_folders() -> None:
    """Close what this process opened of folders, so that they can be removed."""
    _library.cache_clear()
    _frequencies.cache_clear()


def _choose(choosing: Callable, task: ChoosingTask) -> dict[int, list[Candidate]]:
    return choosing(_library(task.folder), task.places, _frequencies(task.folder))


@lru_cache(maxsize=1)
def _library(folder: Path) -> PackedLibrary:
    return PackedLibrary(folder)


@lru_cache(maxsize=1)
def _frequencies(folder: Path) -> Frequencies:
    numbers = mapped(folder / _COUNTS, "I")
    return Frequencies(numbers[0], numbers[1:])
