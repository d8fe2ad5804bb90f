"""The registry of kinds of background work.

The modules that hold them are named by the setting TASK_KINDS, so that any package above this one
can bring some. A kind is a function of a `Work`; it may be begun again at any moment after its
worker was killed, and must then come to the same end.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.conf import settings

from articles.tasks.work import Work


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task, in a sentence for a person, and its figures (JSON)."""

    sentence: str
    report: dict[str, Any] = field(default_factory=dict)


class TaskFailed(Exception):
    """The work cannot be done; carries the sentence for the person, and figures."""

    def __init__(self, sentence: str, report: dict[str, Any] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.report = report or {}


Function = Callable[[Work], Outcome]


@dataclass(frozen=True, slots=True)
class Kind:
    """A person may stop each half way, and what is done stays whole. `on_end` is called with the
    key of each task that has failed or was stopped without the function having a say: a worker died
    at it too often, or it never began."""

    name: str
    title: str
    function: Function
    on_end: Callable[[int], None]


_kinds: dict[str, Kind] = {}


def _do_nothing(key: int) -> None:
    return None


def kind(
    name: str, title: str, *, on_end: Callable[[int], None] = _do_nothing
) -> Callable[[Function], Function]:
    """Return a decorator that registers a kind under a name of its own."""

    def registered(function: Function) -> Function:
        _kinds[name] = Kind(name, title, function, on_end)
        return function

    return registered


def kind_of(name: str) -> Kind:
    """Return a kind; raises KeyError where this version knows none of the name."""
    _load()
    return _kinds[name]


def title_of(name: str) -> str:
    """Return what a kind is called for people, the name itself where it is not known any more."""
    _load()
    return _kinds[name].title if name in _kinds else name


def _load() -> None:
    for module in settings.TASK_KINDS:
        import_module(module)
