"""Assigning in the lists of the desk: an action that asks to whom, a filter, and a column."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
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
from articles.models import ArticleAssignment, BulkRun, Finding

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


class AssignedFilter(admin.SimpleListFilter):
    """Whose work: one's own, anybody's, nobody's, or that of a person who has any."""

    title = "assigned to"
    parameter_name = "assigned"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        if issubclass(model_admin.model, Finding):
            some = Finding.objects.filter(assignee__isnull=False).values("assignee")
        else:
            some = ArticleAssignment.objects.values("user")
        users = get_user_model().objects.filter(pk__in=some.order_by())
        people = [(str(user.pk), user.get_username()) for user in users]
        return [(ME, "Me"), (ANYBODY, "Somebody"), (NOBODY, "Nobody"), *people]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        is_of_findings = issubclass(queryset.model, Finding)
        value = self.value()
        if value == ME:
            return queryset.filter(is_assigned_to(request.user, findings=is_of_findings))
        if value in (ANYBODY, NOBODY):
            some = Q(assignee__isnull=False)
            if not is_of_findings:
                some = Q(pk__in=ArticleAssignment.objects.order_by().values("article_key"))
            return queryset.filter(some if value == ANYBODY else ~some)
        key = read_number(value or "")
        if key is None:
            return queryset
        return queryset.filter(is_assigned_to(key, findings=is_of_findings))


def assigning_page(
    request: HttpRequest, context: dict[str, Any], owner: int | None
) -> HttpResponse:
    """Return the page that asks to whom one article shall be assigned; `owner` is the key of whose
    it is now."""
    context |= {"people": list(people()), "owner": owner}
    return TemplateResponse(request, "admin/articles/article/assign.html", context)
