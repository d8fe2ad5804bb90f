"""Stamps of what changed on pages besides the articles that the change log numbers."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from django.db import transaction
from django.db.models import Max

from articles.core.source.article_paths import parse_article_path
from articles.database.advisory_lock import Lock, lock_until_commit
from articles.database.among import among
from articles.database.batches import batches
from articles.database.bulk_insert import insert_rows
from articles.database.compiled_query import CompiledQuery
from articles.models import Article, PageStamp, PersonName
from articles.publishing.effects.changeset import ChangeSet

# Shown by every page: the site's settings, the subjects' names and order, how answers are rendered.
EVERYTHING = "everything"
# What any address leads to: a redirect, a 410.
ADDRESSES = "addresses"
# How often articles were read, once a day: what is ordered by it.
READINGS = "readings"
# Everybody who has a page of their own: the index of people, and those pages.
PEOPLE = "people"
# Where the plain pages stand and when they changed: what sitemap and llms.txt name.
PLAIN_PAGES = "plain-pages"
_KEYS_A_QUERY = 500
_RENUMBER = "(name) DO UPDATE SET number = excluded.number"

_SHOWN = CompiledQuery(
    lambda articles: (
        Article.objects.filter(among("pk", articles))
        .order_by()
        .values_list("subject__slug", "author", "reviewed_by")
        .distinct()
    ),
    articles=list,
)
_WITH_PAGES = CompiledQuery(
    lambda names: (
        PersonName.objects.filter(among("name", names))
        .exclude(person=None)
        .order_by()
        .values_list("name", flat=True)
    ),
    names=list,
)
_LAST = CompiledQuery(
    lambda: PageStamp.objects.order_by("-number").values_list("number", flat=True)[:1]
)


def follow(changes: ChangeSet) -> None:
    """Stamp what the change touched; the last of all effects, for it holds the lock that numbers
    changes to the end of the transaction, so that a number is visible only after every lower one.
    """
    names = set(changes.stamps)
    leading = (changes.placed, changes.redirected, changes.gone, changes.deleted, changes.inserted)
    if any(leading):
        names.add(ADDRESSES)
    slugs, credited = _standing(_listed(changes))
    slugs.update(_slugs_in([*changes.deleted.values(), *changes.redirected]))
    names.update(map(list_of, slugs))
    names.update(map(works_of, _of_people(credited | changes.credited)))
    if names:
        _write(sorted(names))


def outnumber(last: int) -> None:
    """Stamp everything with a number above `last`, which another database had reached that this
    one has taken the place of: nothing that was made from that one is good any more."""
    with transaction.atomic():
        lock_until_commit(Lock.CHANGE_NUMBERS)
        own = PageStamp.objects.aggregate(last=Max("number"))["last"] or 0
        PageStamp.objects.update_or_create(name=EVERYTHING, defaults={"number": max(own, last) + 1})


def list_of(subject_slug: str) -> str:
    """Return the name under which the lists of a subject are stamped, of its topics among them."""
    return f"list:{subject_slug}"


def pages_in(subject_slug: str) -> str:
    """Return the name under which what all pages of a subject's articles show is stamped."""
    return f"pages:{subject_slug}"


def page_of(article_key: int) -> str:
    """Return the name of an article's page, for what changes it and is no change of the article."""
    return f"article:{article_key}"


def credit_of(name: str) -> str:
    """Return the name under which it is stamped whom an author's or a reviewer's name means."""
    return f"credit:{_digest(name)}"


def works_of(name: str) -> str:
    """Return the name under which the articles of an author or a reviewer of that name are
    stamped."""
    return f"works:{_digest(name)}"


def _digest(name: str) -> str:
    return blake2b(name.encode(), digest_size=8).hexdigest()


def plain_page(key: int) -> str:
    """Return the name of a plain page, for what changes it."""
    return f"plain:{key}"


def _listed(changes: ChangeSet) -> list[int]:
    """The articles that lists may show otherwise: not those that only show another one."""
    changed = changes.changed.keys() - changes.showing
    return sorted({*changed, *changes.texts, *changes.inserted, *changes.placed})


def _standing(keys: Sequence[int]) -> tuple[set[str], set[str]]:
    """(slugs of the subjects, names of authors and reviewers) of articles."""
    slugs: set[str] = set()
    names: set[str] = set()
    for some in batches(keys, _KEYS_A_QUERY):
        for slug, *credited in _SHOWN.rows(articles=some):
            slugs.add(slug)
            names.update(credited)
    return slugs, names


def _of_people(names: Iterable[str]) -> set[str]:
    """Those of the names that mean somebody who has a page: others stand in no list."""
    found: set[str] = set()
    for some in batches(sorted(filter(None, names)), _KEYS_A_QUERY):
        found.update(_WITH_PAGES.flat(names=some))
    return found


def _slugs_in(paths: Iterable[str]) -> set[str]:
    locations = map(parse_article_path, paths)
    return {location.subject_slug for location in locations if location}


def _write(names: Sequence[str]) -> None:
    lock_until_commit(Lock.CHANGE_NUMBERS)
    last = max(_LAST.flat(), default=0)
    rows = [(name, number) for number, name in enumerate(names, start=last + 1)]
    insert_rows(PageStamp, ("name", "number"), rows, on_conflict=_RENUMBER)
