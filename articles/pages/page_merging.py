"""Three-way merge of a plain page: as the form was opened, as it is saved by now, as the form has
it. A field that one side changed takes that side's value; the text is merged line by line."""

from dataclasses import dataclass, replace

from articles.core.merging import merge_lines
from articles.core.page_content import PAGE_FIELDS, PageContent, changed_page_fields
from articles.models import Page, PageRevision


@dataclass(frozen=True, slots=True)
class PageVersion:
    """A page as it stood: everything that a version can differ in."""

    number: int
    content: PageContent
    slug: str
    status: str


@dataclass(frozen=True, slots=True)
class MergedPage:
    """What saving shall make: the editor's word where both said something. `collisions` names the
    fields that both changed differently, `kept` those that the other changed alone or elsewhere."""

    content: PageContent
    slug: str
    status: str
    collisions: tuple[str, ...]
    kept: tuple[str, ...]


def page_version(page: Page, number: int) -> PageVersion | None:
    """Return one version of the page; None where nothing is known of it."""
    if number == page.version:
        return version_of_page(page)
    revision = PageRevision.objects.filter(page=page, version=number).first()
    return version_of_revision(revision) if revision else None


def version_of_page(page: Page) -> PageVersion:
    """Return the page as it stands."""
    return PageVersion(page.version, page.content(), page.slug, page.status)


def version_of_revision(revision: PageRevision) -> PageVersion:
    """Return the page as it stood."""
    return PageVersion(revision.version, revision.content(), revision.slug, revision.status)


def merge_page(opened: PageVersion, saved: PageVersion, mine: PageVersion) -> MergedPage:
    """Merge what a form says into what was saved since it was opened."""
    values, collisions = {}, []
    for name in PAGE_FIELDS:
        sides = (getattr(version.content, name) for version in (opened, saved, mine))
        values[name], collides = _merge_field(name, *sides)
        collisions += [name] if collides else []
    place = {}
    for name in ("slug", "status"):
        sides = (getattr(version, name) for version in (opened, saved, mine))
        place[name], collides = _merge_field(name, *sides)
        collisions += [name] if collides else []
    content = replace(mine.content, **values)
    theirs = changed_page_fields(opened.content, saved.content)
    theirs += [name for name in place if getattr(opened, name) != getattr(saved, name)]
    kept = [name for name in theirs if name not in collisions and _differs(name, saved, mine)]
    return MergedPage(content, **place, collisions=tuple(collisions), kept=tuple(kept))


def _merge_field(name: str, opened: object, saved: object, mine: object) -> tuple[object, bool]:
    """Return the value, and whether both sides changed it differently."""
    if saved in (opened, mine):
        return mine, False
    if mine == opened:
        return saved, False
    lines = merge_lines(opened, saved, mine) if name == "text" else None
    return (mine, True) if lines is None else (lines, False)


def _differs(name: str, saved: PageVersion, mine: PageVersion) -> bool:
    if name in ("slug", "status"):
        return getattr(saved, name) != getattr(mine, name)
    return getattr(saved.content, name) != getattr(mine.content, name)
