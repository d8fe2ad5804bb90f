"""The registry of checks: each a small function that yields what it finds wrong.

    @check("clock", "The clock")
    def clock_is_right() -> Iterator[Problem]:
        if …:
            yield error("The clock is an hour late.", mend="Turn on NTP.")

A check that finds nothing yields nothing. It may raise: then it could not be made, which is a
problem of its own. The modules that hold checks are named by the setting DOCTOR_CHECKS, so that any
package can bring some.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from importlib import import_module

from django.conf import settings
from django.db import Error

logger = logging.getLogger(__name__)


class Level(IntEnum):
    """How bad it is."""

    FINE = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in a sentence, and in another what to do."""

    level: Level
    sentence: str
    mend: str


Function = Callable[[], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Check:
    """`is_for_readiness`: cheap enough to be asked every few seconds, and telling whether this
    process can answer readers. `asks_database`: vain while the database does not answer."""

    name: str
    title: str
    function: Function
    is_for_readiness: bool
    asks_database: bool


@dataclass(frozen=True, slots=True)
class Examined:
    """A check and what it found."""

    check: Check
    problems: tuple[Problem, ...]

    @property
    def level(self) -> Level:
        return max((problem.level for problem in self.problems), default=Level.FINE)


# Whether the database answers is looked at first.
DATABASE = "database"
_checks: dict[str, Check] = {}


def check(
    name: str, title: str, *, is_for_readiness: bool = False, asks_database: bool = False
) -> Callable[[Function], Function]:
    """Return a decorator that registers a check under a name of its own."""

    def registered(function: Function) -> Function:
        _checks[name] = Check(name, title, function, is_for_readiness, asks_database)
        return function

    return registered


def error(sentence: str, *, mend: str) -> Problem:
    """Something does not work, or will be lost."""
    return Problem(Level.ERROR, sentence, mend)


def warning(sentence: str, *, mend: str) -> Problem:
    """Something works worse than it could, or will not for long."""
    return Problem(Level.WARNING, sentence, mend)


def all_checks() -> list[Check]:
    """Return every check, that of the database first."""
    for module in settings.DOCTOR_CHECKS:
        import_module(module)
    return sorted(_checks.values(), key=lambda one: one.name != DATABASE)


def examine(names: Iterable[str] = ()) -> Iterator[Examined]:
    """Make the checks of these names, or all, one after the other."""
    wanted = set(names)
    is_down = False
    for one in all_checks():
        if wanted and one.name not in wanted:
            continue
        if is_down and one.asks_database:
            continue
        examined = made(one)
        is_down = is_down or (one.name == DATABASE and examined.level == Level.ERROR)
        yield examined


def made(one: Check) -> Examined:
    """Make a check. What it raises is a problem, and written down."""
    try:
        return Examined(one, tuple(one.function()))
    except Error as failure:
        reason = f"The database refused: {failure}"
        return Examined(one, (error(reason, mend="See the line on the database."),))
    except Exception as failure:
        logger.exception("the check %s failed", one.name)
        reason = f"This could not be looked at: {type(failure).__name__}: {failure}"
        return Examined(one, (error(reason, mend="The log says more."),))
