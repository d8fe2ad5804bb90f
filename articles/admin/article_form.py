"""The form of an article: `ArticleContent` in and out, and where the article stands.

It checks and compares; it writes nothing, not even its instance. `articles.publishing` does.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.admin.changes import content_values
from articles.admin.collision import (
    Collision,
    Place,
    Save,
    Settled,
    as_sent,
    collision,
    saves_since,
    settle,
)
from articles.admin.related import RelatedRows, related_rows, rows_data
from articles.admin.texts import AnswerField, WrittenField, WrittenLineField
from articles.admin.timeline import Version, version_at
from articles.content import MAX_LENGTHS, ArticleContent, RelatedLink, changed_fields
from articles.models import Article, Status, Subject
from articles.models.article import CONTENT_COLUMNS
from articles.source.paths import MAXIMUM_SLUG_LENGTH, article_path, is_slug, parse_article_path

_DEFAULTS = ArticleContent.__dataclass_fields__


class ArticleForm(forms.ModelForm):
    """`content` is what the editor wishes the article to hold, once the form is valid.

    `before` is the content that the form was opened with, `saved` what the article holds now.
    Where the two differ, somebody else saved meanwhile: `settled` says what becomes of both. Where
    they collide, `collision` is what the page shows, and the form goes back to the editor with the
    other's changes in it; saving that is deliberate. `changed_fields` names what saving changes.
    """

    title = WrittenField(label="Question", max_length=MAX_LENGTHS["title"])
    separate_texts = forms.BooleanField(
        label="Different texts for title, heading and question",
        required=False,
        help_text="The page prints the question; where that is empty, the heading; then the title.",
    )
    article_title = WrittenField(
        label="Heading", required=False, max_length=MAX_LENGTHS["article_title"]
    )
    question = WrittenField(
        label="Question as printed", required=False, max_length=MAX_LENGTHS["question"]
    )
    answer = AnswerField(max_length=MAX_LENGTHS["answer"])
    status = forms.ChoiceField(
        choices=Status,
        initial=Status.DRAFT,
        help_text="Readers of a draft get a 404, of a withdrawn article a 410 (gone).",
    )
    published_on = forms.DateField(required=False, widget=AdminDateWidget)
    # Declared, so that no button beside it deletes a subject from an article's page.
    subject = forms.ModelChoiceField(Subject.objects.all())
    slug = forms.CharField(
        max_length=MAXIMUM_SLUG_LENGTH,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="The last part of the address. When a public article moves, to another slug or"
        " another subject, its old address redirects here.",
    )
    author = WrittenLineField(required=False, max_length=MAX_LENGTHS["author"])
    date_format = WrittenLineField(
        initial=_DEFAULTS["date_format"].default,
        required=False,
        max_length=MAX_LENGTHS["date_format"],
        help_text="As in moment.js: MMM DD, YYYY is Dec 07, 2024.",
    )
    post_on_text = WrittenLineField(
        label="Words before the date",
        initial=_DEFAULTS["post_on_text"].default,
        required=False,
        max_length=MAX_LENGTHS["post_on_text"],
    )
    seo_title = WrittenField(
        label="Title",
        required=False,
        max_length=MAX_LENGTHS["seo_title"],
        help_text="The pattern “QuickTakes | Physics” says nothing: the question is shown instead.",
    )
    seo_description = WrittenField(
        label="Description", required=False, max_length=MAX_LENGTHS["seo_description"]
    )
    seo_keywords = WrittenField(
        label="Keywords",
        required=False,
        max_length=MAX_LENGTHS["seo_keywords"],
        help_text="Separated by commas.",
    )
    expected_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = (*CONTENT_COLUMNS, "subject", "slug", "status")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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

    @property
    def media(self) -> forms.Media:
        return super().media + self.related.media

    @property
    def is_move(self) -> bool:
        """True if the editor gives the article another address."""
        address = self.cleaned_data["subject"].pk, self.cleaned_data["slug"]
        return address != (self.instance.subject_id, self.instance.slug)

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug != self.instance.slug and not is_slug(slug):
            raise ValidationError("Use lower-case letters, digits and hyphens.")
        return slug

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._keep_untouched(data)
        self._unite_names(data)
        self._check_date(data)
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
        `publishing.publish`; the date of a public one cannot be taken away."""
        if data.get("published_on") or "published_on" in self.errors:
            return
        if self.instance.status == Status.PUBLISHED and self.instance.pk:
            self.add_error("published_on", "A published article needs its date.")
        elif data.get("status") == Status.PUBLISHED:
            data["published_on"] = timezone.localdate()

    def _check_address(self, data: dict[str, Any]) -> None:
        if self.instance.pk and not self.is_move:
            return
        taken = Article.objects.filter(subject=data["subject"], slug=data["slug"]).first()
        if taken:
            url = reverse("admin:articles_article_change", args=[taken.pk])
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
        sent = self.data.get("expected_version", "")
        if not (self.is_stale and sent.isascii() and sent.isdecimal() and len(sent) < 10):
            return
        self.opened = version_at(self.instance, int(sent))
        if self.opened:
            self.before = self.opened.content
            self.related = related_rows(self.instance, self.data, self.before.related)

    def _check_version(self, data: dict[str, Any]) -> None:
        if not self.is_stale:
            return
        self.saves = saves_since(self.instance, self.opened.number) if self.opened else ()
        mine = Place(data["status"], (data["subject"].pk, data["slug"]))
        if self.opened:
            opened = Place(self.opened.status, self._address_of(self.opened))
            now = Place(self.instance.status, (self.instance.subject_id, self.instance.slug))
            self.settled = settle((self.before, opened), (self.saved, now), (self.content, mine))
            if not self.settled.collisions:
                self._put_place(data)
                return
        typed = {
            "status": Status(mine.status).label,
            "address": article_path(data["subject"].slug, data["slug"]),
        }
        now = {
            "status": Status(self.instance.status).label,
            "address": self.instance.get_absolute_url(),
        }
        self.collision = collision(
            self.settled,
            opened=self.opened.values() if self.opened else {},
            saved=content_values(self.saved) | now,
            mine=content_values(self.content) | typed,
            saves=self.saves,
        )
        self._put_place(data)
        self._show_settled()
        self.add_error(
            None,
            "Somebody else saved this article while you were writing, and changed the same. Nothing"
            " of yours is lost: it is in the form, and not saved. Look, and save again: your text"
            " then takes the place of theirs.",
        )

    def _address_of(self, version: Version) -> tuple[int, str]:
        """A subject that is gone by now was taken away by somebody else, not by this editor."""
        location = parse_article_path(version.address)
        subject = Subject.objects.filter(slug=location.subject_slug).first()
        return (subject.pk if subject else self.instance.subject_id), location.slug

    def _put_place(self, data: dict[str, Any]) -> None:
        """Where the editor left status and address alone, they stay as somebody else set them."""
        if self.settled:
            place = self.settled.place
            data["status"] = place.status
            data["slug"] = place.address[1]
            data["subject"] = Subject.objects.get(pk=place.address[0])

    def _show_settled(self) -> None:
        """Let the form show the merged content, as if it had been made of the live version."""
        content = self.settled.content if self.settled else self.content
        self.data = self.data.copy()
        for name in [name for name in self.data if name.startswith("related-")]:
            del self.data[name]
        for name, value in as_sent(content).items():
            self.data[name] = value
        if not content.no_index:
            self.data.pop("no_index", None)
        if self.settled:
            self.data["status"] = self.settled.place.status
            self.data["subject"], self.data["slug"] = map(str, self.settled.place.address)
        for name, value in rows_data(related_rows(self.instance, None), content.related).items():
            self.data[name] = value
        self.data["expected_version"] = str(self.instance.version)
        self.related = related_rows(self.instance, self.data)


def _stored_content(article: Article, related: RelatedRows) -> ArticleContent:
    """Return `article.content()`, from the related rows that the form has read already."""
    links = tuple(RelatedLink(row["path"], row["title"]) for row in related.initial)
    columns = {name: getattr(article, name) for name in CONTENT_COLUMNS}
    return ArticleContent(related=links, **columns)


def _has_separate_texts(article: Article) -> bool:
    """False for every file of today: three fields, one text (FORMAT.md, "One file")."""
    return not article.title == article.article_title == article.question
