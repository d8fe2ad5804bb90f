"""Findings on the addresses in answers: links to no page, to what was withdrawn, to an old
address; images that the library does not have.

Links to other sites are not followed: that is a matter of minutes, and of other people's servers.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from articles.auditing.missing_images import missing_images
from articles.core.images import image_names
from articles.core.source.article_paths import Location, article_path, parse_article_path
from articles.core.text.link_targets import STEM, TextLink, links_in
from articles.core.text.problem_kinds import LINK_KINDS, Problem
from articles.database.among import among
from articles.database.batches import batches
from articles.models import Article, Finding, Redirect, Status
from articles.publishing.effects import insert_findings

_DEAD, _WITHDRAWN, _REDIRECTED = "link-dead", "link-withdrawn", "link-redirected"
_KEYS_A_TURN = 500
_HAS_ADDRESSES = Q(answer__contains=STEM) | Q(answer__contains=image_names.STEM)


def link_problems(answers: Mapping[int, str]) -> dict[int, list[Problem]]:
    """Return what is wrong with the links and images of some answers, by their keys: no query where
    no answer holds a link into the library, else two; and one more where it names an image."""
    problems = _problems_of_links(answers)
    for key, found in missing_images(answers).items():
        problems[key] = [*problems.get(key, ()), *found]
    return problems


def _problems_of_links(answers: Mapping[int, str]) -> dict[int, list[Problem]]:
    links = {key: _own_links(answer) for key, answer in answers.items()}
    paths = {location for found in links.values() for location, _ in found}
    if not paths:
        return {}
    kinds = _kinds_of(paths)
    problems = {
        key: [
            Problem(kinds[location], "answer", link.line, link.address[:200])
            for location, link in found
            if location in kinds
        ]
        for key, found in links.items()
    }
    return {key: found for key, found in problems.items() if found}


def audit_text_links(
    within: Callable[[], AbstractContextManager] = transaction.atomic,
) -> Counter[str]:
    """Bring the findings about links of the whole library up to date; return how many there are of
    each kind. Every answer is looked through by the database."""
    linking = Article.objects.filter(_HAS_ADDRESSES).order_by("pk")
    found = Finding.objects.filter(kind__in=LINK_KINDS, article__isnull=False).order_by()
    keys = {*linking.values_list("pk", flat=True), *found.values_list("article", flat=True)}
    return audit_text_links_of(keys, within)


def audit_written_links(
    digests: Collection[str],
    within: Callable[[], AbstractContextManager] = transaction.atomic,
) -> Counter[str]:
    """The same for the articles with these texts: those that an import has written."""
    keys: set[int] = set()
    for some in batches(sorted(digests), _KEYS_A_TURN):
        written = Article.objects.filter(among("content_digest", some)).order_by()
        keys.update(written.filter(_HAS_ADDRESSES).values_list("pk", flat=True))
    return audit_text_links_of(keys, within)


def audit_text_links_of(
    keys: Collection[int],
    within: Callable[[], AbstractContextManager] = transaction.atomic,
) -> Counter[str]:
    """The same for some articles, 500 in each `within()`; what stands already is not written."""
    counts: Counter[str] = Counter()
    for some in batches(sorted(keys), _KEYS_A_TURN):
        with within():
            counts += _audit(some)
    return counts


def _audit(keys: Sequence[int]) -> Counter[str]:
    articles = Article.objects.filter(among("pk", keys)).select_related("subject")
    articles = list(articles.only("answer", "slug", "subject__slug").order_by())
    problems = link_problems({article.pk: article.answer for article in articles})
    known: dict[int, dict[tuple[str, str], Finding]] = defaultdict(dict)
    for row in Finding.objects.filter(among("article_id", keys), kind__in=LINK_KINDS).order_by():
        known[row.article_id][row.kind, row.detail] = row
    rows = []
    for article in articles:
        mine = known[article.pk]
        for problem in problems.get(article.pk, ()):
            row = mine.pop((problem.kind, problem.detail), None)
            if row is None:
                rows.append((article.pk, article.source_path, problem, False))
            elif row.line != problem.line:
                Finding.objects.filter(pk=row.pk).update(line=problem.line)
    gone = [row.pk for mine in known.values() for row in mine.values()]
    if gone:
        Finding.objects.filter(pk__in=gone).delete()
    if rows:
        insert_findings(rows)
    return Counter(problem.kind for found in problems.values() for problem in found)


def _own_links(answer: str) -> list[tuple[Location, TextLink]]:
    """The first link to each article of this site."""
    found: dict[Location, TextLink] = {}
    for link in links_in(answer):
        location = parse_article_path(link.path)
        if location and link.host in ("", settings.SITE_URL):
            found.setdefault(location, link)
    return list(found.items())


def _kinds_of(locations: Iterable[Location]) -> dict[Location, str]:
    """What is wrong with each location; those where readers find a page are left out."""
    locations = set(locations)
    standing = Article.objects.filter(
        among("subject__slug", sorted({location.subject_slug for location in locations})),
        among("slug", sorted({location.slug for location in locations})),
    )
    statuses = {
        Location(subject_slug, slug): status
        for subject_slug, slug, status in standing.order_by().values_list(
            "subject__slug", "slug", "status"
        )
    }
    away = {location for location in locations if statuses.get(location) != Status.PUBLISHED}
    paths = {article_path(*location): location for location in away}
    kinds = {
        location: _WITHDRAWN if statuses.get(location) == Status.WITHDRAWN else _DEAD
        for location in away
    }
    redirects = Redirect.objects.filter(among("old_path", sorted(paths))) if paths else ()
    for redirect in redirects and redirects.select_related("article").only(
        "old_path", "is_gone", "external_url", "article__status"
    ):
        kinds[paths[redirect.old_path]] = _kind_of(redirect)
    return kinds


def _kind_of(redirect: Redirect) -> str:
    """An old address leads to its article as long as that is public, as for readers
    (`articles/web/redirect_middleware.py`)."""
    article = redirect.article
    if article is None:
        return _WITHDRAWN if redirect.is_gone else _REDIRECTED
    if article.status == Status.PUBLISHED:
        return _REDIRECTED
    return _WITHDRAWN if article.status == Status.WITHDRAWN else _DEAD
