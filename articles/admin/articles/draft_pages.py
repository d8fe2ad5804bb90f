"""Drafts in the desk: kept while an editor types, opened in the form, discarded, shared."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles.admin.base.article_addresses import form_url
from articles.admin.base.field_changes import content_changes
from articles.admin.base.lookup_guards import VERSION_DIGITS, read_number
from articles.admin.base.refused_save import refusing
from articles.drafts import draft_store
from articles.drafts.draft_content import content_of
from articles.drafts.draft_store import OtherDraft, TooLong
from articles.drafts.drafted_article import drafted_content
from articles.models import Article, Draft, EditorialNote, Status
from articles.publishing import version_at
from articles.reviewing.turns import end
from articles.rights import drafting_right, may_draft, may_publish

_SIGNED_OUT = "You are signed out. What you write is kept in this browser until you sign in again."
_NO_RIGHT = "You may not write drafts of this article, so it is not kept."
_GONE = "This article has been deleted. Copy what you wrote."
_TOO_LONG = "This is more than a draft holds, so it is not kept."
_NO_VERSION = "The form does not say which version it was made of."
_KEPT = "Kept as a draft. The live text is as it was."
_KEPT_BY_WRITER = f"{_KEPT} An editor publishes what you wrote."
# What a draft of somebody who may not publish does not say: where the article stands, and how.
_PLACE = ("status", "takes_away", "subject", "slug")


class DraftMixin:
    """For the ModelAdmin of articles."""

    def get_urls(self) -> list[URLPattern]:
        name = "articles_article_draft"
        actions = {"discard": self.discard, "share": self.share, "unshare": self.unshare}
        return [
            path("<int:pk>/draft/", self.keep, name=name),
            *(
                path(f"<int:pk>/draft/{word}/", self._action(view), name=f"{name}_{word}")
                for word, view in actions.items()
            ),
            *super().get_urls(),
        ]

    def _action(self, view: Any) -> Any:
        return self.admin_site.admin_view(require_POST(view))

    @method_decorator([never_cache, require_POST])
    def keep(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the boxes of a form as the article's draft; for the script that sends them while an
        editor types. Answers {"number", "saved_at"}, or {"problem"} with a sentence. Not behind
        the desk's door, which would answer the script with the page for signing in.

        Three statements: session, user, and the write, which looks up the right as well.
        """
        user = request.user
        if not (user.is_active and user.is_staff):
            return _problem(_SIGNED_OUT, 401)
        try:
            return _keep(request, pk, user)
        except TooLong:
            return _problem(_TOO_LONG, 413)
        except PermissionDenied:
            return _problem(_NO_RIGHT, 403)
        except OtherDraft as other:
            return _other(other.draft)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The button that keeps a draft, for who has no script; of who may not change the article
        itself every button does. What cannot be kept stays in the form."""
        key = read_number(object_id or "")
        request.opens_form = True
        is_button = "_draft" in request.POST
        is_sent = request.method == "POST" and key is not None
        if not is_sent or (may_publish(request.user) and not is_button):
            return super().changeform_view(request, object_id, *args, **kwargs)
        article = get_object_or_404(Article, pk=key) if is_button else _article(key)
        is_drafting = article is not None and self.choose_drafting(request, article)
        # What the button “Send for review” could not keep is in the form that follows.
        if (is_button or is_drafting) and not getattr(request, "draft_problem", ""):
            if not may_draft(request.user, article):
                raise PermissionDenied
            if self.keep_sent(request, key):
                text = _KEPT_BY_WRITER if is_drafting else _KEPT
                self.message_user(request, text, messages.SUCCESS)
                return HttpResponseRedirect(f"{form_url(key)}?draft=1")
        return super().changeform_view(request, object_id, *args, **kwargs)

    def get_object(self, request: HttpRequest, *args: Any) -> Article | None:
        """The article; where its form is asked for, with the choice whether that writes a draft."""
        found = super().get_object(request, *args)
        if found is not None and getattr(request, "opens_form", False):
            self.choose_drafting(request, found)
        return found

    def keep_sent(self, request: HttpRequest, key: int) -> bool:
        """Keep the form that was sent as the article's draft; return whether that was possible. If
        not, the form says why, with all that it held. Raises PermissionDenied."""
        request.draft_problem = _keep_whole(request, key)
        return not request.draft_problem

    def is_as_kept(self, request: HttpRequest, article: Article) -> bool:
        """Return whether the form that was sent says nothing that is not kept already: what the
        draft holds that it was made of, or what the article says."""
        try:
            values = draft_store.sent_values(request.POST.lists())
        except TooLong:
            return False
        number = read_number(request.POST.get("draft_number", ""), VERSION_DIGITS)
        if number is not None:
            draft = draft_store.draft_of(article.pk)
            return draft is not None and (draft.number, draft.values) == (number, values)
        base = read_number(request.POST.get("expected_version", ""), VERSION_DIGITS)
        opened = version_at(article, base) if base is not None else None
        return opened is not None and content_of(values, opened.content) == opened.content

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """The form as the draft has it, where that is asked for."""
        form = super().get_form(request, obj, **kwargs)
        if problem := getattr(request, "draft_problem", ""):
            return refusing(form, problem)
        if request.method == "GET" and "draft" in request.GET and obj:
            draft = draft_store.draft_of(obj.pk)
            if draft and may_draft(request.user, obj):
                request.opened_draft = draft
                return _filled_with(form, draft, _without_place(request, draft, obj))
        return form

    def draft_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """Return what the page of the form shows of drafts."""
        if article is None or not may_draft(request.user, article):
            return {
                "may_draft": article is None,
                "csrf_cookie_name": settings.CSRF_COOKIE_NAME,
            }
        opened = getattr(request, "opened_draft", None)
        draft = opened or draft_store.draft_of(article.pk)
        changes = ()
        if draft:
            changes = content_changes(article.content(), drafted_content(draft, article))
        is_kept = request.method == "POST" and "draft_number" in request.POST
        sent = request.POST.get("draft_number", "") if is_kept else ""
        if getattr(request, "draft_problem", ""):
            sent = str(draft.number) if draft else ""
        return {
            "may_draft": True,
            "csrf_cookie_name": settings.CSRF_COOKIE_NAME,
            "draft": draft,
            "draft_is_open": bool(opened),
            "draft_changes": changes,
            "draft_number": str(draft.number) if opened else sent,
            "draft_url": reverse("admin:articles_article_draft", args=[article.pk]),
            "shared_url": _shared_url(request, draft) if draft and draft.is_shared else "",
        }

    def drop_published(self, request: HttpRequest, article: Article) -> None:
        """Remove the draft that was saved as the live text just now."""
        number = read_number(request.POST.get("draft_number", ""), VERSION_DIGITS)
        if number is not None:
            draft_store.discard(article.pk, number=number)

    def discard(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remove the draft that the page showed."""
        self._check_draft_right(request, pk)
        number = read_number(request.POST.get("draft_number", ""), VERSION_DIGITS)
        if number is not None and draft_store.discard(pk, number=number):
            self.message_user(request, "The draft is discarded.", messages.SUCCESS)
            if Article.objects.filter(pk=pk, status=Status.PUBLISHED).exists():
                end(pk, user=request.user, kind=EditorialNote.Kind.TAKEN_BACK)
        elif draft_store.draft_of(pk):
            text = "The draft has changed since you opened the page, so it is still here."
            self.message_user(request, text, messages.WARNING)
        return HttpResponseRedirect(form_url(pk))

    def share(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the draft an address that shows it to whoever has it."""
        self._check_draft_right(request, pk)
        draft_store.share(pk)
        draft = draft_store.draft_of(pk)
        if draft:
            text = f"Whoever has the address sees the draft until {_moment(draft.shared_until)}."
            self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(f"{form_url(pk)}?draft=1")

    def unshare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take that address back."""
        self._check_draft_right(request, pk)
        draft_store.unshare(pk)
        text = "The address shows the draft no more."
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(f"{form_url(pk)}?draft=1")

    def _check_draft_right(self, request: HttpRequest, pk: int) -> None:
        if not may_draft(request.user, get_object_or_404(Article, pk=pk)):
            raise PermissionDenied


def _article(key: int) -> Article | None:
    return Article.objects.filter(pk=key).first()


def _keep_whole(request: HttpRequest, key: int) -> str:
    """Keep the draft of a form that was sent as a whole; return what is in the way, "" if nothing
    is."""
    try:
        kept = _keep(request, key, request.user)
    except (OtherDraft, TooLong) as error:
        return _sentence(error)
    return "" if kept.status_code == 200 else _NO_VERSION


def _keep(request: HttpRequest, pk: int, user: AbstractBaseUser) -> HttpResponse:
    """Raises OtherDraft, TooLong, PermissionDenied."""
    values = draft_store.sent_values(request.POST.lists())
    base = read_number(request.POST.get("expected_version", ""), VERSION_DIGITS)
    if base is None:
        return _problem(_NO_VERSION, 400)
    number = read_number(request.POST.get("draft_number", ""), VERSION_DIGITS)
    if number is not None and draft_store.rewrite(
        pk, values, base_version=base, number=number, author=user, allowed=drafting_right(user)
    ):
        return _kept(number + 1)
    if not may_draft(user):
        raise PermissionDenied
    article = Article.objects.only("subject", "status").filter(pk=pk).first()
    if article is None:
        return _problem(_GONE, 404)
    if not may_draft(user, article):
        raise PermissionDenied
    if number is not None and (there := draft_store.draft_of(pk)):
        raise OtherDraft(there)
    # The draft that the form knew was published or discarded elsewhere: this is a new one.
    return _kept(draft_store.begin(pk, values, base_version=base, author=user))


def _kept(number: int) -> JsonResponse:
    return JsonResponse({"number": number})


def _problem(sentence: str, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"problem": sentence, **more}, status=status)


