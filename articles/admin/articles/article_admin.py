"""ModelAdmin of articles: form page, list actions, and the single call by which saving reaches
publishing."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from articles import publishing
from articles.admin.articles.article_form import ArticleForm
from articles.admin.articles.article_list import ORDERS, ArticleColumnsMixin, with_columns
from articles.admin.articles.article_rights import ArticleRightsMixin
from articles.admin.articles.article_tokens import TOKENS, by_keys, subjects_of
from articles.admin.articles.bulk_articles import BulkArticlesMixin
from articles.admin.articles.computed_related import computed_of
from articles.admin.articles.draft_pages import DraftMixin
from articles.admin.articles.edit_collision import who_saved
from articles.admin.articles.form_fields import CHANGE_FIELDSET, CONTENT_FIELDSETS, NO_TAKING_AWAY
from articles.admin.articles.kept_page import KeptMixin
from articles.admin.articles.opened_article import OpenedArticleMixin
from articles.admin.articles.presence import PresenceMixin
from articles.admin.articles.preview import preview
from articles.admin.articles.readership import NumbersMixin
from articles.admin.articles.review_pages import ReviewMixin
from articles.admin.articles.save_message import said_of_save
from articles.admin.articles.schedule import ScheduleMixin
from articles.admin.articles.side_panel import article_panel
from articles.admin.articles.while_writing import WhileWritingMixin
from articles.admin.base.article_addresses import article_at, form_url
from articles.admin.base.article_search import find_articles, found_keys, held_keys
from articles.admin.base.field_changes import label_of
from articles.admin.base.kept_messages import tell_taken
from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.refused_save import RefusedSaveMixin
from articles.admin.base.retry import RetryingMixin
from articles.admin.base.sheet_download import SheetDownloadMixin
from articles.admin.base.work_list import Step, work_list
from articles.admin.history.deleted_articles import DeletedMixin
from articles.admin.history.history_page import HistoryMixin
from articles.admin.lists.conditions import Condition
from articles.admin.lists.token_change_list import TokenChangeList
from articles.admin.lists.token_list import TokenListMixin
from articles.bulk_runs.sheet_rows import HEADING, rows_of
from articles.drafts.open_forms import others_at
from articles.importer.kept_deliveries import Waiting, change_status
from articles.importer.kept_newcomers import delete, move
from articles.models import Article, BulkRun, IndexStatus, Status
from articles.rights import may_publish, subject_keys


class ArticleAdmin(
    ArticleRightsMixin,
    RefusedSaveMixin,
    RetryingMixin,
    HistoryMixin,
    DeletedMixin,
    KeptMixin,
    ReviewMixin,
    DraftMixin,
    WhileWritingMixin,
    PresenceMixin,
    ScheduleMixin,
    BulkArticlesMixin,
    SheetDownloadMixin,
    OpenedArticleMixin,
    ArticleColumnsMixin,
    NumbersMixin,
    TokenListMixin,
    FilterLookupsMixin,
    admin.ModelAdmin,
):
    form = ArticleForm
    tokens = TOKENS
    orders = ORDERS
    search_fields = ("slug", "title")
    search_help_text = (
        "Words of the title, the id in the source, or an address: a whole one opens its article."
    )
    actions = (
        *("change_selected", "publish", "unpublish", "withdraw", "assign", "delete_selected"),
        *("download_xlsx", "download_csv"),
    )

    class Media:
        js = [
            "admin/qtsite/editor.js",
            "admin/qtsite/rows.js",
            "admin/qtsite/short_answer.js",
            "admin/qtsite/save_bar.js",
            "admin/qtsite/draft.js",
            "admin/qtsite/discussion.js",
            "admin/qtsite/schedule.js",
            "admin/qtsite/presence.js",
            "admin/qtsite/work_list.js",
        ]

    # The list

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A pasted address opens its article, also where the article has moved on."""
        term = request.GET.get("q", "")
        if term and self.has_view_or_change_permission(request):
            article = article_at(term)
            if article and self.has_view_or_change_permission(request, article):
                return HttpResponseRedirect(form_url(article.pk))
        return super().changelist_view(request, extra_context)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        if not search_term:
            return queryset, False
        return find_articles(queryset, search_term, subject_keys(request.user)), False

    def search_condition(
        self, request: HttpRequest, term: str, *, is_ranked: bool
    ) -> tuple[Condition, Sequence[int]]:
        find = found_keys if is_ranked else held_keys
        keys = find(term, subject_keys(request.user))
        return by_keys(keys), keys

    def rows_of_page(self, rows: QuerySet, columns: Sequence[str]) -> QuerySet:
        return with_columns(rows, columns)

    def complete_rows(self, request: HttpRequest, changelist: TokenChangeList) -> None:
        """The names of the subjects are at hand: the bar offers them."""
        names = subjects_of(request)
        for article in changelist.result_list:
            article.subject_name = names.get(str(article.subject_id), "")

    def step_to(self, article: Article) -> Step:
        return Step(article.pk, article.pk)

    @admin.action(description="Change the selected articles …", permissions=["change"])
    def change_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.choose_for(request, queryset)

    sheet_heading = HEADING

    def sheet_rows(self, rows: QuerySet) -> Iterable[tuple]:
        return rows_of(rows)

    @admin.action(description="Assign the selected articles…", permissions=["publish"])
    def assign(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.ASSIGN, queryset)

    @admin.action(description="Publish the selected articles", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.PUBLISH, queryset)

    @admin.action(description="Make the selected articles drafts", permissions=["publish"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.UNPUBLISH, queryset)

    @admin.action(description="Withdraw the selected articles (410)", permissions=["publish"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.WITHDRAW, queryset)

    @admin.action(description="Delete the selected articles", permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.act_on(request, BulkRun.Action.DELETE, queryset)

    # The form page

    def get_urls(self) -> list[URLPattern]:
        return [
            path("preview/", preview, name="articles_article_preview"),
            *super().get_urls(),
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> tuple:
        """Who may only look sees the article, not the form's own devices."""
        may_write = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        if may_write:
            fieldsets = CONTENT_FIELDSETS if self.publishes(request, obj) else NO_TAKING_AWAY
            if obj:
                fieldsets = (*fieldsets[:2], CHANGE_FIELDSET, *fieldsets[2:])
            return (*fieldsets, (None, {"fields": ("expected_version",)}))
        names = {"fields": ("title", "article_title", "question")}
        return ((None, names), *CONTENT_FIELDSETS[1:])

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> dict:
        return {} if obj else {"slug": ("title",)}

    def view_on_site(self, article: Article) -> str:
        return article.get_absolute_url()

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form says itself that it is stale or its address taken. Where somebody is faster
        still, between that check and the write, it is asked again: outside of the transaction
        that failed, against what stands there now, or without an article that is gone by then."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (publishing.StaleVersion, publishing.AddressTaken, Article.DoesNotExist):
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Of two who delete an article at once the second gets a message as well."""
        try:
            return super().delete_view(request, *args, **kwargs)
        except Article.DoesNotExist:
            return super().delete_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article, form = context["original"], context["adminform"].form
        may_write = not article or self.has_change_permission(request, article)
        context |= self.draft_context(request, article) | self.schedule_context(article)
        context |= self.review_context(request, article) | self.assigned_context(request, article)
        panel = article_panel(article, request.user) if article else None
        context |= self.writing_context(request, panel) | {
            "others": others_at(article.pk, request.user) if article else (),
            "panel": panel,
            "related_rows": form.related if may_write else None,
            "related_links": form.related.initial,
            "computed_related": computed_of(article, request.POST) if article else (),
            "collision": form.collision,
            "may_change": may_publish(request.user, article),
            "may_publish": form.may_publish,
            "is_drafting": self.is_drafting(request),
            "work": work_list(self.admin_site, request, article) if article else None,
            "waiting_conflicts": _waiting(request, article) if article else 0,
            "may_dismiss": request.user.has_perm("articles.change_finding"),
            "may_see_notes": request.user.has_perm("articles.view_feedback"),
            "index_words": IndexStatus(article.index_status).label if article else "",
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool
    ) -> None:
        """Nothing yet: the form holds everything, and save_related() writes it at once."""

    def save_related(
        self, request: HttpRequest, form: ArticleForm, formsets: Iterable, change: bool
    ) -> None:
        self.require_right_to_save(request, form)
        article, taken = _write(form, request.user)
        tell_taken(request, article, taken)
        self.follow_written(request, form.saved, article)
        # Django goes on with the instance of the form: for its log, its message, its next page.
        form.instance.__dict__ |= vars(article)
        if form.settled and form.settled.kept:
            kept = label_of(form.settled.kept)
            text = f"While you were writing, {who_saved(form.saves)} changed “{kept}”"
            self.message_user(request, f"{text}. That stays, beside what you wrote.", messages.INFO)
        self.drop_published(request, article)
        self.end_published(request, article)
        request.changed_fields = form.changed_fields or (["content"] if taken else [])

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """Say what happened, where Django says that something was changed."""
        changed = getattr(request, "changed_fields", None)
        if changed:
            self.message_user(request, said_of_save(obj, changed), messages.SUCCESS)
        else:
            text = f"“{obj.heading}” stays as it was: you changed nothing."
            self.message_user(request, text, messages.INFO)
        query = request.GET.urlencode()
        if "_continue" in request.POST:
            return HttpResponseRedirect(
                f"{form_url(obj.pk)}?{query}" if query else form_url(obj.pk)
            )
        if "work" in request.GET or "_next" in request.POST:
            return self._go_on(request, obj)
        if "_addanother" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_add"))
        return self.response_post_save_change(request, obj)

    def _go_on(self, request: HttpRequest, article: Article) -> HttpResponse:
        """To the list that the form was opened from, with its filters, or to its next row."""
        work = work_list(self.admin_site, request, article)
        if work is None:
            return self.response_post_save_change(request, article)
        if "_next" in request.POST:
            if work.next_url:
                return HttpResponseRedirect(work.next_url)
            end = " that was looked at so far" if work.goes_on else " of this list"
            self.message_user(request, f"That was the last one{end}.", messages.SUCCESS)
        return HttpResponseRedirect(work.list_url)

    def construct_change_message(
        self, request: HttpRequest, form: ArticleForm, formsets: Any, add: bool = False
    ) -> list[dict[str, Any]]:
        if add:
            return [{"added": {}}]
        names = form.changed_fields
        return [{"changed": {"fields": names}}] if names else []

    def log_change(self, request: HttpRequest, obj: Article, message: Any) -> Any:
        """Nothing was changed: nothing to remember."""
        return super().log_change(request, obj, message) if message else None

    # Removal

    def get_deleted_objects(
        self, objs: Iterable[Article], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Name the articles alone. Django's own collector would refuse one that its duplicates
        call canonical; publishing elects another for them."""
        articles = list(objs)
        names = [f"{article.heading} ({article.get_absolute_url()})" for article in articles]
        missing = self.missing_rights(request, articles)
        return names, {"articles": len(names)}, missing, []

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        tell_taken(request, obj, delete(obj, actor=request.user))


def _write(form: ArticleForm, actor: AbstractBaseUser) -> tuple[Article, list[Waiting]]:
    """Hand the form to publishing: one call for the content; where the editor also gave another
    address or status, one for each. All of it in the transaction of the request. Return the
    article, and what deliveries had brought while it was away, or for the address that it leaves.

    What is taken from readers goes before it moves, and what is given to them after: else
    publishing would hold the one address of the two that nobody saw for one that was public.
    """
    data = form.cleaned_data
    if form.before is None:
        made = publishing.create(data["subject"], data["slug"], form.content, status=data["status"])
        return made, []
    article = publishing.revise(
        form.instance,
        form.content,
        actor=actor,
        expected_version=data["expected_version"],
        note=data.get("readers_note", ""),
    )
    status = Status(data["status"])
    taken: list[Waiting] = []
    if status != Status.PUBLISHED:
        article, taken = change_status(article, status, actor=actor)
    if form.is_move:
        article, arrived = move(article, data["subject"], data["slug"], actor=actor)
        taken += arrived
    if status == Status.PUBLISHED:
        article, back = change_status(article, status, actor=actor)
        taken += back
    return article, taken


def _waiting(request: HttpRequest, article: Article) -> int:
    """How many conflicts wait for a decision, as far as the user may see them."""
    if not request.user.has_perm("articles.view_conflict"):
        return 0
    return article.open_conflicts
