"""A form of the desk whose save the database refused: the same form with all that was typed, a
sentence, and 503.

Nothing of it was written: Django saves a form in one transaction. Where not even reading is
possible, `articles/web/database_refusal.py` gives a page that holds what was sent.
"""

import logging
from typing import Any

from django import forms
from django.db import Error
from django.http import HttpRequest, HttpResponse

from articles.database.refusal import Refusal, refusal_of

logger = logging.getLogger(__name__)


class RefusedSaveMixin:
    """For a ModelAdmin, before every mixin that saves."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Error as error:
            refusal = readable_refusal(request, error)
        request.refusal = refusal
        for file in request.FILES.values():
            file.seek(0)  # it is read and checked again
        # Past the transaction around Django's own view: it would wait for the same lock again.
        response = self._changeform_view(request, object_id, form_url, extra_context)
        return unavailable(response, refusal)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, *args, **kwargs)
        refusal = getattr(request, "refusal", None)
        return refusing(form, sentence_of(refusal, request)) if refusal else form


def readable_refusal(request: HttpRequest, error: Error) -> Refusal:
    """Return why the database refused a form that can still be shown; any other error is raised
    again."""
    refusal = refusal_of(error)
    if request.method != "POST" or refusal is None or not refusal.can_read:
        raise error
    logger.warning("the database refused %s: %s", request.path, error)
    return refusal


def sentence_of(refusal: Refusal, request: HttpRequest) -> str:
    """Return what the form says."""
    text = f"Not saved. {refusal.reason} All that you wrote is still in the form: leave this page"
    text += " open, and save it again in a minute."
    return f"{text} Choose the file again, too." if request.FILES else text


def unavailable(response: HttpResponse, refusal: Refusal) -> HttpResponse:
    """Make the page with the form an answer that says when to come back, and that nobody keeps."""
    response.status_code = 503
    response["Retry-After"] = str(refusal.retry_after_seconds)
    response["Cache-Control"] = "private, no-store"
    return response


def refusing(form: type[forms.ModelForm], sentence: str) -> type[forms.ModelForm]:
    """Return the form as one that is never valid, for this reason beside its own."""

    class Refused(form):
        def clean(self) -> dict[str, Any]:
            data = super().clean()
            self.add_error(None, sentence)
            return data

    return Refused
