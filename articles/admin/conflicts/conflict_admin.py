"""ModelAdmin of conflicts: the list of open conflicts and the page that resolves one."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.timesince import timesince

from articles import publishing
from articles.admin.base.article_addresses import form_url
from articles.admin.base.article_search import SearchByArticleMixin
from articles.admin.base.field_changes import LABELS, label_of
from articles.admin.base.in_subjects import (
    InSubjectsMixin,
    OwnSubjectsFilter,
    require_reached,
)
from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.open_items_filter import StateFilter
from articles.admin.base.paging import CappedListMixin
from articles.admin.base.read_only_rows import ReadOnlyMixin
from articles.admin.base.refused_save import readable_refusal, sentence_of, unavailable
from articles.admin.conflicts.conflict_panes import (
    ROOM,
    Desk,
    decided_content,
    decisions_of,
    desk_of,
    read_choices,
)
from articles.admin.conflicts.last_taken import last_taken
from articles.database.retry import retried_transaction
from articles.models import Article, Conflict
from articles.publishing import decide
from articles.rights import may_change, within

_SHOWN_CLOSED = 20


class DecidedFilter(StateFilter):
    """Open conflicts unless asked otherwise."""

    others = (("closed", "Decided"), ("all", "Open and decided"))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        return queryset.filter(closed_at__isnull=self.value() != "closed")


def _open_conflicts() -> QuerySet:
    return Conflict.objects.filter(closed_at__isnull=True)


class FieldFilter(admin.SimpleListFilter):
    """What the two sides said differently: the kinds that are open, with their numbers."""

    title = "what"
    parameter_name = "field"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        found = within(request.user, _open_conflicts(), "article__subject")
        rows = found.order_by().values_list("field")
        counts = rows.annotate(number=Count("pk")).order_by("-number", "field")
        return [(name, f"{label_of([name])} ({number:,})") for name, number in counts]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(field=self.value()) if self.value() else queryset


class ConflictAdmin(
    InSubjectsMixin,
    SearchByArticleMixin,
    ReadOnlyMixin,
    CappedListMixin,
    FilterLookupsMixin,
    admin.ModelAdmin,
):
    """Who may see conflicts sees the list and the desk; who may change articles decides."""

    list_display = ("article_column", "what", "subject", "waiting", "came_with", "outcome")
    list_display_links = None
    list_filter = (DecidedFilter, FieldFilter, ("article__subject", OwnSubjectsFilter))
    further_lookups = ("import_run__id__exact",)
    list_select_related = ("article__subject", "closed_by")
    show_facets = admin.ShowFacets.NEVER
    searched_text = "article__slug"
    search_help_text = "Words of the article, its address or number, or part of its slug."

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("base", "ours", "theirs", "article__answer")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = "What an import and an editor said differently"
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Who may not look at imports gets no link to one."""
        if request.user.has_perm("articles.view_importrun"):
            return self.list_display
        return tuple(name for name in self.list_display if name != "came_with")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Open ones along the partial index, the oldest first."""
        return ("-pk",) if "state" in request.GET else ("opened_at", "pk")

    @admin.display(description="article")
    def article_column(self, conflict: Conflict) -> str:
        return format_html(
            '<a href="{}">{}</a>', desk_url(conflict.article_id), conflict.article.heading
        )

    @admin.display(description="what")
    def what(self, conflict: Conflict) -> str:
        return label_of([conflict.field])

    @admin.display(description="subject")
    def subject(self, conflict: Conflict) -> str:
        return conflict.article.subject.name

    @admin.display(description="since")
    def waiting(self, conflict: Conflict) -> str:
        return timesince(conflict.opened_at, depth=1)

    @admin.display(description="came with")
    def came_with(self, conflict: Conflict) -> str:
        if conflict.import_run_id is None:
            return ""
        url = reverse("admin:articles_importrun_change", args=[conflict.import_run_id])
        return format_html('<a href="{}">import {}</a>', url, conflict.import_run_id)

    @admin.display(description="decision")
    def outcome(self, conflict: Conflict) -> str:
        words = [conflict.get_decision_display(), str(conflict.closed_by or "")]
        return ", ".join(filter(None, words)) or "open"

    # The desk

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.desk)
        return [path("desk/<int:pk>/", view, name="articles_conflict_desk"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        conflict = self.get_object(request, object_id)
        if conflict is None:
            raise Http404
        if not self.has_view_permission(request, conflict):
            raise PermissionDenied
        return HttpResponseRedirect(desk_url(conflict.article_id))

    def desk(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All that waits for one article; POST decides."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            desk = _read(pk)
            require_reached(request, desk.article.subject_id)
            may_decide = may_change(request.user, desk.article)
            return self._show(request, desk, may_decide=may_decide)
        article = get_object_or_404(Article.objects.only("subject", "status"), pk=pk)
        if not may_change(request.user, article):
            raise PermissionDenied
        try:
            desk, decided = _answer_twice(request, pk)
        except Error as error:
            refusal = readable_refusal(request, error)
            desk = _read(pk)
            read_choices(desk, request.POST)
            _check_token(desk, request)
            desk.errors.insert(0, sentence_of(refusal, request))
            return unavailable(self._show(request, desk, may_decide=True), refusal)
        if decided is None:
            return self._show(request, desk, may_decide=True)
        if desk.replacement and desk.replacement.is_apart:
            self._tell_apart(request, desk, decided)
        else:
            self._tell(request, desk, decided)
        following = _next_after(desk, request.user) if "_next" in request.POST else None
        if following:
            return HttpResponseRedirect(desk_url(following))
        if "_next" in request.POST:
            self.message_user(request, "Nothing else waits for a decision.", messages.INFO)
            return HttpResponseRedirect(reverse("admin:articles_conflict_changelist"))
        return HttpResponseRedirect(desk_url(pk))

    def _show(self, request: HttpRequest, desk: Desk, *, may_decide: bool) -> HttpResponse:
        open_ones = within(request.user, _open_conflicts(), "article__subject")
        waiting = open_ones.exclude(article=desk.article).values("article").distinct().count()
        closed = desk.article.conflicts.filter(closed_at__isnull=False).select_related("closed_by")
        closed = closed.defer("base", "ours", "theirs").order_by("-closed_at", "-pk")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": desk.article.heading,
            "desk": desk,
            "may_decide": may_decide,
            "may_add": _may_keep_both(request.user),
            "waiting": waiting,
            "following": _next_after(desk, request.user) if waiting else None,
            "closed": [
                (conflict, label_of([conflict.field])) for conflict in closed[:_SHOWN_CLOSED]
            ],
        }
        return TemplateResponse(request, "admin/articles/conflict/desk.html", context)

    def _tell(self, request: HttpRequest, desk: Desk, decided: Article) -> None:
        names = label_of(_shown_order(conflict.field for conflict in decisions_of(desk)))
        self.log_change(request, decided, f"Decided: {names}.")
        if decided.version == desk.article.version:
            text = f"Decided: {names}. The article stays as it was."
        else:
            text = f"Decided: {names}. The article is at version {decided.version}."
        self.message_user(request, text, messages.SUCCESS)

    def _tell_apart(self, request: HttpRequest, desk: Desk, new: Article) -> None:
        self.log_change(request, desk.article, "Decided: both answers kept, at two addresses.")
        text = 'Both are kept: the new one is <a href="{}">{}</a>, at {}.'
        address = new.get_absolute_url()
        text = format_html(text, form_url(new.pk), new.heading, address)
        self.message_user(request, text, messages.SUCCESS)


def desk_url(article_id: int) -> str:
    """Return the page where the conflicts of an article are decided."""
    return reverse("admin:articles_conflict_desk", args=[article_id])


def _read(pk: int, *, is_locked: bool = False) -> Desk:
    """The desk as it stands; locked, no import writes to the article until it is decided."""
    articles = Article.objects.select_related("subject").prefetch_related("related")
    if is_locked:
        articles = articles.select_for_update(of=("self",), no_key=True)
    article = get_object_or_404(articles, pk=pk)
    conflicts = article.conflicts.filter(closed_at__isnull=True).select_related("import_run")
    conflicts = list(conflicts.order_by("opened_at", "pk"))
    held = next((conflict for conflict in conflicts if conflict.is_replacement), None)
    files = list(article.source_files.order_by("pk").values_list("path", flat=True))
    return desk_of(article, conflicts, files, last_taken(article, held, files))


def _answer_twice(request: HttpRequest, pk: int) -> tuple[Desk, Article | None]:
    """Where somebody is faster than this request, it is asked again."""
    try:
        return _answer(request, pk)
    except publishing.StaleVersion:
        return _answer(request, pk)


@retried_transaction
def _answer(request: HttpRequest, pk: int) -> tuple[Desk, Article | None]:
    """The desk, and the article where a decision was made, or the new one where both were kept.
    Read and decided in one transaction, so that no import changes in between what the decision is
    about."""
    desk = _read(pk, is_locked=True)
    if desk.is_empty:
        return desk, None
    read_choices(desk, request.POST)
    _check_token(desk, request)
    held = desk.replacement
    if held and held.is_apart and not _may_keep_both(request.user):
        raise PermissionDenied
    if desk.errors:
        return desk, None
    try:
        return desk, _decided(desk, request.user)
    except publishing.AddressTaken as error:
        desk.errors.append(f"Another article stands there: {error.article.heading}")
        return desk, None


@transaction.atomic
def _decided(desk: Desk, actor: AbstractBaseUser) -> Article:
    """The fields first, for the article that stands may move."""
    decisions, decided = decisions_of(desk), desk.article
    if decisions:
        decided = decide(
            desk.article,
            decided_content(desk),
            decisions,
            actor=actor,
            expected_version=desk.article.version,
        )
    held = desk.replacement
    if not (held and held.is_apart):
        return decided
    if held.choice == ROOM:
        return publishing.make_room(held.conflict, held.slug, actor=actor)
    return publishing.let_in_elsewhere(held.conflict, held.slug, actor=actor)


def _check_token(desk: Desk, request: HttpRequest) -> None:
    if request.POST.get("token") != desk.token:
        desk.errors.insert(
            0,
            "The article or the conflict has changed since you opened this page; nothing was"
            " decided. Here is what it is about now: look again.",
        )


def _may_keep_both(user: AbstractBaseUser) -> bool:
    """The second answer becomes an article, which readers see."""
    return user.has_perms(("articles.add_article", "articles.publish_article"))


def _next_after(desk: Desk, user: AbstractBaseUser) -> int | None:
    """The article whose conflict waits next, behind this one's in the list; after the last one the
    oldest. None where no other of the user's waits."""
    waiting = within(user, _open_conflicts(), "article__subject").exclude(article=desk.article)
    waiting = waiting.order_by("opened_at", "pk")
    behind = waiting
    if not desk.is_empty:
        first = min(desk.conflicts, key=lambda conflict: (conflict.opened_at, conflict.pk))
        behind = waiting.filter(
            Q(opened_at__gt=first.opened_at) | Q(opened_at=first.opened_at, pk__gt=first.pk)
        )
    found = behind.values_list("article", flat=True).first()
    return found or waiting.values_list("article", flat=True).first()


def _shown_order(names: Iterable[str]) -> list[str]:
    order = {name: place for place, name in enumerate(LABELS)}
    return sorted(names, key=lambda name: order.get(name, len(order)))
