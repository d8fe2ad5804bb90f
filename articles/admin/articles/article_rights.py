"""Rights in the form and the list of articles: what `articles.rights` says, where Django asks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from articles.admin.base.in_subjects import InSubjectsMixin
from articles.models import Article, Status
from articles.rights import (
    may_change,
    may_delete,
    may_draft,
    may_publish,
    may_view,
    scope_of,
)


class ArticleRightsMixin(InSubjectsMixin):
    """For the ModelAdmin of articles, before every other mixin.

    Who may not change an article but write its draft gets the form all the same: sending it keeps
    the draft (`articles/admin/articles/draft_pages.py`), and saves nothing.
    """

    subject_path = "subject"

    def is_drafting(self, request: HttpRequest) -> bool:
        """Return whether the form of this request writes a draft, and never the article."""
        return getattr(request, "is_drafting", False)

    def choose_drafting(self, request: HttpRequest, article: Article) -> bool:
        """Note and return whether the user's form of this article writes its draft alone."""
        user = request.user
        request.is_drafting = may_draft(user, article) and not may_change(user, article)
        return request.is_drafting

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return may_view(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return may_change(request.user, obj) or (obj is not None and self.is_drafting(request))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return may_delete(request.user, obj)

    def has_publish_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Asked for by the actions of the list."""
        return may_publish(request.user, obj)

    def publishes(self, request: HttpRequest, article: Article | None) -> bool:
        """Return whether the form may say where an article stands and how; None is a new one."""
        if article is None:
            return request.user.has_perm("articles.publish_article")
        return may_publish(request.user, article)

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """The form with the boxes that the user may fill in: Django makes its class anew for each
        request."""
        form = super().get_form(request, obj, **kwargs)
        form.may_publish = self.publishes(request, obj)
        form.scope = scope_of(request.user)
        return form

    def require_right_to_save(self, request: HttpRequest, form: Any) -> None:
        """Raises PermissionDenied where a valid form would change what its user may not: the form
        does not offer it, so that this stands between a mistake of the desk and the readers."""
        article, status = form.instance, form.cleaned_data["status"]
        may = form.before is None or may_change(request.user, article)
        if status == Status.PUBLISHED or (article.pk and status != article.status):
            may = may and form.may_publish
        if not (may and self.is_reached(request, Article(subject=form.cleaned_data["subject"]))):
            raise PermissionDenied

    def missing_rights(self, request: HttpRequest, articles: Iterable[Article]) -> set[str]:
        """Return what Django's page for deleting calls the things that the user may not delete."""
        is_refused = any(not may_delete(request.user, article) for article in articles)
        return {"published article"} if is_refused else set()
