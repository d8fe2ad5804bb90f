"""The form that brings a delivery, and what reads its upload: more than other forms take, from
those alone who may."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from articles.deliveries import BadPath, below_deliveries, entries_below, most_upload_bytes
from articles.rights import may_deliver

# What stands around the file in the form.
_MARGIN_BYTES = 100_000


class DeliveryUpload(FileUploadHandler):
    """The first of the handlers: it refuses what is too large before any of it is read, as that of
    every other form does (`articles/web/upload_limit.py`), with another number."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict,
        content_length: int,
        boundary: bytes,
        encoding: Any = None,
    ) -> None:
        if content_length > most_upload_bytes() + _MARGIN_BYTES:
            raise RequestDataTooBig(f"a delivery of {content_length:,} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def reads_a_delivery(view: Callable) -> Callable:
    """Let a method of a ModelAdmin read a large upload, once it is known who sends it.

    The handlers must be set before anything reads the form, and the check of the token is the first
    to do so: it is made here, behind the one for the right.
    """
    checked = method_decorator(csrf_protect)(view)

    @wraps(view)
    def reading(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_deliver(request.user):
            raise PermissionDenied
        request.upload_handlers = [DeliveryUpload(request), TemporaryFileUploadHandler(request)]
        return checked(self, request, *args, **kwargs)

    return csrf_exempt(reading)


class DeliveryForm(forms.Form):
    """An archive, or what lies on the server."""

    archive = forms.FileField(required=False, label="Archive from this computer")
    listed = forms.ChoiceField(required=False, label="Folder or archive on the server")
    path = forms.CharField(
        required=False,
        max_length=500,
        label="Or its path below the folder of deliveries",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "archive"
        ].help_text = (
            f".zip, .tar.gz, .tar.xz or .tar, at most {most_upload_bytes() // 1_000_000:,} MB"
        )
        names = entries_below()
        self.fields["listed"].choices = [("", "–"), *((name, name) for name in names)]
        if not names:
            del self.fields["listed"], self.fields["path"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        named = data.get("path", "").strip() or data.get("listed", "")
        if bool(named) == bool(data.get("archive")):
            raise forms.ValidationError("Choose one: an archive, or something on the server.")
        if named:
            try:
                below_deliveries(named)
            except BadPath as error:
                raise forms.ValidationError(str(error)) from error
        data["named"] = named
        return data
