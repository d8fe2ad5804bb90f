"""Form fields that edit a list as one entry per line."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError

_BAD_CHARACTERS = re.compile(r"[\x00-\x20\x7f\\]")
_ATTRIBUTE = re.compile(r"data-[a-z0-9-]{1,60}\Z")
_LONGEST_TEXT, _LONGEST_ADDRESS = 80, 500


def check_address(address: str, *, allows_path: bool = True) -> None:
    """Raise ValidationError unless it is `https://host…`, `http://host…`, or where allowed a path
    of this site or `mailto:`."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urlsplit("")
    is_web = parts.scheme in {"https", "http"} and bool(host)
    is_ours = address.startswith("/") and not address.startswith("//")
    is_mail = parts.scheme == "mailto" and "@" in parts.path
    is_good = is_web or (allows_path and (is_ours or is_mail))
    if not is_good or _BAD_CHARACTERS.search(address) or len(address) > _LONGEST_ADDRESS:
        wanted = "/about, https://example.org or mailto:" if allows_path else "https://example.org"
        raise ValidationError(f"“{address[:100]}” is no address such as {wanted}.")


class LinesField(forms.CharField):
    """A textarea of entries; `most` of them at most. Its value is a list, as the column has it."""

    widget = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.most = most

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(self.to_line, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list:
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > self.most:
            raise ValidationError(f"At most {self.most} lines.")
        return [self.from_line(line) for line in lines]

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (initial or []) != self.to_python(data)
        except ValidationError:
            return True

    def to_line(self, entry: Any) -> str:
        raise NotImplementedError

    def from_line(self, line: str) -> Any:
        raise NotImplementedError


class LinkLinesField(LinesField):
    """`About us | /about` a line; [[text, address], …]."""

    def to_line(self, entry: list[str]) -> str:
        return " | ".join(entry)

    def from_line(self, line: str) -> list[str]:
        text, bar, address = (part.strip() for part in line.rpartition("|"))
        if not (bar and text and address) or len(text) > _LONGEST_TEXT:
            raise ValidationError(f"“{line[:100]}”: write a text, a bar and an address.")
        check_address(address)
        return [text, address]


class AddressLinesField(LinesField):
    """`https://…` a line; [address, …]."""

    def to_line(self, entry: str) -> str:
        return entry

    def from_line(self, line: str) -> str:
        check_address(line, allows_path=False)
        return line


class AttributeLinesField(LinesField):
    """`data-domain=example.org` a line; [[name, value], …]. Nothing but `data-` attributes."""

    def to_line(self, entry: list[str]) -> str:
        return "=".join(entry)

    def from_line(self, line: str) -> list[str]:
        name, _, value = (part.strip() for part in line.partition("="))
        if not _ATTRIBUTE.match(name) or len(value) > _LONGEST_ADDRESS:
            raise ValidationError(f"“{line[:100]}” is no data- attribute: data-name=value.")
        return [name, value.strip("\"'")]
