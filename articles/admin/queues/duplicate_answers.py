"""The three answers to a cluster of duplicates, and taking them back."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles import duplicates, publishing
from articles.admin.base.lookup_guards import read_number
from articles.admin.queues.duplicate_pages import members_of
from articles.models import Absorption, Article, ChosenCanonical, DuplicateCluster, DuplicatePair
from articles.rights import is_within, may_publish

# What a button says.
CANONICAL, ABSORB, DIFFER = "canonical", "absorb", "differ"


class AnswersMixin:
    """The addresses that the buttons send to, for the ModelAdmin of clusters. They write nothing
    where a text has changed since the page was read."""

    def answer(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """`answer` is one of the three, about the article `other` beside the article `keep`;
        `versions` are those of the two that were read, "7 3"."""
        row = self.get_object(request, object_id)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        if row is None:
            return self._say(request, "These articles were decided about meanwhile.", is_done=False)
        members = members_of(row)
        keep, other = (_member(members, request.POST.get(name, "")) for name in ("keep", "other"))
        if keep is None or other is None or keep.pk == other.pk:
            raise BadRequest("two articles of the cluster are needed")
        if request.POST.get("versions") != f"{keep.version} {other.version}":
            text = "One of the two has changed since you read them. Nothing was changed."
            return self._say(request, text, is_done=False)
        answer = request.POST.get("answer")
        if answer == DIFFER:
            return self._differ(request, row, other, list(members))
        if answer not in {CANONICAL, ABSORB}:
            raise BadRequest("no such answer")
        if not all(may_publish(request.user, each) for each in (keep, other)):
            raise PermissionDenied
        act = self._choose if answer == CANONICAL else self._absorb
        try:
            return act(request, keep, other)
        except Article.DoesNotExist:  # deleted this very moment
            text = "One of the two was deleted meanwhile. Nothing was changed."
            return self._say(request, text, is_done=False)

    def take_back(self, request: HttpRequest) -> HttpResponse:
        """Take back the answer `answer` about the article, or the pair, `key`."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        answer, key = request.POST.get("answer"), read_number(request.POST.get("key", ""))
        if answer == DIFFER:
            return self._reopen(request, get_object_or_404(_pairs(), pk=key))
        model = {CANONICAL: ChosenCanonical, ABSORB: Absorption}.get(answer)
        if model is None:
            raise BadRequest("no such answer")
        decision = get_object_or_404(model.objects.select_related("article__subject"), pk=key)
        other = decision.canonical if answer == CANONICAL else decision.into
        if not all(may_publish(request.user, each) for each in (decision.article, other)):
            raise PermissionDenied
        undo = publishing.release_canonical
        if answer == ABSORB:
            undo = publishing.undo_absorption
        try:
            article = undo(decision.article, actor=request.user)
        except (publishing.NotAbsorbed, Article.DoesNotExist):
            text = "The article was changed since, and stays as it is. Nothing was changed."
            return self._say(request, text, is_done=False)
        except publishing.AbsorbedFurther as error:
            between = error.article.get_absolute_url()
            text = (
                f"{between} was absorbed itself since: take that back first. Nothing was changed."
            )
            return self._say(request, text, is_done=False)
        self.log_change(request, article, "Stands for itself again.")
        return self._say(request, f"{article.get_absolute_url()} stands for itself again.")

    def _choose(self, request: HttpRequest, keep: Article, other: Article) -> HttpResponse:
        try:
            publishing.choose_canonical(other, keep, actor=request.user)
        except publishing.NoCanonical:
            text = "Search engines do not get the article that you chose. Nothing was changed."
            return self._say(request, text, is_done=False)
        self.log_change(request, other, f"Canonical is {keep.get_absolute_url()}.")
        paths = other.get_absolute_url(), keep.get_absolute_url()
        return self._say(request, "{} names {} as its canonical now.".format(*paths))

    def _absorb(self, request: HttpRequest, keep: Article, other: Article) -> HttpResponse:
        try:
            publishing.absorb_duplicate(other, keep, actor=request.user)
        except publishing.TargetAway:
            text = "One of the two is not published any more. Nothing was changed."
            return self._say(request, text, is_done=False)
        self.log_change(request, other, f"Absorbed by {keep.get_absolute_url()}.")
        self.log_change(request, keep, f"Absorbed {other.get_absolute_url()}.")
        paths = other.get_absolute_url(), keep.get_absolute_url()
        return self._say(request, "{} redirects to {} now.".format(*paths))

    def _differ(
        self, request: HttpRequest, row: DuplicateCluster, other: Article, keys: list[int]
    ) -> HttpResponse:
        number = duplicates.differ(other.pk, keys, row.kind)
        if number:
            self.log_change(request, other, "No duplicate: the texts differ.")
        text = "It is remembered that {} differs, until a text changes."
        return self._say(request, text.format(other.get_absolute_url()), is_done=bool(number))

    def _reopen(self, request: HttpRequest, pair: DuplicatePair) -> HttpResponse:
        if not all(is_within(request.user, each.subject_id) for each in (pair.one, pair.other)):
            raise PermissionDenied
        duplicates.forget_verdict(pair.one_id, [pair.other_id], pair.kind)
        self.log_change(request, pair.one, "Taken for a duplicate again.")
        return self._say(request, "The two are listed again.")

    def _say(self, request: HttpRequest, text: str, *, is_done: bool = True) -> HttpResponse:
        self.message_user(request, text, messages.SUCCESS if is_done else messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_duplicatecluster_changelist"))


def _member(members: Mapping[int, Article], key: str) -> Article | None:
    return members.get(read_number(key))


def _pairs() -> object:
    return DuplicatePair.objects.filter(differs=True).select_related("one", "other")
