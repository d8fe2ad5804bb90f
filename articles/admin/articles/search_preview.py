"""What a search engine and a social network will show of an article as it is written.

The texts are made by the functions that make the public page's head (`articles.seo`): an article
that is saved nowhere is given what the form says, and its head is asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from django.urls import reverse
from django.utils import timezone

from articles.admin.articles.expected_index import Expected, Outcome, expected_index
from articles.admin.articles.written_form import Written, answered
from articles.core.source.article_paths import article_path, is_slug
from articles.core.text.description_choice import Origin
from articles.core.text.description_length import is_default_seo_title
from articles.models import Article, IndexStatus, Rendering, Status, Subject
from articles.models.article import CONTENT_COLUMNS
from articles.models.source_file import counting_file
from articles.rights import is_within
from articles.seo import PageMeta, Site, article_meta, current_site, plain_title
from articles.seo.description_choice import files_description, needs_the_files_rules
from articles.seo.page_titles import with_site_name
from articles.seo.result_widths import DESCRIPTION, TITLE, Fitted, fit

WHY = {
    IndexStatus.INDEXABLE: "Sitemap and lists offer it to search engines.",
    IndexStatus.DUPLICATE: "Another article has the same text and is the one that is indexed;"
    " this page names it as canonical.",
    IndexStatus.NO_INDEX: "“Keep out of search engines” is ticked.",
    IndexStatus.HIDDEN_SUBJECT: "Its subject is hidden.",
    IndexStatus.DRAFT: "Until it is published, everybody but staff gets a 404.",
    IndexStatus.WITHDRAWN: "Readers and search engines are told that it is gone (410).",
}

_WHY_CHOSEN = (
    "Somebody chose another article as its canonical, which is the one that is indexed; this page"
    " names it."
)


@dataclass(frozen=True, slots=True)
class Result:
    """One entry in a list of results, on a `device`."""

    device: str
    title: Fitted
    description: Fitted


@dataclass(frozen=True, slots=True)
class Other:
    """Another article as the panel names it."""

    key: int
    heading: str
    subject_name: str
    path: str
    index: str


@dataclass(frozen=True, slots=True)
class Address:
    """`path` is the address that the form gives, "" while it gives none; `taken_by` the key of who
    stands there; `old_path` what it leaves, and `redirects` whether that will lead to it."""

    path: str
    taken_by: int | None = None
    old_path: str = ""
    redirects: bool = False


@dataclass(frozen=True, slots=True)
class SearchPreview:
    """All that the panel prints. `title_from` and `description_from` say where the two come from;
    `found_short_answer` is the one of the answer, whatever the editor's own is;
    `copies` stay behind with the old text, and `together` is the canonical of saving in all, None
    where that is the article itself."""

    meta: PageMeta
    site_name: str
    host: str
    breadcrumbs: Sequence[str]
    results: Sequence[Result]
    title_from: str
    description_from: str
    short_answer: str
    found_short_answer: str
    card_url: str
    card_title: str
    address: Address
    index: IndexStatus
    why: str
    when_published: str
    canonical: Other | None
    copies: Sequence[Other] = ()
    together: Other | None = None


def search_preview(written: Written, user: object) -> SearchPreview:
    """Return the preview: five queries for a saved article with a file's description, one more
    where another article is named, two more at another address. Copies that neither readers see nor
    the user works on are left out."""
    site = current_site()
    expected = expected_index(written)
    known = _articles(_named(expected) - {written.article and written.article.pk})
    article = _unsaved(written, known.get(expected.alone.canonical or 0), expected.alone)
    is_shared = _is_shared(written)
    is_editors = _is_editors_description(written, article)
    meta = article_meta(
        article, site=site, is_shared_title=is_shared, is_editors_description=is_editors
    )
    status = expected.alone.status
    is_chosen, elsewhere = expected.alone.is_chosen, expected.when_published
    shown = article.canonical or article
    return SearchPreview(
        meta=meta,
        site_name=site.name,
        host=urlsplit(site.url).netloc,
        breadcrumbs=["Learn", article.subject.name],
        results=[
            Result(device, fit(meta.title, TITLE[device]), fit(meta.description, limit))
            for device, limit in DESCRIPTION.items()
        ],
        title_from=_title_from(article, site, is_shared=is_shared),
        description_from=_description_from(article, is_editors=is_editors),
        short_answer=article.rendering.short_answer,
        found_short_answer=answered(replace(written.content, short_answer="")).short_answer,
        card_url=_card_url(shown),
        card_title=plain_title(shown.heading),
        address=_address(written),
        index=status,
        why=_WHY_CHOSEN if status == IndexStatus.DUPLICATE and is_chosen else WHY[status],
        when_published="" if elsewhere == status else elsewhere.label,
        canonical=_other(known, expected.alone.canonical, written, expected.alone),
        copies=[
            _as_other(known[twin.pk], expected.alone)
            for twin in expected.copies
            if twin.pk in known and _is_known_to(user, known[twin.pk])
        ],
        together=expected.together
        and _other(known, expected.together.canonical, written, expected.together),
    )


def _is_known_to(user: object, article: Article) -> bool:
    return article.status == Status.PUBLISHED or is_within(user, article.subject_id)


def _named(expected: Expected) -> set[int]:
    outcomes = filter(None, (expected.alone, expected.together))
    keys = {outcome.canonical for outcome in outcomes} | {twin.pk for twin in expected.copies}
    return {key for key in keys if key}


def _articles(keys: Iterable[int]) -> Mapping[int, Article]:
    keys = list(keys)
    if not keys:
        return {}
    found = Article.objects.filter(pk__in=keys).select_related("subject", "rendering")
    found = found.defer("answer", "rendering__html", "rendering__plain_text")
    return {article.pk: article for article in found}


def _unsaved(written: Written, canonical: Article | None, outcome: Outcome) -> Article:
    """An article that is saved nowhere, with all that its head needs. A date and a moment that it
    does not have yet are those of now, as publishing would give them."""
    content = written.content
    dated = replace(content, published_on=content.published_on or timezone.localdate())
    stored = written.article
    article = Article(
        pk=stored.pk if stored else None,
        subject=written.subject or Subject(name="…", slug="subject"),
        # What is half typed is no part of an address yet.
        slug=written.slug if is_slug(written.slug) else "question",
        index_status=outcome.status,
        content_modified_at=timezone.now(),
        **{name: getattr(dated, name) for name in CONTENT_COLUMNS},
    )
    answer = answered(content)
    article.rendering = Rendering(plain_text=answer.plain_text, short_answer=answer.short_answer)
    is_another = canonical is not None and canonical.pk != article.pk
    article.canonical = canonical if is_another else None
    return article


def _is_shared(written: Written) -> bool:
    key = written.article.pk if written.article else None
    same = Article.objects.indexable().filter(title=written.content.title).exclude(pk=key)
    return same.exists()


def _is_editors_description(written: Written, unsaved: Article) -> bool:
    """Whether the page will take the description for an editor's once it is saved: as
    `articles/web/article_queries.py` does, it is compared with the one of the last import."""
    article, description = written.article, written.content.seo_description
    if article is None:
        return True
    if not needs_the_files_rules(unsaved):
        return False
    file = counting_file(article.source_files.all(), article.source_path)
    return file is None or file.read_base().seo_description != description


def _title_from(article: Article, site: Site, *, is_shared: bool) -> str:
    if not is_default_seo_title(article.seo_title):
        return "Your own title, as it stands."
    reason = "is empty" if not article.seo_title.strip() else "says nothing of this page"
    text = f"Made of the question, as the title for search engines {reason}"
    if is_shared:
        text += "; another page asks the same, so the subject is named"
    title = plain_title(article.heading)
    if with_site_name(title, site.name) != title:
        return f"{text}; the site’s name fits behind it."
    return f"{text}; the site’s name does not fit behind it."


def _description_from(article: Article, *, is_editors: bool) -> str:
    raw = " ".join(article.seo_description.split())
    if not raw:
        what = "short answer" if article.rendering.short_answer else "first sentence of the answer"
        return f"The {what}, as there is no description."
    if is_editors:
        return "Your own words, as they stand."
    shown, origin = files_description(article)
    if origin is Origin.ANSWER_STANDS_IN:
        return "The first sentence of the answer, as the description has lost characters."
    if shown == raw:
        return "The description, as it stands."
    if origin is Origin.ANSWER_SAYS_MORE:
        what = (
            "The short answer, as it says"
            if shown in article.rendering.short_answer
            else ("The first sentences of the answer, as they say")
        )
        return (
            f"{what} more than the description of the file."
            " Change that, and it is shown as you write it."
        )
    return (
        f"The description of the file, mended and shortened: {len(raw)} characters"
        f" become {len(shown)}. Change it, and it is shown as you write it."
    )


def _card_url(article: Article) -> str:
    values = {"heading": article.heading, "subject": article.subject_id or ""}
    if rendering := getattr(article, "rendering", None):
        values["text"] = rendering.short_answer
    return f"{reverse('admin:articles_article_card')}?{urlencode(values)}"


def _address(written: Written) -> Address:
    article, subject, slug = written.article, written.subject, written.slug
    if subject is None or not (is_slug(slug) or (article and slug == article.slug)):
        return Address("")
    path = article_path(subject.slug, slug)
    if article and path == article.get_absolute_url():
        return Address(path)
    taken = Article.objects.filter(subject=subject, slug=slug).values_list("pk", flat=True).first()
    if article is None:
        return Address(path, taken)
    old_path = article.get_absolute_url()
    return Address(path, taken, old_path, article.has_been_public_here())


def _other(
    known: Mapping[int, Article], key: int | None, written: Written, outcome: Outcome
) -> Other | None:
    """The elected article, None where it is the one that is written, or none is."""
    is_own = not key or (written.article is not None and key == written.article.pk)
    return None if is_own or key not in known else _as_other(known[key], outcome)


def _as_other(article: Article, outcome: Outcome) -> Other:
    status = outcome.others.get(article.pk, IndexStatus(article.index_status))
    return Other(
        article.pk, article.heading, article.subject.name, article.get_absolute_url(), status.label
    )
