"""Mends of links in bulk: what each would change is a plan that can be read, and then applied.

A link to an old address gets the one where the page is now; a link to a page that is away becomes
its words; a related question follows its page, or is left out where there is none.
"""

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet

from articles.auditing.link_audit import DANGLING, audit_links_of
from articles.auditing.text_links import audit_text_links_of
from articles.core.article_content import ArticleContent, RelatedLink, to_json
from articles.core.source.article_paths import article_path, parse_article_path
from articles.core.text.inline_links import readdressed, unlinked
from articles.core.text.link_targets import links_in
from articles.database.among import among
from articles.database.batches import batches
from articles.models import Article, Finding, IndexStatus, Redirect, Related, Status
from articles.publishing import Cause, StaleVersion, revise

_KEYS_A_QUERY = 200
_DEAD = ("link-dead", "link-withdrawn")
_REDIRECTED = "link-redirected"


class Mend(StrEnum):
    """What is done to links, by the name that addresses and the command know."""

    FOLLOW = "follow"
    UNLINK = "unlink"
    CANONICAL = "canonical"


REASONS = {
    Mend.FOLLOW: "Links to old addresses lead to where the pages are",
    Mend.UNLINK: "Links to pages that are away are taken out",
    Mend.CANONICAL: "Related questions lead to the pages that search engines get",
}


@dataclass(frozen=True, slots=True)
class Planned:
    """One article as it stands and as it would be; `version` is the one that was looked at."""

    article: Article
    version: int
    before: ArticleContent
    after: ArticleContent

    def digest(self) -> str:
        """Return what names the change: two plans with equal digests write the same."""
        return blake2b(to_json(self.after).encode(), digest_size=8).hexdigest()

    def diff(self) -> list[str]:
        """The lines that go (`-`) and come (`+`), without what stays."""
        answers = self.before.answer.split("\n"), self.after.answer.split("\n")
        return [*_diff(_related(self.before), _related(self.after)), *_diff(*answers)]


@dataclass(frozen=True, slots=True)
class Mended:
    """How many articles were changed, and the addresses of those that others changed meanwhile."""

    changed: int
    skipped: tuple[str, ...] = ()


def plan_mend(mend: Mend, articles: QuerySet[Article]) -> Iterator[Planned]:
    """Yield what a mend would change in some of the articles, in the order of their keys; writes
    nothing. A few queries for 200 articles."""
    keys = articles.filter(_may_need(mend)).order_by("pk").values_list("pk", flat=True)
    for some in batches(list(keys), _KEYS_A_QUERY):
        yield from plan_for(mend, some)


def plan_for(mend: Mend, keys: Collection[int]) -> Iterator[Planned]:
    """Yield what a mend would change in these articles."""
    rows = Article.objects.filter(among("pk", list(keys))).select_related("subject")
    loaded = list(rows.prefetch_related("related").order_by("pk"))
    contents = {article.pk: article.content() for article in loaded}
    change = _CHANGES[mend](contents)
    for article in loaded:
        before = contents[article.pk]
        after = change(article, before)
        if after != before:
            yield Planned(article, article.version, before, after)


def apply_mend(
    mend: Mend, plan: Iterable[Planned], *, actor: AbstractBaseUser | None = None
) -> Mended:
    """Write what was planned, an article a transaction and a revision each. An article that was
    changed since it was looked at stays as it is, and is named."""
    changed: list[int] = []
    skipped: list[str] = []
    cause = Cause(actor=actor, reason=REASONS[mend])
    for planned in plan:
        current = Article.objects.filter(pk=planned.article.pk).values_list("version", flat=True)
        address = planned.article.get_absolute_url()
        if current.first() != planned.version:
            skipped.append(address)
            continue
        try:
            revise(planned.article, planned.after, cause=cause, expected_version=planned.version)
        except (StaleVersion, Article.DoesNotExist):
            skipped.append(address)
        else:
            changed.append(planned.article.pk)
    audit_links_of(changed)
    audit_text_links_of(changed)
    return Mended(len(changed), tuple(skipped))


def _may_need(mend: Mend) -> Q:
    if mend is Mend.CANONICAL:
        twins = Related.objects.filter(target__index_status=IndexStatus.DUPLICATE)
        return Q(pk__in=twins.values("article"))
    kinds = (_REDIRECTED, DANGLING) if mend is Mend.FOLLOW else (*_DEAD, DANGLING)
    found = Finding.objects.filter(kind__in=kinds, is_dismissed=False, article__isnull=False)
    # Withdrawn or absorbed since: the question names a row that is there, and no finding does.
    away = Related.objects.filter(target__status=Status.WITHDRAWN)
    return Q(pk__in=found.values("article")) | Q(pk__in=away.values("article"))


