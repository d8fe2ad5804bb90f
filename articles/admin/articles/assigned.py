"""Assigning one article: a button for oneself, and a page that asks for somebody else."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme

from articles.admin.base.article_addresses import form_url
from articles.admin.base.assigning import AssigningMixin, assigning_page, person_in
from articles.assigning import assign_articles, may_take
from articles.models import Article, ArticleAssignment
from articles.rights import may_publish


class AssignedMixin(AssigningMixin):
    """For the ModelAdmin of articles."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.assign_one)
        return [
            path("<int:pk>/assign/", view, name="articles_article_assign"),
            *super().get_urls(),
        ]

    def assign_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask to whom, or assign: `person` is a key, or "nobody"."""
        article = get_object_or_404(Article.objects.select_related("subject"), pk=pk)
        if not may_publish(request.user, article):
            raise PermissionDenied
        if request.method == "POST":
            return self._assign(request, article)
        assigned = assigned_of(article)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Assign “{article.heading}”",
            "article": article,
            "back": request.GET.get("back", ""),
        }
        return assigning_page(request, context, assigned.user_id if assigned else None)

    def _assign(self, request: HttpRequest, article: Article) -> HttpResponse:
        try:
            person = person_in(request.POST.get("person"))
        except LookupError:
            self.message_user(request, "Choose a person. Nothing changed.", messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        if person is not None and not may_take(person, article.subject_id):
            text = f"{person} does not work in {article.subject.name}. Nothing changed."
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        assign_articles([article.pk], person, by=request.user)
        text = f"Assigned to {person}." if person else "Assigned to nobody."
        self.log_change(request, article, text)
        self.message_user(request, text, messages.SUCCESS)
        back = request.POST.get("back", "")
        is_own = url_has_allowed_host_and_scheme(back, None) and back.startswith("/")
        return HttpResponseRedirect(back if is_own else form_url(article.pk))

    def assigned_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """Return what the page of the form says of whose work the article is: one query."""
        if article is None:
            return {}
        return {
            "assigned": assigned_of(article),
            "may_assign": may_publish(request.user, article),
            "may_take": may_take(request.user, article.subject_id),
        }


def assigned_of(article: Article) -> ArticleAssignment | None:
    """Return whose work an article is, with the account."""
    rows = ArticleAssignment.objects.select_related("user")
    return rows.filter(article_key=article.pk).first()
