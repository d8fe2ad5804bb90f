"""Which addresses the public site has: of the library as a whole, of articles, and old ones."""

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from articles.core.images.image_names import names_in
from articles.core.source.article_paths import (
    article_path,
    is_slug,
    parse_article_path,
    plain_page_path,
    topic_path,
)
from articles.database.batches import batches
from articles.models import (
    Article,
    Image,
    ImageUse,
    Page,
    Person,
    Redirect,
    Status,
    Subject,
    Topic,
    TopicAddress,
)
from articles.models.site_settings_cache import site_settings
from articles.seo import current_site
from articles.static_site.address import Address
from articles.static_site.making import MISSING_PAGE
from articles.web.canonical_address import canonical_path
from articles.web.listing import PageList
from articles.web.llms import BUCKET_SIZE as LLMS_BUCKET_SIZE
from articles.web.person_page import person_page_path, works_of_person
from articles.web.redirect_middleware import find
from articles.web.sitemaps import BUCKET_SIZE as SITEMAP_BUCKET_SIZE
from articles.web.subject_page import page_path, shown_articles
from articles.web.topic_page import articles_of, topic_page_path

_KEYS_A_QUERY = 500
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
# Bytes; file systems take 255, and the endings need some.
_LONGEST_NAME = 230
_PLAIN = ("learn", "feed", "llms", "llms_full", "robots", "favicon", "sitemap", "sitemap_pages")


def frame() -> Iterator[Address]:
    """Everything but articles: a few queries a subject."""
    yield from (Address(reverse(name)) for name in ("home", *_PLAIN))
    yield Address(MISSING_PAGE)
    yield from map(Address, _of_the_settings())
    for slug in Page.objects.published().values_list("slug", flat=True):
        yield from map(Address, _with_its_markdown(slug))
    yield from map(Address, _of_images())
    if sheet := current_site().stylesheet:
        parts = urlsplit(sheet)
        yield Address(parts.path, query=parts.query)
    for subject in Subject.objects.all():
        count = PageList(number=1, article_count=shown_articles(subject).count()).page_count
        yield from (Address(page_path(subject, number)) for number in range(1, count + 1))
        if subject.is_listed:
            yield Address(reverse("subject_feed", args=[subject.slug]))
    for topic in Topic.objects.shown().filter(subject__is_listed=True).select_related("subject"):
        count = PageList(number=1, article_count=articles_of(topic).count()).page_count
        yield from (Address(topic_page_path(topic, number)) for number in range(1, count + 1))
    yield from _of_people()
    for name, size in (("sitemap_articles", SITEMAP_BUCKET_SIZE), ("llms_part", LLMS_BUCKET_SIZE)):
        yield from (Address(reverse(name, args=[bucket])) for bucket in _buckets(size))


def of_articles(keys: Sequence[int] | None = None) -> Iterator[Address]:
    """The page and the Markdown of every article that readers see; of these `keys` alone."""
    if keys is None:
        yield from _pages_of(Article.objects.live().order_by("pk"))
        return
    for some in batches(keys, _KEYS_A_QUERY):
        yield from _pages_of(Article.objects.live_by_key().filter(pk__in=some).order_by("pk"))


def gone() -> Iterator[Address]:
    """Addresses that may answer 410: where an article was withdrawn, and what an editor said is
    gone, and the pages of people that were taken away."""
    withdrawn = Article.objects.filter(status=Status.WITHDRAWN)
    for key, subject, slug in withdrawn.values_list("pk", "subject__slug", "slug"):
        yield from _with_markdown(article_path(subject, slug), article=key)
    pages = Page.objects.filter(status=Status.WITHDRAWN, published_at__isnull=False)
    for slug in pages.values_list("slug", flat=True):
        yield from map(Address, _with_its_markdown(slug))
    lost = Redirect.objects.filter(
        Q(is_gone=True) | Q(article__status=Status.WITHDRAWN) | Q(page__status=Status.WITHDRAWN)
    )
    for path in lost.values_list("old_path", flat=True):
        if _names_a_file(path):
            yield from _with_markdown(path)
    for person in Person.objects.filter(is_hidden=True):
        yield Address(person.get_absolute_url())


