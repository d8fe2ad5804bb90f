"""What readers wrote, looked for and asked for in vain."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from articles.admin.first_screen.charts import Chart
from articles.admin.first_screen.figure import Figure, list_url
from articles.admin.first_screen.tally import Counts, Tally
from articles.admin.queues.reader_search import OutcomeFilter
from articles.core.text.bidi_controls import show_directions
from articles.figures import Week
from articles.models import Feedback, ReaderSearch, UnknownAddress
from articles.rights import scope_of, within

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class AskedFor:
    """An address that leads nowhere, and by how many readers it was asked for."""

    path: str
    url: str
    readers: int


@dataclass(frozen=True, slots=True)
class Readers:
    """Unread notes, unknown addresses, and searches without a good result that nobody has dealt
    with; None where the user may not see them."""

    notes: Figure | None
    addresses: Figure | None
    searches: Figure | None
    asked_for: Sequence[AskedFor]
    chart: Chart | None

    def __bool__(self) -> bool:
        return bool(self.notes or self.addresses or self.searches)


def ask(tally: Tally, user: Any) -> None:
    """Say what is to be counted; all of it in tables that are bounded."""
    if _sees(user, "feedback"):
        unread = Feedback.objects.filter(state=Feedback.State.UNREAD)
        tally.count("unread", within(user, unread, "article__subject"))
    if _sees(user, "unknownaddress"):
        unknown = UnknownAddress.objects.filter(is_ignored=False)
        if (scope := scope_of(user)) is not None:
            unknown = unknown.filter(scope.paths("path"))
        tally.count("addresses", unknown)
        most = unknown.filter(readers__gt=0).order_by("-readers", "-pk").values("pk")[:_SHOWN]
        name = Concat(Cast("pk", CharField()), Value(" "), "path", output_field=CharField())
        tally.sum("asked for", UnknownAddress.objects.filter(pk__in=most), name, "readers")
    if _sees(user, "readersearch"):
        bad = ReaderSearch.objects.filter(is_good=False, is_settled=False)
        tally.count("searches", bad)


def readers(user: Any, counts: Counts, weeks: Sequence[Week]) -> Readers:
    """Return what to show."""

    def figure(model: str, what: str, **query: str) -> Figure | None:
        return Figure(counts.of(what), list_url(model, **query)) if _sees(user, model) else None

    asked_for = []
    for name, number in counts.by("asked for").items():
        key, _, path = name.partition(" ")
        url = reverse("admin:articles_unknownaddress_change", args=[key])
        asked_for.append(AskedFor(show_directions(path), url, number))
    addresses = figure("unknownaddress", "addresses")
    return Readers(
        notes=figure("feedback", "unread"),
        addresses=addresses,
        searches=figure("readersearch", "searches", outcome=OutcomeFilter.BAD),
        asked_for=asked_for,
        chart=_chart(addresses, weeks),
    )


def _chart(addresses: Figure | None, weeks: Sequence[Week]) -> Chart | None:
    if addresses is None:
        return None
    values = [week.numbers.get("unknown_addresses") for week in weeks[:-1]] + [addresses.number]
    chart = Chart("unknown", "Unknown addresses", [week.ends for week in weeks], values)
    return chart if chart.is_shown else None


def _sees(user: Any, model: str) -> bool:
    return user.has_perm(f"articles.view_{model}") or user.has_perm(f"articles.change_{model}")
