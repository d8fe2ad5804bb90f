"""Writing plain pages: what an editor saves, brings back and discards, and the footer's links."""

from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.core.page_content import (
    SHOWN_FIELDS,
    PageContent,
    changed_page_fields,
    page_to_json,
)
from articles.core.rendering import RENDERER_VERSION, render
from articles.core.source.article_paths import plain_page_path
from articles.core.source.compression import pack
from articles.models import Page, PageRevision, Redirect, SiteSettings, Status
from articles.models.site_settings import ONLY_KEY
from articles.models.site_settings_cache import forget_settings
from articles.publishing.effects import (
    ADDRESSES,
    EVERYTHING,
    PLAIN_PAGES,
    ChangeSet,
    plain_page,
)
from articles.publishing.operations.unit_of_work import operation

# The page's title is its h1.
_FIRST_LEVEL = 2
_LONGEST_EXCERPT = 300


class _Place(NamedTuple):
    """Where a page stands, and for whom."""

    path: str
    status: str
    no_index: bool


class StalePage(Exception):
    """Somebody else saved the page meanwhile; carries it as it is now."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.page = page


class PageAddressTaken(Exception):
    """Another page stands at the address; carries its last part."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


@operation
def create_page(
    content: PageContent, *, slug: str, status: str = Status.DRAFT
) -> tuple[Page, ChangeSet]:
    """Write a new page. Raises PageAddressTaken."""
    now = timezone.now()
    page = Page(slug=slug, status=status, content_modified_at=now, rendered_at=now)
    _write_content(page, content)
    if status == Status.PUBLISHED:
        page.published_at = now
    _save(page, force_insert=True)
    return page, _changes(page, None, is_shown=True)


@operation
def save_page(
    key: int,
    content: PageContent,
    *,
    slug: str,
    status: str,
    expected_version: int,
    actor: AbstractBaseUser | None = None,
    reason: str = "",
    kind: str = PageRevision.Kind.EDITED,
) -> tuple[Page, ChangeSet]:
    """Make this the page's next version, and return it; nothing where it says nothing new. An
    address that readers knew leads to the new one. Raises StalePage where `expected_version` is no
    longer the page's, and PageAddressTaken."""
    page = Page.objects.select_for_update(no_key=True).get(pk=key)
    if page.version != expected_version:
        raise StalePage(page)
    changed = changed_page_fields(page.content(), content)
    if not changed and (page.slug, page.status) == (slug, status):
        return page, ChangeSet()
    PageRevision.objects.create(
        page=page,
        version=page.version,
        kind=kind,
        slug=page.slug,
        status=page.status,
        packed=pack(page_to_json(page.content()).encode()),
        actor=actor,
        reason=reason[:200],
    )
    before = _Place(page.get_absolute_url(), page.status, page.no_index)
    is_shown = bool(set(changed) & set(SHOWN_FIELDS)) or page.status != status
    page.slug, page.status, page.version = slug, status, page.version + 1
    _write_content(page, content)
    if is_shown:
        page.content_modified_at = timezone.now()
    if status == Status.PUBLISHED:
        page.published_at = page.published_at or timezone.now()
    _save(page)
    return page, _changes(page, before, is_shown=is_shown)


def restore_page(page: Page, revision: PageRevision, *, actor: AbstractBaseUser | None) -> Page:
    """Make the content of an old version live again, as a new version; address and status stay."""
    return save_page(
        page.pk,
        revision.content(),
        slug=page.slug,
        status=page.status,
        expected_version=page.version,
        actor=actor,
        reason=f"Version {revision.version}",
        kind=PageRevision.Kind.RESTORED,
    )


@operation
def delete_page(page: Page) -> tuple[None, ChangeSet]:
    """Remove a page that readers never saw, with its versions and its draft."""
    Page.objects.filter(pk=page.pk, published_at=None).delete()
    return None, ChangeSet()


