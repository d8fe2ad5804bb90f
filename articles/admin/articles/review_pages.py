"""Review in the desk: a draft is sent for review, published or sent back by its reviewer, and
commented on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from articles.admin.articles.discussion import discussion_of
from articles.admin.base.article_addresses import form_url
from articles.admin.base.field_changes import content_changes
from articles.admin.base.kept_messages import tell_taken
from articles.admin.base.lookup_guards import VERSION_DIGITS, read_number
from articles.drafts.draft_publication import UnfitDraft, publish_draft
from articles.drafts.draft_store import draft_of
from articles.drafts.drafted_article import drafted_content
from articles.importer.kept_deliveries import change_status
from articles.models import Article, Draft, EditorialNote, Status
from articles.models.editorial_note import MOST_CHARACTERS
from articles.reviewing import comments, turns
from articles.reviewing.editorial_mail import tell, tell_published
from articles.reviewing.reviewers import reviewers
from articles.rights import may_draft, may_publish, may_review

_OVER = "Somebody was faster: this has been decided, or taken back, since you opened the page."
_LIVE = (
    "Readers see this article as it is, and nothing else is drafted: there is nothing to review."
)
_CHANGED = (
    "The text has changed since you opened the page. Look at it again; nothing was published."
)


class ReviewMixin:
    """For the ModelAdmin of articles, before the mixin of drafts."""

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "articles_article"
        decide, said = view(require_POST(self.decide)), view(require_POST(self.say))
        return [
            path("<int:pk>/review/send/", view(self.send), name=f"{name}_review_send"),
            path("<int:pk>/review/", decide, name=f"{name}_review"),
            path("<int:pk>/comments/", said, name=f"{name}_comments"),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The button “Send for review”: what is typed is kept as the draft first."""
        key = read_number(object_id or "")
        if request.method == "POST" and "_review" in request.POST and key is not None:
            article = self._article(request, key)
            if self.is_as_kept(request, article) or self.keep_sent(request, key):
                return HttpResponseRedirect(_send_url(key))
        return super().changeform_view(request, object_id, *args, **kwargs)

    def review_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """Return what the page of the form shows of reviews and comments: one query."""
        if article is None:
            return {}
        return {"discussion": discussion_of(article, request.user)}

    def end_published(self, request: HttpRequest, article: Article) -> None:
        """End the review of what was saved as the live text just now."""
        turn = turns.end_if_published(article, user=request.user)
        _name_told(self, request, tell_published(article, turn, user=request.user))

    def send(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page that asks for a note and a reviewer, and the sending."""
        article = self._article(request, pk)
        people = reviewers(article)
        if request.method == "POST":
            return self._send(request, article, people)
        draft = draft_of(pk)
        changes = (
            content_changes(article.content(), drafted_content(draft, article)) if draft else ()
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Send for review",
            "article": article,
            "draft": draft,
            "changes": changes if article.status == Status.PUBLISHED else (),
            "is_live": draft is None and article.status != Status.DRAFT,
            "turn": turns.turn_of(pk),
            "reviewers": people,
            "most_characters": MOST_CHARACTERS,
        }
        return TemplateResponse(request, "admin/articles/article/send_for_review.html", context)

    def _send(
        self, request: HttpRequest, article: Article, people: list[AbstractBaseUser]
    ) -> HttpResponse:
        wanted = read_number(request.POST.get("reviewer", ""))
        reviewer = next((user for user in people if user.pk == wanted), None)
        try:
            note = turns.send(article, author=request.user, reviewer=reviewer, text=_text(request))
        except turns.NothingToReview:
            self.message_user(request, _LIVE, messages.WARNING)
            return HttpResponseRedirect(form_url(article.pk))
        whom = reviewer.get_username() if reviewer else "whoever may review"
        self.log_change(request, article, f"Sent for review, to {whom}.")
        self.message_user(request, f"Sent for review, to {whom}.", messages.SUCCESS)
        _name_told(self, request, tell(article, note))
        return HttpResponseRedirect(form_url(article.pk))

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """`decision` on the turn that the page showed: publish, return or take-back."""
        article = self._article(request, pk)
        turn = read_number(request.POST.get("turn", "")) or 0
        decisions: dict[str, Callable[[HttpRequest, Article, int], None]] = {
            "publish": self._publish,
            "return": self._return,
            "take-back": self._take_back,
        }
        decide = decisions.get(request.POST.get("decision", ""))
        try:
            if decide:
                with transaction.atomic():
                    decide(request, article, turn)
        except turns.TurnOver:
            self.message_user(request, _OVER, messages.WARNING)
        except UnfitDraft as error:
            self.message_user(request, f"Not published. {error}", messages.ERROR)
        return HttpResponseRedirect(form_url(pk))

    def _publish(self, request: HttpRequest, article: Article, turn: int) -> None:
        if not (may_review(request.user, article) and may_publish(request.user, article)):
            raise PermissionDenied
        there = turns.turn_of(article.pk)
        if there is None or there.pk != turn or there.kind != EditorialNote.Kind.SENT:
            raise turns.TurnOver
        draft = draft_of(article.pk)
        if _is_another_text(request, article, draft):
            self.message_user(request, _CHANGED, messages.WARNING)
            return
        article = publish_draft(article, draft, actor=request.user, reason="Reviewed")
        article, taken = change_status(article, Status.PUBLISHED, actor=request.user)
        ended = turns.end(article.pk, user=request.user)
        self.log_change(request, article, "Published what was sent for review.")
        text = format_html(
            'Published: {}. <a href="{}">See its page</a>',
            article.heading,
            article.get_absolute_url(),
        )
        self.message_user(request, text, messages.SUCCESS)
        tell_taken(request, article, taken)
        _name_told(self, request, tell_published(article, ended, user=request.user))

    def _return(self, request: HttpRequest, article: Article, turn: int) -> None:
        if not may_review(request.user, article):
            raise PermissionDenied
        text = _text(request)
        if not text.strip():
            refused = "Say in the note what is to be done. Nothing was sent back."
            self.message_user(request, refused, messages.ERROR)
            return
        note = turns.give_back(article.pk, turn, reviewer=request.user, text=text)
        whom = note.addressee.get_username() if note.addressee else "its author"
        self.log_change(request, article, f"Sent back to {whom}.")
        self.message_user(request, f"Sent back to {whom}, with your note.", messages.SUCCESS)
        _name_told(self, request, tell(article, note))

    def _take_back(self, request: HttpRequest, article: Article, turn: int) -> None:
        turns.take_back(article.pk, turn, user=request.user)
        text = "The draft is in review no more. It stays a draft."
        self.message_user(request, text, messages.SUCCESS)

    def say(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write every comment and answer that was typed, `comment` and `answer-<key>`; the button
        `do` may resolve one or open it again as well: `resolve-<key>`, `reopen-<key>`."""
        article = self._article(request, pk)
        said = self._write_notes(request, article)
        action, _, number = request.POST.get("do", "").partition("-")
        key = read_number(number)
        if key is not None and action == "resolve" and comments.resolve(pk, key, user=request.user):
            said.append("The comment is resolved.")
        elif key is not None and action == "reopen" and comments.reopen(pk, key):
            said.append("The comment is open again.")
        if said:
            self.message_user(request, " ".join(said), messages.SUCCESS)
        else:
            self.message_user(request, "Nothing was written.", messages.WARNING)
        return HttpResponseRedirect(f"{form_url(pk)}#discussion")

    def _write_notes(self, request: HttpRequest, article: Article) -> list[str]:
        """Write what was typed; return what to say of it."""
        said = []
        for name, value in request.POST.items():
            kind, _, number = name.partition("-")
            text, key = _cut(value), read_number(number)
            if not text or name not in ("comment", f"answer-{key}"):
                continue
            try:
                note = (
                    comments.answer(article.pk, key, author=request.user, text=text)
                    if kind == "answer"
                    else comments.comment(article.pk, author=request.user, text=text)
                )
            except comments.NoSuchComment:
                continue
            said.append(
                "Your answer is written." if kind == "answer" else "Your comment is written."
            )
            _name_told(self, request, tell(article, note))
        return said

    def _article(self, request: HttpRequest, pk: int) -> Article:
        """The article, for who may write its draft."""
        article = get_object_or_404(Article.objects.select_related("subject"), pk=pk)
        if not may_draft(request.user, article):
            raise PermissionDenied
        return article


def _is_another_text(request: HttpRequest, article: Article, draft: Draft | None) -> bool:
    """Whether somebody else has written in the draft since the page was opened, or, where there is
    none, in the article itself. What comes under a draft is merged with it."""
    shown = read_number(request.POST.get("shown_draft", ""), VERSION_DIGITS)
    if draft is None:
        version = read_number(request.POST.get("shown_version", ""), VERSION_DIGITS)
        return shown is not None or version != article.version
    return shown != draft.number and draft.author_id != request.user.pk


def _name_told(admin: Any, request: HttpRequest, people: list[AbstractBaseUser]) -> None:
    if people:
        names = ", ".join(user.get_username() for user in people)
        admin.message_user(request, f"An e-mail goes to {names}.", messages.INFO)


def _text(request: HttpRequest) -> str:
    return _cut(request.POST.get("note", ""))


def _cut(text: str) -> str:
    """What was typed, as a database keeps it (PostgreSQL keeps no NUL)."""
    return text.replace("\0", "").replace("\r\n", "\n").strip()[:MOST_CHARACTERS]


def _send_url(article_key: int) -> str:
    return reverse("admin:articles_article_review_send", args=[article_key])
