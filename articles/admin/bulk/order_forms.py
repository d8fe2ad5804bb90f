"""The forms that say what a run of changes shall do: one a kind, each giving an order."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from articles.admin.base.exact_text_fields import WrittenField, WrittenLineField
from articles.bulk_runs.orders import BadOrder, words_of
from articles.bulk_runs.orders.article_fields import LABELS, PLACES, SETTABLE, TEMPLATE_TARGETS
from articles.core.article_content import FIELDS
from articles.core.text.replacing import MOST_PATTERN_CHARACTERS, MOST_REPLACEMENT_CHARACTERS
from articles.models import Status, Subject
from articles.rights import scope_of

_TWO_ROWS = forms.Textarea(attrs={"rows": 2})


def _box(label: str, help_text: str = "", *, is_ticked: bool = False) -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=help_text, required=False, initial=is_ticked)


class OrderForm(forms.Form):
    """`title` heads the form; `order` is what it says once it is valid."""

    kind = ""
    title = ""

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, auto_id=f"{self.kind}-%s", label_suffix="", **options)
        self.user = user
        last = {"with_drafts"} & self.fields.keys()
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    @property
    def order(self) -> dict[str, Any]:
        return {"kind": self.kind, **self.cleaned_data}

    @classmethod
    def is_for(cls, user: Any) -> bool:
        """Whether a user may give such an order at all."""
        return True

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            try:
                words_of({"kind": self.kind, **data})
            except BadOrder as error:
                raise ValidationError(str(error)) from error
        return data


class TextOrderForm(OrderForm):
    """For orders that give articles another content."""

    with_drafts = _box(
        "Also articles that somebody has a draft of",
        "Whoever publishes the draft is then asked where both changed the same.",
    )


class ReplaceForm(TextOrderForm):
    kind = "replace"
    title = "Search and replace"
    search = WrittenField(label="Look for", max_length=MOST_PATTERN_CHARACTERS, widget=_TWO_ROWS)
    replacement = WrittenField(
        label="Put in its place",
        required=False,
        max_length=MOST_REPLACEMENT_CHARACTERS,
        widget=_TWO_ROWS,
        help_text="Of an expression: \\1 or \\g<name> is a group, \\0 the whole, \\n a new line.",
    )
    fields_searched = forms.MultipleChoiceField(
        label="In",
        choices=list(LABELS.items()),
        initial=["answer"],
        widget=forms.CheckboxSelectMultiple,
    )
    keeps_capital = _box("Begin with a capital where the words do", is_ticked=True)
    matches_case = _box("Small and capital letters differ")
    is_whole_words = _box("Whole words alone", is_ticked=True)
    is_pattern = _box(
        "It is a regular expression",
        "As RE2 reads it (no look-around, no repeated groups). ^ and $ are the ends of a line.",
    )
    in_code = _box("Also in code")
    in_formulas = _box("Also in formulas")
    in_addresses = _box("Also in the addresses of links")

    @property
    def order(self) -> dict[str, Any]:
        values = dict(super().order)
        return values | {"fields": values.pop("fields_searched")}

    def clean(self) -> dict[str, Any]:
        data = forms.Form.clean(self)
        if not self.errors:
            try:
                words_of({"kind": self.kind, **data, "fields": data["fields_searched"]})
            except BadOrder as error:
                self.add_error("search", str(error))
        return data


class TemplateForm(TextOrderForm):
    kind = "template"
    title = "Titles and descriptions by a template"
    target = forms.ChoiceField(
        label="Write", choices=[(name, LABELS[name]) for name in TEMPLATE_TARGETS]
    )
    template = WrittenLineField(
        label="Template",
        help_text="{question} | {subject}. There are "
        + ", ".join(f"{{{name}}} ({words})" for name, (_, words) in PLACES.items())
        + ". An article that has nothing for a place stays as it is.",
    )
    is_for_empty = _box("Only where it is empty")


class SetForm(TextOrderForm):
    kind = "set"
    title = "One field"
    field = forms.ChoiceField(
        label="Field", choices=[(name, FIELDS[name].label) for name in SETTABLE]
    )
    value = forms.CharField(
        label="Value",
        required=False,
        help_text="A day as 2024-01-31; “Kept out of search engines” as yes or no. Nothing"
        " empties the field.",
    )


class KeywordsForm(TextOrderForm):
    kind = "keywords"
    title = "Keywords"
    add = forms.CharField(label="Add", required=False, max_length=1_000)
    remove = forms.CharField(
        label="Take away", required=False, max_length=1_000, help_text="Separated by commas."
    )


class RelatedForm(TextOrderForm):
    kind = "related"
    title = "Accept all computed related questions"


class SubjectForm(OrderForm):
    kind = "subject"
    title = "Subject"
    subject = forms.ModelChoiceField(
        Subject.objects.none(), label="Move to", help_text="The old addresses redirect."
    )
    with_drafts = TextOrderForm.base_fields["with_drafts"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        scope = scope_of(self.user)
        subjects = Subject.objects.order_by("name")
        within = subjects if scope is None else subjects.filter(pk__in=scope.keys)
        self.fields["subject"].queryset = within

    @classmethod
    def is_for(cls, user: Any) -> bool:
        return user.has_perm("articles.publish_article")

    @property
    def order(self) -> dict[str, Any]:
        return {**super().order, "subject": self.cleaned_data["subject"].pk}

    def clean(self) -> dict[str, Any]:
        return forms.Form.clean(self)


class StatusForm(OrderForm):
    kind = "status"
    title = "Status"
    status = forms.ChoiceField(
        label="Now",
        choices=Status.choices,
        help_text="Readers get 404 of a draft, 410 of what is withdrawn.",
    )

    @classmethod
    def is_for(cls, user: Any) -> bool:
        return user.has_perm("articles.publish_article")


FORMS = (*(ReplaceForm, TemplateForm, SetForm, KeywordsForm, RelatedForm, SubjectForm, StatusForm),)


def forms_for(user: Any, order: dict[str, Any] | None) -> list[OrderForm]:
    """Return the forms that a user may fill in; that of an order which was given holds it."""
    found = []
    for form in FORMS:
        if form.is_for(user):
            given = dict(order) if order and order["kind"] == form.kind else None
            if given and "fields" in given:
                given["fields_searched"] = given["fields"]
            found.append(form(user=user, initial=given))
    return found


def form_of(data: Any, user: Any) -> OrderForm | None:
    """Return the form that was sent; None where it is none that the user may send."""
    for form in FORMS:
        if form.kind == data.get("kind") and form.is_for(user):
            return form(data, user=user)
    return None
