"""The form of an article: `ArticleContent` in and out, and where the article stands.

It checks and compares; it writes nothing, not even its instance. `articles.publishing` does.
"""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.admin.comparison import Difference, differences
from articles.admin.related import RelatedRows, related_rows
from articles.admin.texts import AnswerField, WrittenField, WrittenLineField
from articles.content import MAX_LENGTHS, ArticleContent, RelatedLink
from articles.models import Article, Status, Subject
from articles.models.article import CONTENT_COLUMNS
from articles.source.paths import MAXIMUM_SLUG_LENGTH, is_slug

_DEFAULTS = ArticleContent.__dataclass_fields__


class ArticleForm(forms.ModelForm):
    """`content` is what the editor wishes the article to hold, once the form is valid.

    `conflict` lists the fields in which the article differs from the editor's text, where
    somebody else saved meanwhile; saving the same form again overwrites on purpose.
    `changed_fields` names what saving changes.
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
    answer = AnswerField()
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
        help_text="The pattern “QuickTakes | Physics” says nothing: the question is shown instead.",
    )
    seo_description = WrittenField(label="Description", required=False)
    seo_keywords = WrittenField(label="Keywords", required=False, help_text="Separated by commas.")
    expected_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = (*CONTENT_COLUMNS, "subject", "slug", "status")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article = self.instance
        self.content: ArticleContent | None = None
        self.conflict: tuple[Difference, ...] | None = None
        self.before: ArticleContent | None = None
        self.changed_fields: list[str] = []
        self.related: RelatedRows = related_rows(article, self.data if self.is_bound else None)
        if article.pk:
            self.before = _stored_content(article, self.related)
            self.initial["separate_texts"] = _has_separate_texts(article)
            self.initial["expected_version"] = article.version

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
        self.changed_fields = self._name_changes(data)
        self._check_version(data)
        self._check_address(data)
        return data

    def _name_changes(self, data: dict[str, Any]) -> list[str]:
        """Return the names of what saving changes, for the log."""
        before = self.before
        if before is None:
            return []
        names = [
            name
            for name in ArticleContent.__dataclass_fields__
            if getattr(before, name) != getattr(self.content, name)
        ]
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
            message = 'Another article stands at this address: <a href="{}">{}</a>.'
            self.add_error("slug", format_html(message, url, taken.heading))

    def _check_version(self, data: dict[str, Any]) -> None:
        if self.before is None or data.get("expected_version") == self.instance.version:
            return
        self.conflict = differences(self.before, self.content)
        self.data = self.data.copy()
        self.data["expected_version"] = self.instance.version
        self.add_error(
            None,
            "Somebody else saved this article while you were writing. Nothing of yours is lost:"
            " it is still in the form, and not saved. Save again to put it in the place of what"
            " is shown here.",
        )


def _stored_content(article: Article, related: RelatedRows) -> ArticleContent:
    """Return `article.content()`, from the related rows that the form has read already."""
    links = tuple(RelatedLink(row["path"], row["title"]) for row in related.initial)
    columns = {name: getattr(article, name) for name in CONTENT_COLUMNS}
    return ArticleContent(related=links, **columns)


def _has_separate_texts(article: Article) -> bool:
    """False for every file of today: three fields, one text (FORMAT.md, "One file")."""
    return not article.title == article.article_title == article.question