def _other(draft: Draft | None) -> JsonResponse:
    if draft is None:
        return _problem("The draft has just been discarded elsewhere.", 409, number="")
    return _problem(_sentence(OtherDraft(draft)), 409, number=draft.number)


def _sentence(error: Exception) -> str:
    if isinstance(error, TooLong):
        return _TOO_LONG
    draft = error.draft
    if draft is None:
        return "The draft has just been discarded elsewhere. Keep it again to make a new one."
    author = draft.author.get_username() if draft.author else "somebody"
    return (
        f"There is another draft of this article, by {author}, saved on"
        f" {_moment(draft.saved_at)}: yours is not kept beside it. Keep yours to replace it."
    )


def _moment(moment: Any) -> str:
    return f"{localtime(moment):%-d %b %Y, %H:%M %Z}"


def _shared_url(request: HttpRequest, draft: Draft) -> str:
    return request.build_absolute_uri(reverse("shared_draft", args=[draft_store.token_of(draft)]))


def _without_place(request: HttpRequest, draft: Draft, article: Article) -> dict[str, str]:
    """Return what stands in the boxes of the place where the draft may not say it: what somebody
    without the right to publish sent there would be done by who opens the draft and saves it."""
    author = request.user if draft.author_id == request.user.pk else draft.author
    if author is not None and may_publish(author, article):
        return {}
    return {"status": article.status, "subject": str(article.subject_id), "slug": article.slug}


def _filled_with(
    form: type[forms.ModelForm], draft: Draft, place: Mapping[str, str]
) -> type[forms.ModelForm]:
    """Return the form as if the draft had just been sent: what an import has changed meanwhile, and
    what collides with it, is found as by a save."""
    data = QueryDict(mutable=True)
    for name, texts in draft.values.items():
        if not (place and name in _PLACE):
            data.setlist(name, texts)
    for name, text in place.items():
        data[name] = text
    data["expected_version"] = str(draft.base_version)

    class Filled(form):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(data, *args, **kwargs)

    return Filled
