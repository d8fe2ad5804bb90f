"""What is wrong with the addresses of the library, in numbers: links, pages that nothing leads to,
and redirects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from articles.auditing.link_audit import DANGLING, ORPHAN
from articles.auditing.link_mends import Mend
from articles.models import Finding, IndexStatus, Redirect, Related, Status

UNUSED_DAYS = 365


@dataclass(frozen=True, slots=True)
class Section:
    """One thing that can be wrong: how often it is, the kinds of findings that name it ("": none),
    and what mends it in bulk (`unused` apart)."""

    name: str
    title: str
    advice: str
    count: int
    finding: str = ""
    mends: tuple[Mend, ...] = ()


def address_report(subjects: Sequence[int] | None = None) -> list[Section]:
    """Return every section, of some subjects (by key) or of all; a query each."""
    return [
        Section(
            "related-dangling",
            "Related questions without a page",
            "Follow what moved; leave out the others, or wait for their delivery.",
            _findings(DANGLING, subjects).count(),
            DANGLING,
            (Mend.FOLLOW, Mend.UNLINK),
        ),
        Section(
            "related-withdrawn",
            "Related questions to withdrawn or absorbed pages",
            "Readers are not shown them. Follow what was absorbed; leave out the others.",
            _related_to({IndexStatus.WITHDRAWN}, subjects).count(),
            mends=(Mend.FOLLOW, Mend.UNLINK),
        ),
        Section(
            "link-redirected",
            "Links in answers to old addresses",
            "Each costs the reader a redirect. Let them lead to where the pages are.",
            _findings("link-redirected", subjects).count(),
            "link-redirected",
            (Mend.FOLLOW,),
        ),
        Section(
            "link-dead",
            "Links in answers to no page",
            "Readers find nothing there. Correct the address, or keep the words alone.",
            _findings("link-dead", subjects).count(),
            "link-dead",
            (Mend.UNLINK,),
        ),
        Section(
            "link-withdrawn",
            "Links in answers to withdrawn pages",
            "Readers are told that the page is gone. Keep the words alone.",
            _findings("link-withdrawn", subjects).count(),
            "link-withdrawn",
            (Mend.UNLINK,),
        ),
        Section(
            "related-duplicate",
            "Related questions to a page with the text of another",
            "Readers are not shown them. Let them lead to the page that search engines get.",
            _related_to({IndexStatus.DUPLICATE}, subjects).count(),
            mends=(Mend.CANONICAL,),
        ),
        Section(
            "related-unindexed",
            "Related questions to pages kept out of search engines",
            "Readers are not shown them. Take the mark from the page, or choose another question.",
            _related_to({IndexStatus.NO_INDEX, IndexStatus.HIDDEN_SUBJECT}, subjects).count(),
        ),
        Section(
            "orphan",
            "Pages that no related question of a file or an editor leads to",
            "Computed related questions lead to them: “manage.py fill_related” makes what is due.",
            _findings(ORPHAN, subjects).count(),
            ORPHAN,
        ),
        Section(
            "redirect-inside",
            "Redirects to an address of this site as if it were another site",
            "They do not follow a page that moves: name the article in the redirect.",
            redirects_inside(subjects).count(),
        ),
        Section(
            "redirect-nowhere",
            "Redirects to articles that are drafts",
            "Readers find nothing there until the article is published.",
            _redirects(subjects).filter(article__status=Status.DRAFT).count(),
        ),
        Section(
            "redirect-unused",
            "Redirects that nobody has followed for a year",
            "Remove them, unless a link in print leads there, or a web server or a bucket redirects"
            " by itself: what it does is not noted here.",
            unused_redirects(subjects).count(),
        ),
    ]


def unused_redirects(
    subjects: Sequence[int] | None = None, *, today: date | None = None
) -> QuerySet[Redirect]:
    """Return the redirects to pages that are older than a year and were followed last before that,
    or never. What answers 410 is no redirect: it tells search engines to forget.

    None where nobody followed any redirect for a year: a site that is published as files
    (`manage.py publish_static`) redirects by itself, and nothing of it is noted here.
    """
    before = (today or timezone.now().date()) - timedelta(days=UNUSED_DAYS)
    old = Q(last_used_on__lt=before) | Q(last_used_on=None)
    is_noted = Exists(Redirect.objects.filter(last_used_on__gte=before))
    rows = _redirects(subjects).filter(old, is_noted, created_at__date__lt=before, is_gone=False)
    return rows.order_by("old_path")


def redirects_inside(subjects: Sequence[int] | None = None) -> QuerySet[Redirect]:
    """Return the redirects whose other site is this one: the only way in which one could lead to
    another, which a reader never sees, for both are followed at once."""
    return _redirects(subjects).filter(external_url__startswith=f"{settings.SITE_URL}/")


def _findings(kind: str, subjects: Sequence[int] | None) -> QuerySet[Finding]:
    found = Finding.objects.filter(kind=kind, is_dismissed=False)
    return found if subjects is None else found.filter(article__subject__in=subjects)


def _related_to(statuses: set[str], subjects: Sequence[int] | None) -> QuerySet[Related]:
    rows = Related.objects.filter(target__index_status__in=statuses)
    return rows if subjects is None else rows.filter(article__subject__in=subjects)


def _redirects(subjects: Sequence[int] | None) -> QuerySet[Redirect]:
    rows = Redirect.objects.all()
    return rows if subjects is None else rows.filter(article__subject__in=subjects)
