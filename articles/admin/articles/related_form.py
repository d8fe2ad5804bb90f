"""Formset of an article's related questions.

A plain formset and not an inline of Django's: its rows are places in a list, not rows of the
database. Saving replaces the list (SQLite has no deferrable uniqueness), so that primary keys in
an open form would be wrong after any other save.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from articles.admin.articles.computed_related import adopted_links
from articles.admin.base.article_picker import ArticlePicker
from articles.admin.base.exact_text_fields import WrittenField, WrittenLineField
from articles.core.article_content import RelatedLink
from articles.core.source.article_paths import normalise_path, parse_article_path
from articles.models import Article

MAXIMUM_ROWS = 100
_NO_ARTICLE = "This article does not exist any more."


class RelatedForm(forms.Form):
    """One row. A picked article decides the address; an address is for what is not here yet."""

    order = forms.IntegerField(
        required=False, min_value=0, max_value=10_000, widget=forms.NumberInput(attrs={"size": 3})
    )
    # Where no number of a database can be, no article can.
    article = forms.IntegerField(
        required=False,
        widget=ArticlePicker,
        min_value=1,
        max_value=models.BigIntegerField.MAX_BIGINT,
        error_messages=dict.fromkeys(("min_value", "max_value"), _NO_ARTICLE),
    )
    # The article as the form showed it. What stands at the row's address may have moved, come or
    # gone since, and an untouched row would look like another choice.
    shown_article = forms.CharField(required=False, widget=forms.HiddenInput)
    path = WrittenLineField(label="address", required=False, max_length=300)
    title = WrittenField(
        required=False, widget=forms.Textarea(attrs={"rows": 1, "class": "written"})
    )

    @property
    def stored(self) -> RelatedLink:
        """The row as it was when the form was made; empty for a new one."""
        return RelatedLink(self.initial.get("path", ""), self.initial.get("title", ""))

    @property
    def target(self) -> Article | None:
        return self.initial.get("target")

    @property
    def is_picked(self) -> bool:
        """True if another article was chosen than the one that the row showed."""
        picked = self.cleaned_data.get("article")
        shown = self.cleaned_data.get("shown_article") or self.initial.get("article") or ""
        return picked is not None and str(picked) != str(shown)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        stored = self.stored
        data["title"] = self.fields["title"].kept(data.get("title", ""), stored.title)
        path = typed = self.fields["path"].kept(data.get("path", ""), stored.path)
        if path != stored.path:
            path = normalise_path(path) or ""
        is_meant = typed or stored.path or data["title"]
        if is_meant and not (path or self.is_picked or self.errors):
            self.add_error("path", "Choose an article, or write /learn/<subject>/questions/<slug>.")
        data["path"] = path
        return data


class RelatedRows(forms.BaseFormSet):
    """All rows; `links` is the list that they make once they are valid."""

    links: tuple[RelatedLink, ...] = ()
    own_path = ""
    adopted: Sequence[RelatedLink] = ()

    def __init__(self, *args: Any, labels: Mapping[str, str], **kwargs: Any) -> None:
        self.labels = labels
        super().__init__(*args, **kwargs)

    def add_fields(self, form: RelatedForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["article"].widget.known = self.labels

    def clean(self) -> None:
        if any(self.errors):
            return
        forms_kept = [form for form in self.forms if form.has_changed() or form.initial]
        kept = [form for form in forms_kept if not form.cleaned_data.get("DELETE")]
        self._fill_in(kept)
        kept = [form for form in kept if form.cleaned_data["path"]]
        self._refuse_repeated(kept)
        kept.sort(key=_place)
        self.links = tuple(
            RelatedLink(form.cleaned_data["path"], form.cleaned_data["title"]) for form in kept
        )
        known = {link.path for link in self.links}
        self.links += tuple(link for link in self.adopted if link.path not in known)

    def _fill_in(self, rows: Iterable[RelatedForm]) -> None:
        """Give picked rows the address of their article, and new ones without a title its own."""
        picked = {row.cleaned_data["article"] for row in rows if row.is_picked}
        articles = _by_key(picked) if picked else {}
        waiting = [row for row in rows if _lacks_title(row)]
        by_path = _by_path(row.cleaned_data["path"] for row in waiting) if waiting else {}
        for row in rows:
            data = row.cleaned_data
            article = by_path.get(data["path"])
            if row.is_picked:
                article = articles.get(data["article"])
                if article is None:
                    row.add_error("article", _NO_ARTICLE)
                    continue
                data["path"] = article.get_absolute_url()
                if data["title"] == row.stored.title:
                    data["title"] = article.heading
            if article and not data["title"] and data["path"] != row.stored.path:
                data["title"] = article.heading

    def _refuse_repeated(self, rows: Iterable[RelatedForm]) -> None:
        seen = set()
        for row in rows:
            path = row.cleaned_data["path"]
            if path in seen:
                row.add_error("path", "This question is in the list already.")
            elif path == self.own_path and path != row.stored.path:
                row.add_error("path", "An article is not related to itself.")
            seen.add(path)
        if any(row.errors for row in rows):
            raise ValidationError("A related question needs attention.")


RelatedFormSet = forms.formset_factory(
    RelatedForm,
    formset=RelatedRows,
    can_delete=True,
    extra=1,
    absolute_max=MAXIMUM_ROWS * 2,
    max_num=MAXIMUM_ROWS,
    validate_max=True,
)


def related_rows(
    article: Article,
    data: Mapping[str, str] | None,
    opened: Sequence[RelatedLink] | None = None,
) -> RelatedRows:
    """Return the formset of an article's related questions, bound where there is `data`.

    `opened` are the links that the sender's form was made of, where others stand there by now.
    """
    if opened is not None:
        targets = _by_path(link.path for link in opened)
        links = [(link, targets.get(link.path)) for link in opened]
    elif article.pk:
        rows = article.related.select_related("target__subject").defer("target__answer")
        links = [(row, row.target) for row in sorted(rows, key=lambda row: row.position)]
    else:
        links = []
    initial = [
        {
            "order": place,
            "article": target.pk if target else None,
            "shown_article": target.pk if target else None,
            "path": link.path,
            "title": link.title,
            "target": target,
        }
        for place, (link, target) in enumerate(links, start=1)
    ]
    labels = {
        str(target.pk): f"{target.heading} ({target.subject.name})" for _, target in links if target
    }
    rows = RelatedFormSet(data, initial=initial, prefix="related", labels=labels)
    rows.adopted = adopted_links(article, data)
    rows.own_path = article.get_absolute_url() if article.pk else ""
    return rows


def rows_data(rows: RelatedRows, wished: Sequence[RelatedLink]) -> dict[str, str]:
    """Return what a browser would send for the untouched `rows` once an editor has made them
    `wished`: each row at its new place, the missing ticked off, the new ones behind."""
    shown = [(row["path"], row["title"], row["article"] or "") for row in rows.initial]
    known = {path for path, _, _ in shown}
    new = [(link.path, link.title, "") for link in wished if link.path not in known]
    places = {link.path: (place, link.title) for place, link in enumerate(wished, start=1)}
    data = {
        "related-INITIAL_FORMS": str(len(shown)),
        "related-TOTAL_FORMS": str(len(shown) + len(new) + 1),
    }
    for index, (path, title, article) in enumerate([*shown, *new]):
        place, wish = places.get(path, ("", title))
        row = {"order": place, "article": article, "shown_article": article}
        row |= {"path": path, "title": wish}
        if path not in places:
            row["DELETE"] = "on"
        data |= {f"related-{index}-{name}": str(value) for name, value in row.items()}
    return data


def _place(form: RelatedForm) -> int:
    order = form.cleaned_data.get("order")
    return MAXIMUM_ROWS * 200 if order is None else order


def _lacks_title(row: RelatedForm) -> bool:
    data = row.cleaned_data
    return not data["title"] and not row.is_picked and data["path"] != row.stored.path


def _by_key(keys: Iterable[int]) -> dict[int, Article]:
    articles = Article.objects.filter(pk__in=keys).select_related("subject").defer("answer")
    return {article.pk: article for article in articles}


def _by_path(paths: Iterable[str]) -> dict[str, Article]:
    """Return the articles that stand at the addresses, by address."""
    locations = [parse_article_path(path) for path in paths if path]
    if not locations:
        return {}
    articles = (
        Article.objects.filter(
            subject__slug__in={location.subject_slug for location in locations},
            slug__in={location.slug for location in locations},
        )
        .select_related("subject")
        .defer("answer")
    )
    return {article.get_absolute_url(): article for article in articles}