_Change = Callable[[Article, ArticleContent], ArticleContent]


def _follow(contents: Mapping[int, ArticleContent]) -> _Change:
    """Addresses in answers, and related questions without a page, that redirect to a public one."""
    targets = _targets(_paths(contents.values()))

    def change(article: Article, content: ArticleContent) -> ArticleContent:
        answer = readdressed(content.answer, lambda path: targets.get(_canonical(path), ""))
        return replace(content, answer=answer, related=_led(article, content.related, targets))

    return change


def _unlink(contents: Mapping[int, ArticleContent]) -> _Change:
    """Links to no page, or to one that was withdrawn, where no redirect says better. A related
    question to a draft waits for it."""
    paths = _paths(contents.values())
    led = _targets(paths)
    away = paths - _standing(paths) - led.keys() - _leading_elsewhere(paths)
    drafts = _drafts_named(contents)

    def change(article: Article, content: ArticleContent) -> ArticleContent:
        answer = unlinked(content.answer, lambda path: _canonical(path) in away)
        gone = away - drafts
        related = tuple(link for link in content.related if link.path not in gone)
        return replace(content, answer=answer, related=related)

    return change


def _canonicals(contents: Mapping[int, ArticleContent]) -> _Change:
    """Related questions that readers are not shown, since the page has the text of another."""
    rows = Related.objects.filter(
        among("article_id", list(contents)), target__index_status=IndexStatus.DUPLICATE
    ).order_by()
    columns = ("path", "target__canonical__subject__slug", "target__canonical__slug")
    targets = {
        path: article_path(subject, slug)
        for path, subject, slug in rows.values_list(*columns)
        if slug
    }

    def change(article: Article, content: ArticleContent) -> ArticleContent:
        return replace(content, related=_led(article, content.related, targets))

    return change


_CHANGES = {Mend.FOLLOW: _follow, Mend.UNLINK: _unlink, Mend.CANONICAL: _canonicals}


def _led(
    article: Article, related: Iterable[RelatedLink], targets: Mapping[str, str]
) -> tuple[RelatedLink, ...]:
    """Related questions with other addresses; none twice, and none to the article itself."""
    own, found = article.get_absolute_url(), {}
    standing = {link.path for link in related if link.path not in targets}
    for link in related:
        path = targets.get(link.path, link.path)
        is_moved = path != link.path
        if is_moved and (path == own or path in standing):
            continue
        found.setdefault(path, replace(link, path=path))
    return tuple(found.values())


def _paths(contents: Iterable[ArticleContent]) -> set[str]:
    """The paths of articles that links in answers and related questions name."""
    found: set[str] = set()
    for content in contents:
        found |= {_canonical(link.path) for link in links_in(content.answer) if not link.host}
        found |= {link.path for link in content.related}
    return found - {""}


def _canonical(path: str) -> str:
    location = parse_article_path(path)
    return article_path(*location) if location else ""


def _standing(paths: Collection[str]) -> set[str]:
    """Those of the paths at which readers find an article."""
    locations = [location for path in paths if (location := parse_article_path(path))]
    rows = Article.objects.filter(among("slug", sorted({one.slug for one in locations})))
    live = rows.filter(status=Status.PUBLISHED).values_list("subject__slug", "slug")
    return {article_path(*row) for row in live.order_by()} & set(paths)


def _targets(paths: Collection[str]) -> dict[str, str]:
    """{old path: where its article is}, of those that stand for nothing and redirect to a public
    article."""
    away = sorted(set(paths) - _standing(paths))
    rows = Redirect.objects.filter(among("old_path", away), article__status=Status.PUBLISHED)
    columns = ("old_path", "article__subject__slug", "article__slug")
    return {old: article_path(*row) for old, *row in rows.order_by().values_list(*columns)}


def _leading_elsewhere(paths: Collection[str]) -> set[str]:
    """Those of the paths that redirect to another site, or to a plain page."""
    ends = Q(page__status=Status.PUBLISHED) | ~Q(external_url="")
    rows = Redirect.objects.filter(ends, among("old_path", sorted(paths))).order_by()
    return set(rows.values_list("old_path", flat=True))


def _drafts_named(keys: Collection[int]) -> set[str]:
    """The paths of drafts that are related questions of some articles."""
    rows = Related.objects.filter(among("article_id", list(keys)), target__status=Status.DRAFT)
    return set(rows.order_by().values_list("path", flat=True))


def _related(content: ArticleContent) -> list[str]:
    return [f"{link.title} ({link.path})".strip() for link in content.related]


def _diff(before: list[str], after: list[str]) -> Iterator[str]:
    for line in difflib.unified_diff(before, after, lineterm="", n=0):
        if not line.startswith(("---", "+++", "@@")):
            yield line
