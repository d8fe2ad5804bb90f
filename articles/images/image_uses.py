"""Where an image is used: in live texts, in past versions, drafts, conflicts, introductions, plain
pages, and on the pages of people."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from articles.core.images.image_names import FOLDER
from articles.models import (
    Article,
    Conflict,
    Draft,
    Image,
    ImageUse,
    Page,
    PageDraft,
    PageRevision,
    Person,
    Revision,
    Subject,
)


@dataclass(frozen=True, slots=True)
class GoneArticle:
    """A deleted article whose last version can be brought back."""

    key: int
    title: str
    subject_slug: str


@dataclass(frozen=True, slots=True)
class Uses:
    """`live` articles name the image now, in whatever status they are; `past` only in a version
    before; `gone` are deleted articles; `drafted` have it in their draft, `disputed` in a conflict
    that waits; `subjects` in their introduction, `people` in their biography or as their portrait;
    plain `pages` in their text or draft, `past_pages` only in a version before."""

    live: tuple[Article, ...] = ()
    past: tuple[Article, ...] = ()
    gone: tuple[GoneArticle, ...] = ()
    drafted: tuple[Article, ...] = ()
    disputed: tuple[Article, ...] = ()
    subjects: tuple[Subject, ...] = ()
    people: tuple[Person, ...] = ()
    pages: tuple[Page, ...] = ()
    past_pages: tuple[Page, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether somebody would miss the image: it must not be deleted."""
        shown = self.live, self.drafted, self.disputed, self.subjects, self.people, self.pages
        return any(shown)

    @property
    def is_kept(self) -> bool:
        """Whether a past version or a deleted article alone would."""
        return bool(self.past or self.gone or self.past_pages)


def uses_of(image: Image) -> Uses:
    """Return where an image is used."""
    keys = list(ImageUse.objects.filter(digest=image.digest).values_list("article_key", flat=True))
    articles = Article.objects.select_related("subject")
    named = list(articles.filter(pk__in=keys).order_by("pk"))
    pages, past_pages = _pages_with(image.digest)
    return Uses(
        live=tuple(article for article in named if image.digest in article.answer),
        past=tuple(article for article in named if image.digest not in article.answer),
        gone=tuple(_gone(set(keys) - {article.pk for article in named})),
        drafted=tuple(articles.filter(pk__in=_drafts_with(image.digest))),
        disputed=tuple(articles.filter(pk__in=_conflicts_with(image.digest))),
        subjects=tuple(Subject.objects.filter(introduction__contains=image.digest)),
        people=tuple(Person.objects.filter(Q(image=image) | Q(biography__contains=image.digest))),
        pages=pages,
        past_pages=past_pages,
    )


def unused(images: QuerySet[Image]) -> QuerySet[Image]:
    """Return those of the images that nothing names: no article and no plain page in any version,
    no draft, no conflict that waits, no introduction and nobody's page. What articles name is in an
    index; the rest, which is a matter of some hundred rows, is looked through."""
    versions = ImageUse.objects.filter(digest=OuterRef("digest")).filter(
        Exists(Article.objects.filter(pk=OuterRef("article_key")))
        | Exists(Revision.objects.filter(article_key=OuterRef("article_key")))
    )
    texts = list(_other_texts())
    portraits = Person.objects.filter(image=OuterRef("pk"))
    rest = images.filter(~Exists(versions), ~Exists(portraits))
    if not texts:
        return rest
    named = [digest for digest in rest.values_list("digest", flat=True) if _is_in(digest, texts)]
    return rest.exclude(digest__in=named)


def _is_in(digest: str, texts: Collection[str]) -> bool:
    return any(digest in text for text in texts)


def _gone(keys: Collection[int]) -> Iterator[GoneArticle]:
    """Articles that are gone, but for those of which no version is left."""
    last: dict[int, Revision] = {}
    for revision in Revision.objects.filter(article_key__in=keys).order_by("version"):
        last[revision.article_key] = revision
    for key, revision in sorted(last.items()):
        yield GoneArticle(key, revision.content().title, revision.subject_slug)


def _drafts() -> QuerySet:
    found = Draft.objects.annotate(text=Cast("values", TextField()))
    return found.filter(text__contains=FOLDER)


def _conflicts() -> QuerySet:
    found = Conflict.objects.open().annotate(text=Cast("theirs", TextField()))
    return found.filter(text__contains=FOLDER).order_by()


def _drafts_with(digest: str) -> QuerySet:
    return _drafts().filter(text__contains=digest).values("article_key")


def _conflicts_with(digest: str) -> QuerySet:
    return _conflicts().filter(text__contains=digest).values("article_id")


def _pages_with(digest: str) -> tuple[tuple[Page, ...], tuple[Page, ...]]:
    """The plain pages whose text or draft names an image, and those that did so once. There are a
    dozen pages on a site."""
    now = {key for key, text in _texts_of_pages() if digest in text}
    once = {key for key, text in _past_texts_of_pages() if digest in text} - now
    found = Page.objects.in_bulk(now | once)
    return tuple(found[key] for key in sorted(now)), tuple(found[key] for key in sorted(once))


def _texts_of_pages() -> Iterator[tuple[int, str]]:
    """(key of the page, text) of the plain pages and of their drafts."""
    yield from Page.objects.filter(text__contains=FOLDER).values_list("pk", "text")
    drafts = PageDraft.objects.annotate(text=Cast("values", TextField()))
    yield from drafts.filter(text__contains=FOLDER).values_list("pk", "text")


def _past_texts_of_pages() -> Iterator[tuple[int, str]]:
    for revision in PageRevision.objects.order_by():
        yield revision.page_id, revision.content().text


def _other_texts() -> Iterator[str]:
    for _, text in (*_texts_of_pages(), *_past_texts_of_pages()):
        if FOLDER in text:
            yield text
    yield from _drafts().values_list("text", flat=True)
    yield from _conflicts().values_list("text", flat=True)
    yield from Subject.objects.filter(introduction__contains=FOLDER).values_list(
        "introduction", flat=True
    )
    yield from Person.objects.filter(biography__contains=FOLDER).values_list("biography", flat=True)
