"""`PageContent`: what an editor writes of a plain page, such as About or Privacy, as one frozen
value. Form, draft, revision and page use it."""

import json
from dataclasses import asdict, dataclass, fields

LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class PageContent:
    """`text` is Markdown with LF alone; `kind` one of `articles.models.Page.Kind`; `position` is
    that in the footer, lower first."""

    title: str
    text: str
    description: str = ""
    kind: str = "page"
    is_in_footer: bool = True
    position: int = 0
    no_index: bool = False


PAGE_FIELDS = tuple(field.name for field in fields(PageContent))
# What a reader of the page sees of it, and search engines in its head: a change of one is a change
# of the page. Where it stands in the footer is not.
SHOWN_FIELDS = ("title", "text", "description", "kind", "no_index")


def page_values(content: PageContent) -> dict[str, object]:
    """Return the content as what JSON can hold; `page_content` inverts it."""
    return asdict(content)


def page_content(values: dict[str, object]) -> PageContent:
    """Return the content of values; what a later version has beside is left out."""
    return PageContent(**{name: values[name] for name in PAGE_FIELDS if name in values})


def page_to_json(content: PageContent) -> str:
    """Return the content as one line of JSON; `page_from_json` inverts it."""
    return json.dumps(page_values(content), ensure_ascii=False, separators=(",", ":"))


def page_from_json(text: str | bytes) -> PageContent:
    """Return the content that `page_to_json` wrote."""
    return page_content(json.loads(text))


def changed_page_fields(before: PageContent, after: PageContent) -> list[str]:
    """Return the names of the fields that differ."""
    return [name for name in PAGE_FIELDS if getattr(before, name) != getattr(after, name)]
