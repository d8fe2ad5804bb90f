"""Keeping and discarding what somebody writes of a plain page beside its live text."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from articles.core.page_content import PageContent, page_content, page_values
from articles.models import Page, PageDraft


class OtherDraft(Exception):
    """The page has another draft than the form knows; carries it, None where there is none any
    more."""

    def __init__(self, draft: PageDraft | None) -> None:
        super().__init__()
        self.draft = draft


def draft_of(page: Page) -> PageDraft | None:
    """Return a page's draft with its author."""
    return PageDraft.objects.select_related("author").filter(pk=page.pk).first()


def drafted_content(draft: PageDraft) -> PageContent:
    """Return what a draft says."""
    return page_content(draft.values)


def keep_draft(
    page: Page,
    content: PageContent,
    *,
    base_version: int,
    number: int,
    author: AbstractBaseUser,
) -> None:
    """Write the draft that has this number, 0: the page's first. Raises OtherDraft."""
    values = page_values(content)
    now = timezone.now()
    if number:
        written = PageDraft.objects.filter(pk=page.pk, number=number).update(
            values=values,
            base_version=base_version,
            number=F("number") + 1,
            author=author,
            saved_at=now,
        )
        if not written:
            raise OtherDraft(draft_of(page))
        return
    draft = PageDraft(
        page=page, values=values, base_version=base_version, author=author, saved_at=now
    )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        raise OtherDraft(draft_of(page)) from None


def discard_draft(page: Page, *, number: int) -> bool:
    """Remove the draft that has this number; return whether there was one."""
    return PageDraft.objects.filter(pk=page.pk, number=number).delete()[0] > 0
