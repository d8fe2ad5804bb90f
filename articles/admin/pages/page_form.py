"""Form of a plain page: what is typed becomes content, merged with what was saved meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from articles.admin.base.exact_text_fields import AnswerField
from articles.admin.base.field_changes import FieldChange
from articles.admin.base.three_way_diff import Chunk, panes
from articles.admin.history.timeline import author_of
from articles.admin.pages.page_words import (
    LABELS,
    content_texts,
    label_of,
    labelled_changes,
    version_texts,
)
from articles.core.page_content import PAGE_FIELDS, PageContent, page_content, page_values
from articles.models import Page, PageDraft, PageRevision, Status
from articles.pages.page_drafts import draft_of, drafted_content
from articles.pages.page_merging import (
    MergedPage,
    PageVersion,
    merge_page,
    page_version,
    version_of_page,
)
from articles.pages.reserved_addresses import is_reserved
from articles.pages.suggested_pages import TO_FILL_IN

_LONGEST_TEXT = Page._meta.get_field("text").max_length
_SHOWN_SAVES = 10
_STALE = (
    "Somebody else has saved this page since you opened it. Nothing is lost, and nothing is saved:"
    " compare the two, and save again."
)
_OTHER_DRAFT = (
    "There is another draft of this page than the one that you opened. Nothing is saved: compare"
    " the two, and save again to put yours in its place."
)


@dataclass(frozen=True, slots=True)
class Save:
    """A save that the editor had not seen."""

    number: int
    author: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class CollidingField:
    """A field in three panes: as it was, as it was saved since, as the form has it."""

    label: str
    chunks: Sequence[Chunk]


@dataclass(frozen=True, slots=True)
class PageCollision:
    """What the page shows, so that its editor can decide. `differences` where nothing is known of
    the version that was opened, or where a draft is in the way."""

    saves: Sequence[Save] = ()
    fields: Sequence[CollidingField] = ()
    differences: Sequence[FieldChange] = ()
    kept: str = ""


class PageForm(forms.ModelForm):
    """`content`, `slug` and `status` are what shall be saved once the form is valid, as the next
    version after `saved_version`. Where the page has a draft, the form is made of it."""

    # Set for each request.
    may_publish = False
    is_drafting = False
    shows_live = False

    text = AnswerField(label="Text", max_length=_LONGEST_TEXT)
    reason = forms.CharField(
        label="What you changed, and why",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="For the history; readers do not see it.",
    )
    opened_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    draft_number = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Page
        fields = (
            *("title", "slug", "text", "description", "kind"),
            *("is_in_footer", "position", "no_index", "status"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft_of(self.instance) if self.instance.pk else None
        self.opens_draft = self.draft is not None and not self.shows_live
        self.collision: PageCollision | None = None
        self.kept: tuple[str, ...] = ()
        self.saves: Sequence[Save] = ()
        self.saved_version = self.instance.version
        if self.instance.pk:
            self.initial |= {"opened_version": self.instance.version, "draft_number": 0}
        if self.opens_draft:
            self.initial |= page_values(drafted_content(self.draft))
            numbers = {"draft_number": self.draft.number, "opened_version": self.draft.base_version}
            self.initial |= numbers
        if "status" in self.fields and not self.may_publish:
            now = self.instance.status
            self.fields["status"].choices = [(now, Status(now).label)]

    @property
    def is_draft_save(self) -> bool:
        """Whether what was sent shall be kept beside the live text."""
        return self.is_bound and (self.is_drafting or "_draft" in self.data)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug != self.instance.slug and is_reserved(slug):
            text = f"The site itself answers at /{slug}, or keeps it free. Choose another address."
            raise ValidationError(text)
        return slug

    def clean_text(self) -> str:
        return self.fields["text"].kept(self.cleaned_data["text"], self.initial.get("text", ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        stored = self.instance
        # Of the boxes that a draft has not, the page keeps its own.
        values = {name: data.get(name, getattr(stored, name)) for name in PAGE_FIELDS}
        self.content = PageContent(**values)
        self.slug, self.status = data.get("slug", stored.slug), data.get("status", stored.status)
        if self.is_draft_save:
            self._check_draft()
            return data
        if stored.pk:
            self._settle()
        if self.status == Status.PUBLISHED and TO_FILL_IN in self.content.text:
            text = f"“{TO_FILL_IN} …]” stands in the text. Write it, or take it out, before readers"
            self.add_error("text", f"{text} see the page.")
        return data

    def _check_draft(self) -> None:
        number = self.draft.number if self.draft else 0
        if number == (self.cleaned_data["draft_number"] or 0):
            return
        self._send_again({"draft_number": number})
        if self.draft:
            differences = labelled_changes(
                content_texts(drafted_content(self.draft)), content_texts(self.content)
            )
            save = Save(self.draft.base_version, author_of(self.draft.author), self.draft.saved_at)
            self.collision = PageCollision(saves=[save], differences=differences)
        self.add_error(None, _OTHER_DRAFT)

    def _settle(self) -> None:
        """Merge with what was saved since the form was opened; where both changed the same, say so
        and let the form stand with it."""
        page, number = self.instance, self.cleaned_data["opened_version"]
        if number == page.version:
            return
        saved, mine = version_of_page(page), PageVersion(0, self.content, self.slug, self.status)
        opened = page_version(page, number) if number else None
        self.saves = _saves_since(page, number or page.version)
        if opened is None:
            differences = labelled_changes(version_texts(saved), version_texts(mine))
            self._refuse(mine, PageCollision(self.saves, differences=differences))
            return
        merged = merge_page(opened, saved, mine)
        if merged.collisions:
            self._refuse(merged, _shown(merged, (opened, saved, mine), self.saves))
            return
        self.content, self.slug, self.status = merged.content, merged.slug, merged.status
        self.kept = merged.kept

    def _refuse(self, shown: MergedPage | PageVersion, collision: PageCollision) -> None:
        self.collision = collision
        values = page_values(shown.content) | {"slug": shown.slug, "status": shown.status}
        self._send_again(values | {"opened_version": self.instance.version})
        self.add_error(None, _STALE)

    def _send_again(self, values: dict[str, Any]) -> None:
        """Let the form show these values, as if they had been sent."""
        self.data = self.data.copy()
        for name, value in values.items():
            if value is False:
                self.data.pop(name, None)
            else:
                self.data[name] = "on" if value is True else str(value)


def kept_words(form: PageForm) -> str:
    """Return the sentence about what somebody else had changed and what stays; "" where nothing."""
    if not form.kept:
        return ""
    names = list(dict.fromkeys(save.author for save in form.saves)) or ["somebody else"]
    who = " and ".join(names)
    return f"While you were writing, {who} changed {label_of(form.kept)}. That stays as well."


def draft_changes(page: Page, draft: PageDraft) -> tuple[FieldChange, ...]:
    """Return what a draft says otherwise than the live page."""
    return labelled_changes(
        content_texts(page.content()), content_texts(page_content(draft.values))
    )


def _shown(
    merged: MergedPage, sides: tuple[PageVersion, ...], saves: Sequence[Save]
) -> PageCollision:
    texts = [version_texts(version) for version in sides]
    fields = [
        CollidingField(LABELS[name], panes(*(side[name] for side in texts)))
        for name in merged.collisions
    ]
    return PageCollision(saves, fields, kept=label_of(merged.kept) if merged.kept else "")


def _saves_since(page: Page, number: int) -> list[Save]:
    """Return the versions after `number`, the newest first, the last ten."""
    rows = PageRevision.objects.filter(page=page, version__gte=number).select_related("actor")
    return [
        Save(row.version + 1, author_of(row.actor) or "somebody else", row.created_at)
        for row in rows.defer("packed").order_by("-version")[:_SHOWN_SAVES]
    ]
