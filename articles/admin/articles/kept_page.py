"""Page of the deliveries that came while an article was away: what each would change, taking them
or refusing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from articles.admin.base.article_addresses import form_url
from articles.admin.base.field_changes import FieldChange, content_changes, label_of
from articles.admin.base.kept_messages import tell_taken
from articles.admin.base.lookup_guards import read_number
from articles.importer.kept_deliveries import Waiting, foresee, refuse, take
from articles.importer.planning.decision import Action
from articles.models import Article, KeptDelivery


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A kept file and, in words, what taking it would do; `changes` are those of the article, or
    where it would be held those that the file offers."""

    kept: KeptDelivery
    outlook: str
    changes: Sequence[FieldChange]


class KeptMixin:
    """The page for the ModelAdmin of articles."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.kept)
        return [path("<int:pk>/kept/", view, name="articles_article_kept"), *super().get_urls()]

    def kept(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who may see the article sees what waits; who may change it takes or refuses it."""
        article = get_object_or_404(Article.objects.select_related("subject"), pk=pk)
        may_change = self.has_change_permission(request, article)
        may_see = self.has_view_or_change_permission(request, article)
        if not may_see or (request.method == "POST" and not may_change):
            raise PermissionDenied
        if request.method == "POST":
            self._answer(request, article)
            return HttpResponseRedirect(form_url(pk))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": article.heading,
            "article": article,
            "rows": [_row(waiting) for waiting in foresee(article)],
            "may_change": may_change,
        }
        return TemplateResponse(request, "admin/articles/article/kept.html", context)

    def _answer(self, request: HttpRequest, article: Article) -> None:
        sent = map(read_number, request.POST.getlist("kept"))
        keys = [key for key in sent if key is not None]
        if "_refuse" in request.POST:
            answered = refuse(article, keys)
            if answered:
                names = ", ".join(waiting.kept.path for waiting in answered)
                self.log_change(request, article, f"Refused the delivery that waited: {names}.")
                text = f"Refused: {names}. The article stays as it is."
                self.message_user(request, text, messages.SUCCESS)
        else:
            answered = take(article, keys, actor=request.user)
            if answered:
                self.log_change(request, article, "Took the delivery that waited.")
                tell_taken(request, article, answered)
        if not answered:
            text = "What waited has changed since you opened the page; nothing was done."
            self.message_user(request, text, messages.WARNING)


def _row(waiting: Waiting) -> KeptRow:
    plan, refusal = waiting.plan, waiting.refusal
    if plan is None:
        return KeptRow(waiting.kept, f"It cannot be taken: {refusal or 'not its file'}.", ())
    theirs: Any = plan.prepared.document.content
    content = theirs if plan.action is Action.HELD else plan.content
    return KeptRow(
        waiting.kept, _OUTLOOK[plan.action](plan), content_changes(plan.known.ours, content)
    )


_OUTLOOK = {
    Action.UPDATED: lambda plan: "It would change this, beside what editors changed:",
    Action.UNCHANGED: lambda plan: "It says nothing that the article does not say.",
    Action.HELD: lambda plan: f"It would wait for a decision, since {plan.reason}. It offers:",
    Action.CONFLICT: lambda plan: (
        "An editor changed the same in it, and the editor's word would stay until you decide:"
        f" {label_of(conflict.field for conflict in plan.conflicts).lower()}. It would change:"
    ),
}
