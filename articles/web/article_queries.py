"""What the page of an article reads: one query for the article, one for its related questions,
and a third for its twins where it has any."""

from dataclasses import replace

from django.db.models import Case, Exists, F, OuterRef, When

from articles.models import Article, IndexStatus, Related, SourceFile
from articles.models.source_file import by_counting_file
from articles.seo.descriptions import needs_the_files_rules
from articles.source.paths import source_path
from articles.web.entries import LINK_COLUMNS, Entry, link_to

# Everything that the page prints. The Markdown of the answer is not among it: it is the last and
# widest column, and the page prints the rendering.
_COLUMNS = (
    "slug",
    "status",
    "title",
    "article_title",
    "question",
    "author",
    "published_on",
    "date_format",
    "post_on_text",
    "seo_title",
    "seo_description",
    "seo_keywords",
    "index_status",
    "version",
    "content_modified_at",
    "subject__slug",
    "subject__name",
    "subject__is_listed",
    "rendering__html",
    "rendering__plain_text",
    "rendering__formula_count",
)


def published_article(subject_slug: str, slug: str) -> Article | None:
    """Return the live article at an address with all that its page prints, in one query.

    Annotated: `is_shared_title` (another indexable page has the same question), `has_twins`
    (others name it as canonical), and `file_id`, `file_data`, `file_base` for
    `has_editors_description`.
    """
    same_title = (
        Article.objects.indexable().filter(title=OuterRef("title")).exclude(pk=OuterRef("pk"))
    )
    twins = Article.objects.live().filter(canonical=OuterRef("pk"))
    return (
        Article.objects.live()
        .filter(subject__slug=subject_slug, slug=slug)
        .select_related("subject", "rendering", "canonical__subject")
        .only(*_COLUMNS, *(f"canonical__{name}" for name in (*LINK_COLUMNS, "index_status")))
        .annotate(
            is_shared_title=Exists(same_title),
            has_twins=Exists(twins),
            file_id=F("source_files"),
            file_data=_if_changed("source_files__data"),
            file_base=_if_changed("source_files__base"),
        )
        .order_by(*by_counting_file(source_path(subject_slug, slug)))
        .first()
    )


def unpublished_article(subject_slug: str, slug: str) -> Article | None:
    """Return the draft or withdrawn article at an address."""
    return (
        Article.objects.unpublished()
        .filter(subject__slug=subject_slug, slug=slug)
        .select_related("subject", "rendering")
        .first()
    )


def has_editors_description(article: Article) -> bool:
    """Tell whether a person wrote the description, rather than the file (FORMAT's two rules).

    An article without a file is an editor's. One that nobody changed since it was imported
    (version 1: nearly all) is the file's. For a changed one the description is compared with what
    its last import wrote; those bytes come with the article's own row, so that it costs no query,
    and only where the file's rules would change the text at all.
    """
    if article.file_id is None:
        return True
    if article.file_base is None or not needs_the_files_rules(article.seo_description):
        return False
    file = SourceFile(pk=article.file_id, data=article.file_data, base=article.file_base)
    return file.read_base().seo_description != article.seo_description


def related_entries(article: Article) -> list[Entry]:
    """Return the related questions that a reader sees, in the editor's order."""
    links = (
        Related.objects.filter(article=article)
        .shown()
        .select_related("target__subject")
        .only(*(f"target__{name}" for name in (*LINK_COLUMNS, "content_modified_at")))
        .order_by("position")
    )
    return [
        replace(link_to(link.target), changed_at=link.target.content_modified_at) for link in links
    ]


def twin_entries(article: Article) -> list[Entry]:
    """Return where else the same article is filed, for a reader who came by another subject.

    From the canonical one to its duplicates, which no list names, and from each of them back to
    it. Hidden subjects are not linked.
    """
    canonical = article.canonical
    if canonical is not None:
        is_listed = canonical.index_status == IndexStatus.INDEXABLE
        return [link_to(canonical)] if is_listed else []
    if not article.has_twins:
        return []
    twins = (
        Article.objects.live()
        .filter(canonical=article, index_status=IndexStatus.DUPLICATE)
        .select_related("subject")
        .only(*LINK_COLUMNS)
        .order_by("subject__position", "subject__name", "pk")
    )
    return [link_to(twin) for twin in twins]


def _if_changed(column: str) -> Case:
    """The column for an article of a later version, null (and not read) for one of the first."""
    return Case(When(version__gt=1, then=F(column)))
