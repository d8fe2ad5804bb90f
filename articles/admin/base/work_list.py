"""A filtered list that somebody works through: where one is in it, and what comes next.

The address of an article's form carries the list: `?work=finding?kind=cut-off&at=17`, or, as Django
writes it of its own list, `?_changelist_filters=status__exact%3Ddraft`. So it survives a refused
save, a second tab and a session that ended.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from articles.admin.base.article_addresses import form_url
from articles.admin.base.lookup_guards import read_number
from articles.admin.base.paging import COUNTED_ROWS
from articles.database.among import among
from articles.models import Article, Finding

_FILTERS = "_changelist_filters"
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the list: its key, its article's, and where in the form it leads to."""

    key: int
    article: int
    place: tuple[tuple[str, str], ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class WorkList:
    """The rows of a filtered list in its order, as far as the list counts; `at` is the row that is
    open, which may have left the list by now, and `number` its place from 1; `goes_on`: there may
    be more rows than `steps` has."""

    model: str
    query: str
    steps: Sequence[Step]
    at: int
    number: int
    goes_on: bool

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def is_of_findings(self) -> bool:
        return self.model == "finding"

    @property
    def list_url(self) -> str:
        url = reverse(f"admin:articles_{self.model}_changelist")
        return f"{url}?{self.query}" if self.query else url

    @property
    def next_url(self) -> str:
        """The form of the row behind; "" behind the last one."""
        here = next((i for i, step in enumerate(self.steps) if step.key == self.at), None)
        # What was mended has left the list: the next one has moved up to its place.
        behind = self.number - 1 if here is None else here + 1
        return self.url_of(self.steps[behind]) if 0 <= behind < self.total else ""

    def url_of(self, step: Step) -> str:
        """Return the address of a row's form, as a part of the list."""
        return step_url(self.model, self.query, step, self.number_of(step))

    def number_of(self, step: Step) -> int:
        return self.steps.index(step) + 1


def step_url(model: str, query: str, step: Step, number: int | None = None) -> str:
    """Return the address of the form of a row in a list."""
    values = [*step.place, ("work", f"{model}?{query}"), ("at", step.key)]
    if number is not None:
        values.append(("number", number))
    anchor = f"#{step.anchor}" if step.anchor else ""
    return f"{form_url(step.article)}?{urlencode(values)}{anchor}"


def work_list(site: Any, request: HttpRequest, article: Article | None) -> WorkList | None:
    """Return the list that a form was opened from; None where it was opened by itself."""
    sent = request.GET if "work" in request.GET or _FILTERS in request.GET else request.POST
    work = sent.get("work") or (f"article?{sent[_FILTERS]}" if sent.get(_FILTERS) else "")
    model, _, query = work.partition("?")
    if model not in ("finding", "article") or len(query) > _LONGEST:
        return None
    found = _steps(site, request, model, query)
    if found is None:
        return None
    steps, goes_on = found
    at = read_number(sent.get("at", "")) or (article.pk if article and model == "article" else 0)
    here = next((i for i, step in enumerate(steps, 1) if step.key == at), None)
    number = here or read_number(sent.get("number", "")) or 1
    return WorkList(model, query, steps, at, number, goes_on)


def _steps(
    site: Any, request: HttpRequest, model: str, query: str
) -> tuple[list[Step], bool] | None:
    """The rows, as the list itself filters, orders and restricts them for this person, and whether
    there may be more."""
    desk = site.get_model_admin(Finding if model == "finding" else Article)
    if not desk.has_view_or_change_permission(request):
        return None
    asked = copy(request)
    asked.method, asked.GET = "GET", QueryDict(query)
    try:
        changelist = desk.get_changelist_instance(asked)
        keys = changelist.first_keys(COUNTED_ROWS)
    except IncorrectLookupParameters:
        return None
    if model == "article":
        return [Step(key, key) for key in keys], changelist.goes_on
    rows = Finding.objects.filter(among("pk", keys), article__isnull=False).order_by()
    found = {row[0]: row for row in rows.values_list("pk", "article_id", "kind", "field", "line")}
    steps = [desk.step_of(*found[key]) for key in keys if key in found]
    return steps, changelist.goes_on