def redirects() -> Iterator[tuple[str, str]]:
    """Old addresses, each with the path or the URL that it leads to."""
    rows = Redirect.objects.exclude(is_gone=True).order_by("pk")
    unseen = [Status.DRAFT, Status.WITHDRAWN]
    rows = rows.exclude(article__status__in=unseen).exclude(page__status__in=unseen)
    columns = ("old_path", "external_url", "article__subject__slug", "article__slug", "page__slug")
    for old, url, subject, slug, page_slug in rows.values_list(*columns):
        target = url or (plain_page_path(page_slug) if page_slug else article_path(subject, slug))
        if canonical_path(old) != old or url.startswith(settings.SITE_URL):
            end = find(old)
            target = end and (end.url or end.path)
        if not target:
            continue
        yield old, target
        is_article = parse_article_path(old) and parse_article_path(target)
        if is_article or (page_slug and is_slug(old[1:])):
            yield f"{old}.md", f"{target}.md"
    yield from _of_topics()


def _of_topics() -> Iterator[tuple[str, str]]:
    """Old addresses of topics; and those of topics that readers do not see lead to the subject."""
    for old in TopicAddress.objects.filter(subject__is_listed=True).select_related(
        "topic__subject"
    ):
        target = old.topic if old.topic.is_shown else old.topic.subject
        yield topic_path(old.topic.subject.slug, old.slug), target.get_absolute_url()
    for topic in Topic.objects.filter(subject__is_listed=True).select_related("subject"):
        if not topic.is_shown:
            yield topic.get_absolute_url(), topic.subject.get_absolute_url()


def _of_people() -> Iterator[Address]:
    people = list(Person.objects.shown())
    if people:
        yield Address(reverse("people"))
    for person in people:
        count = works_of_person(person).pages(1).page_count
        yield from (Address(person_page_path(person, number)) for number in range(1, count + 1))


def _of_the_settings() -> Iterable[str]:
    if digest := site_settings().logo_digest:
        yield reverse("site_logo", args=[digest])
        yield reverse("site_logo_small", args=[digest])
    if settings.INDEXNOW_KEY:
        yield reverse("indexnow_key", args=[settings.INDEXNOW_KEY])


def _of_images() -> Iterator[str]:
    """What public pages show: images that a live article has ever named, and those of the subjects'
    introductions, of plain pages and of people, each in every width."""
    live = Article.objects.live().filter(pk=OuterRef("article_key"))
    named = ImageUse.objects.filter(digest=OuterRef("digest"))
    shown = Image.objects.filter(Exists(named.filter(Exists(live)))).order_by("pk")
    names = {image.name for image in shown.iterator(chunk_size=2_000)}
    introductions = Subject.objects.exclude(introduction_html="")
    for html in (
        *introductions.values_list("introduction_html", flat=True),
        *Page.objects.published().values_list("html", flat=True),
    ):
        names |= names_in(html)
    for person in Person.objects.shown().select_related("image"):
        names |= names_in(person.biography_html)
        if person.image:
            names.add(person.image.name)
    for name in sorted(names, key=attrgetter("digest")):
        yield reverse("image", args=[name])
        yield from (reverse("smaller_image", args=[name, width]) for width in name.smaller_widths)


def _pages_of(articles: QuerySet[Article]) -> Iterator[Address]:
    rows = articles.values_list("pk", "subject__slug", "slug")
    for key, subject, slug in rows.iterator(chunk_size=2_000):
        path = article_path(subject, slug)
        yield Address(path, article=key)
        yield Address(f"{path}.md", article=key)


def _with_its_markdown(slug: str) -> tuple[str, str]:
    """The addresses of a plain page."""
    return plain_page_path(slug), f"{plain_page_path(slug)}.md"


def _with_markdown(path: str, article: int | None = None) -> Iterator[Address]:
    yield Address(path, article=article)
    if parse_article_path(path):
        yield Address(f"{path}.md", article=article)


def _names_a_file(path: str) -> bool:
    """Return whether an old address, which an editor typed or a list named, can be the name of a
    file below the folder."""
    parts = path[1:].split("/")
    return _UNPRINTABLE.search(path) is None and all(
        part not in {"", ".", ".."} and len(part.encode()) <= _LONGEST_NAME for part in parts
    )


def _buckets(size: int) -> list[int]:
    """The ranges of keys that hold an indexable article."""
    rows = Article.objects.indexable().annotate(bucket=F("pk") / size).values("bucket")
    return list(
        rows.annotate(count=Count("pk")).order_by("bucket").values_list("bucket", flat=True)
    )
