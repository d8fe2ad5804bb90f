"""Assigning in the lists of the desk: an action that asks to whom, a filter, and a column."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from articles.admin.base.bulk_actions import SECONDS_A_REQUEST, BulkActionsMixin, run_url, told
from articles.admin.base.lookup_guards import read_number
from articles.assigning import people
from articles.bulk_runs import tally_of, work
from articles.bulk_runs.assigning_run import begin_assigning
from articles.bulk_runs.bulk_tasks import go_on_in_background
from articles.models import ArticleAssignment, BulkRun

ASSIGNING = (BulkRun.Action.ASSIGN, BulkRun.Action.ASSIGN_FINDINGS)
ME, NOBODY, ANYBODY = "me", "nobody", "anybody"


class AssigningMixin(BulkActionsMixin):
    """For a ModelAdmin with an action that calls `act_on` with one of ASSIGNING: its question has a
    box for the person."""

    def _ask(self, request: HttpRequest, action: str, *args: Any) -> HttpResponse:
        response = super()._ask(request, action, *args)
        if action in ASSIGNING:
            response.template_name = "admin/articles/bulkrun/assign.html"
            response.context_data["people"] = list(people())
        return response

    def _begin(self, request: HttpRequest, action: str, keys: Sequence[int]) -> HttpResponse:
        if action not in ASSIGNING:
            return super()._begin(request, action, keys)
        try:
            person = person_in(request.POST.get("person"))
        except LookupError:
            self.message_user(request, "Choose a person. Nothing changed.", messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        selection = request.GET.urlencode()
        run = begin_assigning(action, keys, person, actor=request.user, selection=selection)
        if not work(run, actor=request.user, seconds=SECONDS_A_REQUEST):
            go_on_in_background(run, user=request.user)
            return HttpResponseRedirect(run_url(run))
        self.message_user(request, told(run, tally_of(run)), messages.SUCCESS)
        return HttpResponseRedirect(request.get_full_path())


def person_in(text: str | None) -> AbstractBaseUser | None:
    """Return the person whose key was sent, None for "nobody". Raises LookupError for anybody to
    whom nothing can be assigned."""
    if text == NOBODY:
        return None
    key = read_number(text or "")
    person = people().filter(pk=key).first() if key is not None else None
    if person is None:
        raise LookupError(text)
    return person


def with_assignee(articles: QuerySet) -> QuerySet:
    """Annotate whose work each article is, by name; null where it is nobody's."""
    name = f"user__{get_user_model().USERNAME_FIELD}"
    mine = ArticleAssignment.objects.filter(article_key=OuterRef("pk"))
    return articles.annotate(assigned_to=Subquery(mine.values(name)))


def is_assigned_to(user: AbstractBaseUser | int, *, findings: bool = False) -> Q:
    """Return the condition on articles, or on findings, that they are somebody's work."""
    if findings:
        return Q(assignee=user)
    return Q(pk__in=ArticleAssignment.objects.filter(user=user).order_by().values("article_key"))


def assigned_choices(names: Mapping[str, str]) -> dict[str, str]:
    """Return what a list can be asked for: one's own, anybody's, nobody's, or a person's."""
    return {ME: "Me", ANYBODY: "Somebody", NOBODY: "Nobody", **names}


def assigned_keys(values: Sequence[str], user: AbstractBaseUser) -> set[int] | None:
    """Return the people who are asked for, by key; None where anybody is."""
    if ANYBODY in values:
        return None
    return {user.pk if value == ME else int(value) for value in values if value != NOBODY}


def assigning_page(
    request: HttpRequest, context: dict[str, Any], owner: int | None
) -> HttpResponse:
    """Return the page that asks to whom one article shall be assigned; `owner` is the key of whose
    it is now."""
    context |= {"people": list(people()), "owner": owner}
    return TemplateResponse(request, "admin/articles/article/assign.html", context)