@operation
def rerender_pages() -> tuple[int, ChangeSet]:
    """Render every page anew that an older renderer made, and return how many came out otherwise.

    A page that is saved meanwhile keeps what the save rendered.
    """
    changes = ChangeSet()
    written = 0
    for page in Page.objects.exclude(renderer_version=RENDERER_VERSION):
        before = page.html
        _write_content(page, page.content())
        columns = ("html", "excerpt", "renderer_version", "rendered_at")
        same = Page.objects.filter(pk=page.pk, version=page.version)
        is_written = same.update(**{name: getattr(page, name) for name in columns})
        if is_written and page.html != before:
            written += 1
            changes.stamps.add(plain_page(page.pk))
    return written, changes


def rendered_page(page: Page, content: PageContent) -> Page:
    """Return the page with this content, as its page would print it; nothing is saved."""
    page.content_modified_at = page.content_modified_at or timezone.now()
    _write_content(page, content)
    return page


def _save(page: Page, *, force_insert: bool = False) -> None:
    """Save the row; the form looks for a page at the address, and somebody may be faster."""
    try:
        with transaction.atomic():
            page.save(force_insert=force_insert)
    except IntegrityError as error:
        raise PageAddressTaken(page.slug) from error


def _write_content(page: Page, content: PageContent) -> None:
    for name in PageContent.__dataclass_fields__:
        setattr(page, name, getattr(content, name))
    rendered = render(content.text, first_level=_FIRST_LEVEL)
    if rendered.html != page.html:
        page.rendered_at = timezone.now()
    page.html = rendered.html
    page.excerpt = rendered.excerpt[:_LONGEST_EXCERPT]
    page.renderer_version = RENDERER_VERSION


def _changes(page: Page, before: _Place | None, *, is_shown: bool) -> ChangeSet:
    """Write what follows from the page's place: redirects and the footer's links; return the rest.
    `is_shown`: readers or search engines see something else."""
    now = _Place(page.get_absolute_url(), page.status, page.no_index)
    before = before or now._replace(status=Status.DRAFT)
    was_public, is_public = before.status == Status.PUBLISHED, now.status == Status.PUBLISHED
    changes = ChangeSet()
    has_moved = page.published_at is not None and now.path != before.path
    if has_moved:
        _lead(page, before.path)
    if is_public:
        changes.note_changed(_free(now.path))
    if has_moved or (page.published_at is not None and now.status != before.status):
        changes.stamps.add(ADDRESSES)
    if not (is_public or was_public):
        return changes
    changes.stamps |= {plain_page(page.pk), PLAIN_PAGES}
    if (is_shown or has_moved) and not (now.no_index and before.no_index):
        changes.announced |= {now.path, before.path}
    if _write_footer():
        changes.stamps.add(EVERYTHING)
    return changes


def _lead(page: Page, old_path: str) -> None:
    """Let an address that readers knew lead to where the page is."""
    values = {"page": page, "article": None, "external_url": "", "is_gone": False}
    Redirect.objects.update_or_create(old_path=old_path, defaults=values)
    Redirect.objects.filter(old_path=page.get_absolute_url(), page=page).delete()


def _free(path: str) -> set[int]:
    """Let the page have its address for itself; return the articles that readers were led to."""
    redirects = Redirect.objects.filter(old_path=path)
    losing = set(redirects.exclude(article=None).values_list("article", flat=True))
    redirects.delete()
    return losing


def _write_footer() -> bool:
    """Keep the footer's links with the site's settings, which every page knows without a query;
    return whether they are others. Of two who save pages at once the second sees the first's."""
    SiteSettings.objects.get_or_create(pk=ONLY_KEY)
    row = SiteSettings.objects.select_for_update().filter(pk=ONLY_KEY)
    known = row.values_list("page_links", flat=True).get()
    rows = Page.objects.in_footer().values_list("title", "slug")
    links = [[title, plain_page_path(slug)] for title, slug in rows]
    if links == known:
        return False
    row.update(page_links=links, saved_at=timezone.now())
    transaction.on_commit(forget_settings)
    return True
