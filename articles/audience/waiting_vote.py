"""A vote as it waits in memory, or in a file, to be written."""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import Error

from articles.audience import feedback
from articles.audience.visitor_hash import (
    SITE_DIGITS,
    SITE_PREFIX,
    hash_with,
    known_salt,
    network_of,
    visitor_hash,
)


@dataclass(frozen=True, slots=True)
class WaitingVote:
    """A vote, or (`is_helpful` None) the report of an error, and the moment at which it was sent,
    by which the limits take it.

    In memory it has the visitor's address, for the salt of the day may be still to be written; what
    comes from a file has the visitor's hash. `network` and `site` are what the limits look at.
    """

    article_key: int
    is_helpful: bool | None
    note: str
    at: datetime
    network: str
    site: str
    address: str = ""
    visitor: str = ""

    @classmethod
    def of(
        cls, address: str, article_key: int, *, is_helpful: bool | None, note: str
    ) -> "WaitingVote":
        """Return a vote or a report of now, sent from an IP address."""
        return cls(
            article_key=article_key,
            is_helpful=is_helpful,
            note=note,
            at=datetime.now(UTC),
            network=network_of(address),
            site=network_of(address, SITE_PREFIX),
            address=address,
        )

    def record(self) -> None:
        """Write it; raises what `feedback.record` raises."""
        feedback.record(
            self.article_key,
            is_helpful=self.is_helpful,
            note=self.note,
            visitor=self.visitor or visitor_hash(self.address, self.at.date()),
            at=self.at,
        )


def to_rows(votes: list[WaitingVote]) -> list[list[Any]]:
    """Return votes as values of JSON, without an address, for no file may hold one: with the hash
    of their day or, where its salt is not there, with one that nothing can be compared with."""
    salts = {day: _salt(day) for day in {vote.at.date() for vote in votes}}
    return [
        [
            *(vote.article_key, vote.is_helpful, vote.note, vote.at.isoformat()),
            vote.visitor or hash_with(salts[vote.at.date()], vote.address),
        ]
        for vote in votes
    ]


def from_row(row: list[Any]) -> WaitingVote:
    """Return the vote of such a row."""
    key, is_helpful, note, at, visitor = row
    return WaitingVote(
        article_key=key,
        is_helpful=is_helpful,
        note=note,
        at=datetime.fromisoformat(at),
        network=visitor,
        site=visitor[:SITE_DIGITS],
        visitor=visitor,
    )


def _salt(day: date) -> str:
    try:
        return known_salt(day) or secrets.token_hex(32)
    except Error:
        return secrets.token_hex(32)
