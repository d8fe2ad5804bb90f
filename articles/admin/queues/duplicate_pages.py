"""Pages of duplicates: one cluster with its texts side by side, and what was decided lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles.admin.base.field_changes import FieldChange, changes
from articles.admin.base.lookup_guards import read_number
from articles.duplicates import Candidate, candidates
from articles.models import Absorption, Article, ChosenCanonical, DuplicateCluster, DuplicatePair
from articles.rights import may_publish, within

# Each compared text costs up to a tenth of a second; of a larger cluster the rest comes once these
# are decided.
_MOST_COMPARED = 6
_MOST_DECIDED = 100
_FIELDS = ("title", "answer")


@dataclass(frozen=True, slots=True)
class Compared:
    """Another article of the cluster beside the one that is kept; `may_decide` both."""

    candidate: Candidate
    changes: tuple[FieldChange, ...]
    may_decide: bool


class PagesMixin:
    """The pages, for the ModelAdmin of clusters."""

    def show(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """One cluster; `?keep=` is the key of the article that the others are compared with, the
        suggested one unasked."""
        row = self.get_object(request, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        keys = list(row.members.order_by().values_list("article_id", flat=True)) if row else []
        found = candidates(keys)
        if not found:  # all of its articles were deleted a moment ago
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        asked = read_number(request.GET.get("keep", ""))
        kept = next((each for each in found if each.article.pk == asked), found[0])
        others = [each for each in found if each is not kept]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": row.get_kind_display(),
            "row": row,
            "candidates": found,
            "kept": kept,
            "others": _compared(request, kept, others[:_MOST_COMPARED]),
            "left_out": max(0, len(others) - _MOST_COMPARED),
            "may_differ": self.has_change_permission(request, row),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/articles/duplicatecluster/cluster.html", context)

    def decided(self, request: HttpRequest) -> HttpResponse:
        """What was decided last, of each answer at most a hundred, to be taken back."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        user = request.user
        chosen = ChosenCanonical.objects.select_related("article__subject", "canonical__subject")
        absorbed = Absorption.objects.select_related("article__subject", "into__subject")
        differing = DuplicatePair.objects.filter(differs=True).select_related(
            "one__subject", "other__subject"
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Decided",
            "chosen": _reached(user, chosen.order_by("-decided_at"), "article", "canonical"),
            "absorbed": _reached(user, absorbed.order_by("-made_at"), "article", "into"),
            "differing": _reached(user, differing.order_by("-pk"), "one", "other"),
            "may_change": self.has_change_permission(request),
            "may_publish": self.has_change_permission(request) and may_publish(user),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/articles/duplicatecluster/decided.html", context)


def _compared(request: HttpRequest, kept: Candidate, others: Sequence[Candidate]) -> list[Compared]:
    user, values = request.user, _values(kept.article)
    may_keep = may_publish(user, kept.article)
    return [
        Compared(
            each,
            changes(values, _values(each.article)),
            may_keep and may_publish(user, each.article),
        )
        for each in others
    ]


def _values(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in _FIELDS}


def _reached(user: Any, rows: Any, *articles: str) -> list:
    """The first rows both of whose articles are of the user's subjects."""
    for name in articles:
        rows = within(user, rows, f"{name}__subject").defer(f"{name}__answer")
    return list(rows[:_MOST_DECIDED])


def members_of(cluster: DuplicateCluster) -> dict[int, Article]:
    """Return the articles of a cluster by key, with their subjects."""
    keys = cluster.members.order_by().values_list("article_id", flat=True)
    return Article.objects.select_related("subject").in_bulk(list(keys))
