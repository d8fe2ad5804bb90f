"""What of a plain page differs between two states, in the words of the desk."""

from articles.admin.base.field_changes import FieldChange, as_text, changes
from articles.core.page_content import PageContent
from articles.models import Page, Status
from articles.pages.page_merging import PageVersion

LABELS = {
    "title": "Title",
    "text": "Text",
    "description": "Description",
    "kind": "What it is",
    "is_in_footer": "In the footer",
    "position": "Place in the footer",
    "no_index": "Keep out of search engines",
    "slug": "Address",
    "status": "Status",
}


def label_of(names: tuple[str, ...]) -> str:
    """`("title", "text")` -> `"title and text"`."""
    words = [LABELS[name].lower() for name in names]
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def content_texts(content: PageContent) -> dict[str, str]:
    """Return {name of the field: its value as text}."""
    values = {name: as_text(getattr(content, name)) for name in PageContent.__dataclass_fields__}
    return values | {"kind": Page.Kind(content.kind).label}


def version_texts(version: PageVersion) -> dict[str, str]:
    """Return {name of the field: its value as text}, with address and status."""
    place = {"slug": f"/{version.slug}", "status": Status(version.status).label}
    return content_texts(version.content) | place


def labelled_changes(old: dict[str, str], new: dict[str, str]) -> tuple[FieldChange, ...]:
    """Return what differs between two states, in the order of the fields."""
    named_old, named_new = (
        {LABELS[name]: values[name] for name in LABELS if name in values} for values in (old, new)
    )
    return changes(named_old, named_new)
