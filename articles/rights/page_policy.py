"""What somebody may do with plain pages. They belong to no subject: the rights alone decide."""

from typing import Any

from articles.models import Page, Status


def may_view_pages(user: Any) -> bool:
    """See plain pages in the desk, with their history."""
    return _has(user, "view_page") or _has(user, "change_page")


def may_add_pages(user: Any) -> bool:
    """Add a page; readers see it once somebody publishes it."""
    return _has(user, "add_page")


def may_draft_page(user: Any) -> bool:
    """Write a draft of a page, and discard it."""
    return _has(user, "change_page") or _has(user, "view_page", "change_draft")


def may_change_page(user: Any, page: Page | None = None) -> bool:
    """Change a page itself: a public one takes the right to publish as well."""
    is_public = page is not None and page.status == Status.PUBLISHED
    return _has(user, "change_page") and (not is_public or may_publish_pages(user))


def may_publish_pages(user: Any) -> bool:
    """Change what readers see of pages: publish one, move it, take it away."""
    return _has(user, "change_page", "publish_article")


def may_delete_page(user: Any, page: Page | None = None) -> bool:
    """Delete a page that readers never saw; any other is withdrawn."""
    return _has(user, "delete_page") and (page is None or page.published_at is None)


def may_write_pages(user: Any) -> bool:
    """Write anything of any page: what a form asks while somebody types is for those alone."""
    return may_add_pages(user) or may_draft_page(user)


def _has(user: Any, *codenames: str) -> bool:
    return user.has_perms([f"articles.{codename}" for codename in codenames])
