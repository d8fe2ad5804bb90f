"""Form fields that return an untouched text unchanged.

Django's CharField keeps the CRLF that browsers send and strips the ends: 17 of the real answers
would change by one untouched save.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from markdownx.widgets import MarkdownxWidget

from articles.core.text.form_texts import as_returned, to_lf
from articles.core.text.source_list import MOST_SOURCES, bad_lines


class WrittenField(forms.CharField):
    """A text of one or more lines: not stripped, newlines as LF. NUL is refused, because
    PostgreSQL cannot keep it."""

    widget = forms.Textarea(attrs={"rows": 2, "class": "written"})
    is_one_line = False

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        return to_lf(super().to_python(value))

    def kept(self, value: str, stored: str) -> str:
        """Return the stored text where `value` is only what a browser makes of it."""
        return stored if value == as_returned(stored, is_one_line=self.is_one_line) else value


class WrittenLineField(WrittenField):
    """A text of one line."""

    widget = forms.TextInput(attrs={"class": "vTextField"})
    is_one_line = True


class SourcesField(WrittenField):
    """Sources, a line each: an address of the web, and behind a blank its title."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        check_sources(text)
        return text


def check_sources(text: str) -> None:
    """Raise ValidationError where a line names no source, or there are too many."""
    bad = bad_lines(text)
    if bad:
        words = "begins with no address: https://example.org/heat Heat and work"
        raise ValidationError(f"“{bad[0][:100]}” {words}")
    if len(text.split("\n")) > MOST_SOURCES:
        raise ValidationError(f"At most {MOST_SOURCES} lines.")


class AnswerWidget(MarkdownxWidget):
    """django-markdownx's editor with the preview that this site makes itself.

    The addresses come from our own URLs, not from markdownx's settings: its own views are open to
    everybody. The editor does not grow with its text, it scrolls beside the preview.
    """

    @staticmethod
    def add_markdownx_attrs(attrs: dict[str, Any]) -> dict[str, Any]:
        return MarkdownxWidget.add_markdownx_attrs(attrs) | {
            "data-markdownx-urls-path": reverse("admin:articles_article_preview"),
            "data-markdownx-upload-urls-path": reverse("admin:articles_image_upload"),
            "data-markdownx-editor-resizable": "False",
            "rows": 30,
            "spellcheck": "true",
        }


class AnswerField(WrittenField):
    """An answer: Markdown of any length."""

    widget = AnswerWidget
