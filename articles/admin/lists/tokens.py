"""Tokens: what a list can be narrowed by, each one declaration.

    ChoiceToken(
        name="status",
        label="Status",
        choices=lambda request: dict(Status.choices),
        condition=lambda values, request: by_column(Article, "status", "in", values),
    )

in a list's `tokens` is a filter of it: in the bar, in the address (`?status=draft`, several times
for several values), in what is saved, in "Select all". Its value is read here, strictly: what
cannot be read is refused in a sentence, and the list shows nothing until it is mended.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from articles.admin.lists.conditions import Condition

_MOST_DIGITS = 12
_LONGEST_TEXT = 200
Sent = Mapping[str, Sequence[str]]


class Refused(ValueError):
    """A value that is none of the token's; its text is a sentence for the page."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A token as the bar prints it; without the `sent` pairs of the address it is gone. `instead`
    are pairs that take their place: what a list shows by itself is only removed so."""

    label: str
    words: str
    sent: tuple[tuple[str, str], ...]
    instead: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A token with what was chosen of it."""

    token: "Token"
    condition: Condition | None
    chips: tuple[Chip, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the bar's form. `kind`: select, number, date or text."""

    name: str
    kind: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Token:
    """`name` is its parameter in the address, `aliases` are others that links of old have."""

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    help: str = ""
    takes_several = False

    def parameters(self) -> Sequence[str]:
        """Return the names by which it stands in an address, each with what the bar writes."""
        return (self.name,)

    def read(self, request: HttpRequest, sent: Sent) -> Chosen | None:
        """Return what was chosen, None where nothing was. Raises Refused."""
        raise NotImplementedError

    def boxes(self, request: HttpRequest, sent: Sent) -> Sequence[Box]:
        """Return its boxes in the form, filled in where one value replaces another."""
        raise NotImplementedError

    def refuse(self, text: str, why: str) -> Refused:
        """Return the refusal of a value."""
        shown = text if len(text) <= 40 else f"{text[:40]}…"
        return Refused(f"“{self.label}” does not know “{shown}”: {why}")


@dataclass(frozen=True, kw_only=True)
class ChoiceToken(Token):
    """One of some values, or several, any of which a row may have.

    `choices` returns {value: words} of those that are offered, in order. `known` returns the words
    of a value that is not offered now, and those of one that is without its number; "" for neither.
    `default` is chosen where the address says nothing, and gone with `everything`.
    """

    choices: Callable[[HttpRequest], Mapping[str, str]]
    condition: Callable[[Sequence[str], HttpRequest], Condition | None]
    known: Callable[[str], str] = lambda value: ""
    default: str = ""
    everything: str = ""
    takes_several = True

    def read(self, request: HttpRequest, sent: Sent) -> Chosen | None:
        asked = tuple(dict.fromkeys(sent.get(self.name, ())))
        values = asked or ((self.default,) if self.default else ())
        if not values:
            return None
        offered = self._offered(request)
        chips = []
        for value in values:
            words = self.known(value) or offered.get(value)
            if not words:
                raise self.refuse(value, "choose one of its values.")
            is_usual = self.everything and values == (self.default,)
            gone = ((self.name, self.everything),) if is_usual else ()
            chips.append(Chip(self.label, words, ((self.name, value),), gone))
        return Chosen(self, self.condition(values, request), tuple(chips), values)

    def boxes(self, request: HttpRequest, sent: Sent) -> Sequence[Box]:
        choices = tuple(self._offered(request).items())
        return [Box(self.name, "select", self.label, "", choices)] if choices else []

    def _offered(self, request: HttpRequest) -> Mapping[str, str]:
        """The choices, asked for once a request: reading, chips and form need them."""
        kept = request.__dict__.setdefault("_token_choices", {})
        if self.choices not in kept:
            kept[self.choices] = self.choices(request)
        return kept[self.choices]


@dataclass(frozen=True, kw_only=True)
class RangeToken(Token):
    """From a value to another, both included; one of the ends may be missing. A subclass reads and
    prints the ends."""

    condition: Callable[[Any, Any], Condition]

    def parameters(self) -> Sequence[str]:
        return (f"{self.name}_from", f"{self.name}_to")

    def read(self, request: HttpRequest, sent: Sent) -> Chosen | None:
        texts = {name: sent[name][-1] for name in self.parameters() if sent.get(name)}
        if not texts:
            return None
        ends = {name: self.end(text) for name, text in texts.items()}
        low, high = (ends.get(name) for name in self.parameters())
        if low is not None and high is not None and low > high:
            raise Refused(f"“{self.label}” ends before it begins.")
        chip = Chip(self.label, self._in_words(low, high), tuple(texts.items()))
        return Chosen(self, self.condition(low, high), (chip,), tuple(texts.values()))

    def _in_words(self, low: Any, high: Any) -> str:
        if low == high:
            return self.printed(low)
        if low is None:
            return f"up to {self.printed(high)}"
        return f"from {self.printed(low)}" + (
            f" to {self.printed(high)}" if high is not None else ""
        )

    def boxes(self, request: HttpRequest, sent: Sent) -> Sequence[Box]:
        first, second = self.parameters()
        return [
            Box(name, self.box_kind, words, (sent.get(name) or [""])[-1])
            for name, words in ((first, f"{self.label}: from"), (second, "to"))
        ]

    box_kind = "text"

    def end(self, text: str) -> Any:
        raise NotImplementedError

    def printed(self, end: Any) -> str:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class NumberToken(RangeToken):
    """A range of numbers; `is_whole`: of whole ones, from 0."""

    is_whole: bool = True
    box_kind = "number"

    def end(self, text: str) -> int | float:
        is_number = text.isascii() and len(text) <= _MOST_DIGITS
        if is_number and text.isdecimal():
            return int(text)
        whole, _, fraction = text.removeprefix("-").partition(".")
        is_number = is_number and not self.is_whole and (whole + fraction).isdecimal()
        if not is_number or not whole:
            raise self.refuse(text, "a number is wanted.")
        return float(text)

    def printed(self, end: float) -> str:
        return f"{end:,}"


@dataclass(frozen=True, kw_only=True)
class DateToken(RangeToken):
    """A range of days."""

    box_kind = "date"

    def end(self, text: str) -> date:
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if day is None:
            raise self.refuse(text, "a date is wanted, as 2026-03-31.")
        return day

    def printed(self, end: date) -> str:
        return date_format(end, "j M Y")


@dataclass(frozen=True, kw_only=True)
class TextToken(Token):
    """A text, of which `condition` makes a condition and a chip's words, or raises Refused."""

    condition: Callable[[str, HttpRequest], tuple[Condition, str]]

    def read(self, request: HttpRequest, sent: Sent) -> Chosen | None:
        text = (sent.get(self.name) or [""])[-1].strip()
        if not text:
            return None
        if len(text) > _LONGEST_TEXT:
            raise self.refuse(text, f"it takes {_LONGEST_TEXT} characters at most.")
        condition, words = self.condition(text, request)
        return Chosen(self, condition, (Chip(self.label, words, ((self.name, text),)),), (text,))

    def boxes(self, request: HttpRequest, sent: Sent) -> Sequence[Box]:
        return [Box(self.name, "text", self.label, (sent.get(self.name) or [""])[-1])]
