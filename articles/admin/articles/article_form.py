"""Article form: converts ArticleContent to form data and back, with subject, slug and status.

It checks and compares; it writes nothing, not even its instance. `articles.publishing` does.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html

from articles.admin.articles.collision_form_data import data_again, values_now, values_sent
from articles.admin.articles.edit_collision import (
    Collision,
    Place,
    Save,
    Settled,
    collision,
    opened_version,
    saves_since,
    settled,
)
from articles.admin.articles.form_fields import ArticleFields
from articles.admin.articles.related_form import RelatedRows, related_rows
from articles.admin.base.article_addresses import form_url
from articles.admin.base.exact_text_fields import WrittenField, check_sources
from articles.admin.history.timeline import values_of
from articles.core.article_content import ArticleContent, RelatedLink, changed_fields
from articles.core.text.source_list import tidy_sources
from articles.models import Article, Status, Subject
from articles.models.article import CONTENT_COLUMNS
from articles.publishing import Version
from articles.rights import Scope

_COLLIDES = (
    "Somebody else saved this article while you were writing, and changed the same. Nothing of"
    " yours is lost: it is in the form, and not saved. Look, and save again: your text then takes"
    " the place of theirs."
)


class ArticleForm(ArticleFields):
    """`content` is what the editor wishes the article to hold, once the form is valid.

    `before` is the content that the form was opened with, `saved` what the article holds now.
    Where the two differ, somebody else saved meanwhile: `settled` says what becomes of both. Where
    they collide, `collision` is what the page shows, and the form goes back to the editor with the
    other's changes in it; saving that is deliberate. `changed_fields` names what saving changes.
    """

    # Set for each request (`articles/admin/articles/article_rights.py`).
    may_publish = True
    scope: Scope | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limit_boxes()
        article = self.instance
        self.content: ArticleContent | None = None
        self.settled: Settled | None = None
        self.collision: Collision | None = None
        self.saves: Sequence[Save] = ()
        self.saved: ArticleContent | None = None
        self.before: ArticleContent | None = None
        self.opened: Version | None = None
        self.changed_fields: list[str] = []
        data = self.data if self.is_bound else None
        self.related: RelatedRows = related_rows(article, data)
        if article.pk:
            self.saved = self.before = _stored_content(article, self.related)
            self.initial["separate_texts"] = _has_separate_texts(article)
            self.initial["expected_version"] = article.version
            self._find_opened()

    def _limit_boxes(self) -> None:
        """Without the right to publish an article stays where it is and as public as it is: what is
        sent for such a box counts for nothing. A new one is a draft."""
        if not self.may_publish:
            place = ("subject", "slug") if self.instance.pk else ()
            for name in {"status", "takes_away", *place} & self.fields.keys():
                self.fields[name].disabled = True
        if self.scope is not None and "subject" in self.fields:
            self.fields["subject"].queryset = Subject.objects.filter(pk__in=self.scope.keys)

    @property
    def media(self) -> forms.Media:
        return super().media + self.related.media

    @property
    def is_move(self) -> bool:
        """True if the editor gives the article another address."""
        address = self.cleaned_data["subject"].pk, self.cleaned_data["slug"]
        return address != (self.instance.subject_id, self.instance.slug)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._keep_untouched(data)
        self._unite_names(data)
        self._check_date(data)
        self._check_review_dates(data)
        self._check_sources(data)
        self._check_absence(data)
        if not self.related.is_valid():
            self.add_error(None, "A related question needs attention.")
        if self.errors:
            return data
        self.content = ArticleContent(
            related=self.related.links, **{name: data[name] for name in CONTENT_COLUMNS}
        )
        self._check_version(data)
        self.changed_fields = self._name_changes(data)
        self._check_address(data)
        return data

    def _name_changes(self, data: dict[str, Any]) -> list[str]:
        """Return the names of what saving changes, for the log."""
        if self.saved is None:
            return []
        content = self.settled.content if self.settled else self.content
        names = changed_fields(self.saved, content)
        names += ["address"] if self.is_move else []
        return names + (["status"] if data["status"] != self.instance.status else [])

    def _post_clean(self) -> None:
        """Leave the instance alone: it is what the database holds, and publishing compares with
        it. What a ModelForm would check here is checked by the fields and by clean()."""

    def _keep_untouched(self, data: dict[str, Any]) -> None:
        for name, field in self.fields.items():
            if isinstance(field, WrittenField) and name in data and self.before is not None:
                data[name] = field.kept(data[name], getattr(self.before, name))

    def _unite_names(self, data: dict[str, Any]) -> None:
        """One box stands for three texts while they agree; a text that was edited in its own box
        is meant, whether the box was ticked or not."""
        before = self.before
        edited = any(
            data.get(name, "") != (getattr(before, name) if before else "")
            for name in ("article_title", "question")
        )
        if not (data.get("separate_texts") or edited):
            data["article_title"] = data["question"] = data.get("title", "")

    def _check_date(self, data: dict[str, Any]) -> None:
        """A published article has a date: an undated one is published today, as by
        `publishing.publish`; the date of a public one cannot be taken away. A date to come is no
        schedule: the article would be public at once, and first in every list until that day."""
        day = data.get("published_on")
        is_set = self.before is None or day != self.before.published_on
        if day and is_set and day > timezone.localdate():
            text = "This day is still to come. Take today, or plan it: “At a later time”."
            self.add_error("published_on", text)
        if day or "published_on" in self.errors:
            return
        if self.instance.status == Status.PUBLISHED and self.instance.pk:
            self.add_error("published_on", "A published article needs its date.")
        elif data.get("status") == Status.PUBLISHED:
            data["published_on"] = timezone.localdate()

    def _check_review_dates(self, data: dict[str, Any]) -> None:
        """Nobody has reviewed a text tomorrow, and a day needs its reviewer: the page prints both
        or none."""
        day = data.get("reviewed_on")
        is_set = self.before is None or day != self.before.reviewed_on
        if day and is_set and day > timezone.localdate():
            self.add_error("reviewed_on", "This day is still to come.")
        if day and is_set and not data.get("reviewed_by", "").strip():
            self.add_error("reviewed_by", "Name who reviewed it on that day.")

    def _check_sources(self, data: dict[str, Any]) -> None:
        """Each line names an address of the web. What nobody has touched stays as it is."""
        text = data.get("sources", "")
        if self.before is not None and text == self.before.sources:
            return
        try:
            check_sources(text)
        except ValidationError as error:
            self.add_error("sources", error)
        else:
            data["sources"] = tidy_sources(text)

    def _check_absence(self, data: dict[str, Any]) -> None:
        """Readers lose the page at once: that is asked for twice."""
        status = data.get("status")
        is_public = self.instance.pk and self.instance.status == Status.PUBLISHED
        if is_public and status and status != Status.PUBLISHED and not data.get("takes_away"):
            answer = "“Page not found” (404)" if status == Status.DRAFT else "“withdrawn” (410)"
            text = f"Readers see this article now, and would get {answer} at once. If you mean it,"
            self.add_error("status", f"{text} tick “Take it off the site” and save again.")

    def _check_address(self, data: dict[str, Any]) -> None:
        if self.instance.pk and not self.is_move:
            return
        taken = Article.objects.filter(subject=data["subject"], slug=data["slug"]).first()
        if taken:
            url = form_url(taken.pk)
            # Its address and not its heading: who may add articles alone may not read a draft.
            message = 'Another article stands at this address: <a href="{}">{}</a>.'
            self.add_error("slug", format_html(message, url, taken.get_absolute_url()))

    @property
    def is_stale(self) -> bool:
        """True if the form was made of another version than the live one."""
        sent = self.data.get("expected_version", "") if self.is_bound else None
        return bool(self.instance.pk) and sent is not None and sent != str(self.instance.version)

    def _find_opened(self) -> None:
        """Take the rows and texts of a stale form for what it was made of: what its editor left
        untouched is then no change of theirs."""
        if self.is_stale:
            self.opened = opened_version(self.instance, self.data.get("expected_version", ""))
        if self.opened:
            self.before = self.opened.content
            self.related = related_rows(self.instance, self.data, self.before.related)

    def _check_version(self, data: dict[str, Any]) -> None:
        if not self.is_stale:
            return
        article, opened = self.instance, self.opened
        mine = Place(data["status"], (data["subject"].pk, data["slug"]))
        self.saves = saves_since(article, opened.number) if opened else ()
        self.settled = settled(article, opened, saved=self.saved, mine=(self.content, mine))
        if self.settled is None or self.settled.collisions:
            self.collision = collision(
                self.settled,
                opened=values_of(opened) if opened else {},
                saved=values_now(article, self.saved),
                mine=values_sent(data, self.content),
                saves=self.saves,
            )
        self._put_place(data)
        if self.collision:
            content = self.settled.content if self.settled else self.content
            place = self.settled.place if self.settled else None
            self.data = data_again(self.data, article, content, place)
            self.related = related_rows(article, self.data)
            self.add_error(None, _COLLIDES)

    def _put_place(self, data: dict[str, Any]) -> None:
        """Where the editor left status and address alone, they stay as somebody else set them."""
        if self.settled:
            place = self.settled.place
            data["status"] = place.status
            data["slug"] = place.address[1]
            data["subject"] = Subject.objects.get(pk=place.address[0])


def _stored_content(article: Article, related: RelatedRows) -> ArticleContent:
    """Return `article.content()`, from the related rows that the form has read already."""
    links = tuple(RelatedLink(row["path"], row["title"]) for row in related.initial)
    columns = {name: getattr(article, name) for name in CONTENT_COLUMNS}
    return ArticleContent(related=links, **columns)


def _has_separate_texts(article: Article) -> bool:
    """False for every file of today: three fields, one text (docs/corpus.md, "One file")."""
    return not article.title == article.article_title == article.question
