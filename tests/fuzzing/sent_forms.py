"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import html

# Links that no browser follows by a form.
_BUTTONS = ".//button[@name] | .//input[@type='submit' or @type='image'][@name]"


@dataclass(frozen=True)
class SentForm:
    """`action` is a path with its query; `values` what an untouched form sends, a list a name;
    `buttons` are the (name, value) of which one is sent with them."""

    action: str
    method: str
    values: dict[str, list[str]]
    files: tuple[str, ...]
    buttons: tuple[tuple[str, str], ...]

    @property
    def names(self) -> list[str]:
        """What of it can be changed."""
        return [*self.values, *self.files]

    @property
    def identity(self) -> tuple[object, ...]:
        """Equal for the same form on two pages of one kind."""
        path = "".join("0" if sign.isdigit() else sign for sign in urlsplit(self.action).path)
        return (path, self.method, tuple(sorted(set(self.values) - {"csrfmiddlewaretoken"})))


def forms_of(page: bytes, address: str) -> list[SentForm]:
    """Every form of a page, with the controls that stand outside of it and name it."""
    if not page.strip():
        return []
    return [_read(form, address) for form in html.document_fromstring(page).forms]


def _read(form, address):
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    buttons = form.xpath(_BUTTONS)
    if form.get("id"):
        root = form.getroottree()
        for control in root.xpath("//*[@form=$id][@name]", id=form.get("id")):
            if control.get("type") == "submit" or control.tag == "button":
                buttons.append(control)
            else:
                values.setdefault(control.get("name"), []).append(control.get("value") or "")
    files = form.xpath(".//input[@type='file'][@name]")
    # Boxes that are not ticked send nothing, and can be ticked.
    for box in form.xpath(".//input[@type='checkbox' or @type='radio'][@name]"):
        values.setdefault(box.get("name"), [])
    return SentForm(
        action=urljoin(address, form.get("action") or ""),
        method=(form.get("method") or "get").lower(),
        values=values,
        files=tuple(box.get("name") for box in files),
        buttons=tuple((each.get("name"), each.get("value") or "") for each in buttons),
    )
