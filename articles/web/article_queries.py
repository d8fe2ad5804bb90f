"""Queries of the article page: one for the article, one for its topics, what comes before and
behind it there, its related questions (stored and computed) and whom its names mean, one more for
its duplicates if it has any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)

from articles.core.source.article_paths import person_path, source_path
from articles.database.compiled_query import CompiledQuery
from articles.models import (
    Article,
    ArticleTopic,
    Change,
    ComputedRelated,
    IndexStatus,
    Person,
    PersonName,
    Related,
    SourceFile,
)
from articles.models.article import ArticleQuerySet
from articles.models.source_file import by_counting_file, counting_file
from articles.models.topic import SHOWN_OF_ARTICLE
from articles.seo import Credit
from articles.seo.description_choice import needs_the_files_rules
from articles.web.article_links import LINK_COLUMNS, Entry, TopicLink, entry_of, topic_link

# Everything that the page prints. The Markdown of the answer is not among it: it is the last and
# widest column, and the page prints the rendering.
_COLUMNS = (
    "slug",
    "status",
    "title",
    "article_title",
    "question",
    "short_answer",
    "author",
    "reviewed_by",
    "reviewed_on",
    "sources",
    "change_note",
    "published_on",
    "date_format",
    "post_on_text",
    "seo_title",
    "seo_description",
    "seo_keywords",
    "index_status",
    "version",
    "content_digest",
    "content_modified_at",
    "subject__slug",
    "subject__name",
    "subject__is_listed",
    "subject__shown_otherwise_at",
    "subject__disclaimer",
    "subject__disclaimer_changed_at",
    "rendering__short_answer",
    "rendering__short_answer_html",
    "rendering__html",
    "rendering__plain_text",
    "rendering__formula_count",
)

# What a page prints of another article, and when that last changed.
_NAMED_COLUMNS = (*LINK_COLUMNS, "content_modified_at", "subject__shown_otherwise_at")

# What it says of the canonical one: its address, and what stands on its card.
_CANONICAL_COLUMNS = (
    *_NAMED_COLUMNS,
    "content_digest",
    "index_status",
    "rendering__short_answer",
)

# The last change that the public could see, computed related questions among them.
CHANGED_AT = Subquery(
    Change.objects.filter(article_key=OuterRef("pk")).order_by().values("changed_at")
)


def _published(subject_slug: str, slug: str, path: str) -> ArticleQuerySet:
    same_title = (
        Article.objects.indexable().filter(title=OuterRef("title")).exclude(pk=OuterRef("pk"))
    )
    twins = Article.objects.live().filter(
        canonical=OuterRef("pk"), content_digest=OuterRef("content_digest")
    )
    return (
        Article.objects.live()
        .filter(subject__slug=subject_slug, slug=slug)
        .select_related("subject", "rendering", "canonical__subject", "canonical__rendering")
        .only(*_COLUMNS, *(f"canonical__{name}" for name in _CANONICAL_COLUMNS))
        .annotate(
            changed_at=CHANGED_AT,
            is_shared_title=Exists(same_title),
            has_twins=Exists(twins),
            file_id=F("source_files"),
            file_data=_if_changed("source_files__data"),
            file_base=_if_changed("source_files__base"),
        )
        .order_by(*by_counting_file(path))[:1]
    )


_PUBLISHED = CompiledQuery(_published, subject_slug=str, slug=str, path=str)


def published_article(subject_slug: str, slug: str) -> Article | None:
    """Return the live article at an address with all that its page prints, in one query.

    Annotated: `changed_at` for `moments_of`, `is_shared_title` (another indexable page has the same
    question), `has_twins` (others with its text name it as canonical), and `file_id`, `file_data`,
    `file_base` for `has_editors_description`.
    """
    path = source_path(subject_slug, slug)
    return _PUBLISHED.first(subject_slug=subject_slug, slug=slug, path=path)


def unpublished_article(subject_slug: str, slug: str) -> Article | None:
    """Return the draft or withdrawn article at an address."""
    return (
        Article.objects.unpublished()
        .filter(subject__slug=subject_slug, slug=slug)
        .select_related("subject", "rendering")
        .first()
    )


def has_editors_description(article: Article) -> bool:
    """Return whether a person wrote the description, rather than the file (docs/corpus.md, "Page
    heads").

    An article without a file is an editor's. One that nobody changed since it was imported
    (version 1: nearly all) is the file's. For a changed one the description is compared with what
    its last import wrote; those bytes come with the article's own row, so that it costs no query,
    and only where the file's rules would change the text at all.
    """
    if article.file_id is None:
        return True
    if article.file_base is None or not needs_the_files_rules(article):
        return False
    file = SourceFile(pk=article.file_id, data=article.file_data, base=article.file_base)
    return file.read_base().seo_description != article.seo_description


# Whether an article came from a file, for `with_editors_description`.
HAS_FILE = Exists(SourceFile.objects.filter(article=OuterRef("pk")))


def with_editors_description(articles: Sequence[Article]) -> frozenset[int]:
    """Return the keys of the articles, annotated as `has_file`, whose description a person wrote,
    as `has_editors_description`. One query, none where no article was changed since its import."""
    own = {article.pk for article in articles if not article.has_file}
    changed = {
        article.pk: article
        for article in articles
        if article.has_file and article.version > 1 and needs_the_files_rules(article)
    }
    files: dict[int, list[SourceFile]] = {}
    for file in SourceFile.objects.filter(article__in=changed) if changed else ():
        files.setdefault(file.article_id, []).append(file)
    for key, article in changed.items():
        file = counting_file(files.get(key, ()), article.source_path)
        if file is None or file.read_base().seo_description != article.seo_description:
            own.add(key)
    return frozenset(own)


# So many computed questions fill up an article's own; extra ones come beside them.
_QUESTIONS_FILLED = 4
_LINK_VALUES = tuple(f"target__{name}" for name in _NAMED_COLUMNS)
# Where the rows of one query come from, and their order.
_OWN, _COMPUTED, _TOPIC, _PREVIOUS, _NEXT, _NAME = range(6)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an article: the related questions that a reader sees, and its topics, the
    first of which it stands under; in that one, what comes before and behind. `credits` says whom
    its author's and reviewer's names mean, `renamed_at` when that last changed, of names that mean
    nobody any more, too."""

    related: list[Entry]
    topics: list[TopicLink]
    credits: dict[str, Credit]
    renamed_at: list[datetime]
    previous: Entry | None = None
    next: Entry | None = None

    @property
    def named(self) -> list[Entry]:
        """All the articles that it names."""
        return [*self.related, *filter(None, (self.previous, self.next))]


def _beside(article: int, author: str, reviewer: str) -> QuerySet:
    nothing = Value(None, output_field=BooleanField())
    own = Related.objects.filter(article=article).annotate(is_extra=nothing, rank=Value(_OWN))
    computed = ComputedRelated.objects.filter(article=article).annotate(rank=Value(_COMPUTED))
    columns = ("rank", "position", "is_extra", "target", *_LINK_VALUES)
    rows = (
        own.shown()
        .order_by()
        .values_list(*columns)
        .union(
            computed.shown().order_by().values_list(*columns),
            _topics_in_the_same_columns(article),
            _names_in_the_same_columns(author, reviewer),
            _neighbour_in_the_same_columns(article, _PREVIOUS),
            _neighbour_in_the_same_columns(article, _NEXT),
            all=True,
        )
    )
    return rows.order_by("rank", "position")


def _topics_in_the_same_columns(article: int) -> QuerySet:
    """The topics as rows of `_beside`: slug and name stand where an article has slug and title."""
    empty = Value("", output_field=CharField())
    never = Value(None, output_field=DateTimeField())
    topics = ArticleTopic.objects.filter(SHOWN_OF_ARTICLE, article=article).annotate(
        rank=Value(_TOPIC),
        is_extra=Value(None, output_field=BooleanField()),
        no_title=empty,
        no_question=empty,
        no_change=never,
        no_other=never,
    )
    return topics.order_by().values_list(
        *("rank", "position", "is_extra", "topic", "topic__slug", "topic__name"),
        *("no_title", "no_question", "topic__subject__slug", "topic__subject__name"),
        *("no_change", "no_other"),
    )


def _names_in_the_same_columns(author: str, reviewer: str) -> QuerySet:
    """Whom names mean as rows of `_beside`: slug, name and job title of somebody stand where an
    article has slug, title and heading, the name that was asked for where it has its question."""
    empty = Value("", output_field=CharField())
    names = PersonName.objects.filter(name__in=[author, reviewer]).annotate(
        rank=Value(_NAME),
        position=Value(0),
        is_human=Case(When(person__kind=Person.Kind.PERSON, then=True), default=False),
        shown=Case(When(person__is_hidden=False, then=F("person")), output_field=BigIntegerField()),
        no_subject=empty,
        no_subject_name=empty,
        no_other=Value(None, output_field=DateTimeField()),
    )
    return names.order_by().values_list(
        *("rank", "position", "is_human", "shown", "person__slug", "person__name"),
        *("person__job_title", "name", "no_subject", "no_subject_name"),
        *("changed_at", "no_other"),
    )


def _neighbour_in_the_same_columns(article: int, rank: int) -> QuerySet:
    """The article before or behind in the first topic that is shown, in the order in which they
    came into the library: what came together, often of one course, stands together, and unlike
    the topic's own page, most read first, nothing moves from day to day."""
    shown = ArticleTopic.objects.filter(SHOWN_OF_ARTICLE, article=article).order_by("position")
    there = ArticleTopic.objects.filter(
        topic=Subquery(shown.values("topic")[:1]),
        article__subject=F("topic__subject"),
        article__index_status=IndexStatus.INDEXABLE,
    )
    if rank == _PREVIOUS:
        there = there.filter(article_id__lt=article).order_by("-article_id")
    else:
        there = there.filter(article_id__gt=article).order_by("article_id")
    found = Article.objects.live_by_key().filter(pk__in=there.values("article")[:1])
    return (
        found.annotate(
            rank=Value(rank),
            position=Value(0, output_field=IntegerField()),
            is_extra=Value(None, output_field=BooleanField()),
        )
        .order_by()
        .values_list("rank", "position", "is_extra", "pk", *_NAMED_COLUMNS)
    )


_BESIDE = CompiledQuery(_beside, article=int, author=str, reviewer=str)


def beside(article: Article) -> Beside:
    """Return the related questions, the editor's in their order, then computed ones up to four,
    then those by which another article is reached; the topics; what comes before and behind in the
    first; and whom the author's and the reviewer's names mean. One query for all."""
    return _read_beside(article.pk, article.author, article.reviewed_by)


def _read_beside(key: int, author: str = "", reviewer: str = "") -> Beside:
    entries: dict[int, Entry] = {}
    topics: list[TopicLink] = []
    around: dict[int, Entry] = {}
    credits: dict[str, Credit] = {}
    renamed_at: list[datetime] = []
    rows = _BESIDE.rows(article=key, author=author, reviewer=reviewer)
    for rank, _, is_extra, target, *values in rows:
        if rank == _NAME:
            slug, name, job_title, written, _, _, changed_at, _ = values
            renamed_at.append(changed_at)
            if target is not None:
                credits[written] = Credit(name, person_path(slug), bool(is_extra), job_title)
            continue
        if rank == _TOPIC:
            slug, name, _, _, subject_slug, *_ = values
            topics.append(topic_link(subject_slug, slug, name))
            continue
        if rank in {_PREVIOUS, _NEXT}:
            around[rank] = _named(*values)
            continue
        is_filling = is_extra is not None and not is_extra
        if target in entries or (is_filling and len(entries) >= _QUESTIONS_FILLED):
            continue
        entries[target] = _named(*values)
    neighbours = around.get(_PREVIOUS), around.get(_NEXT)
    return Beside(list(entries.values()), topics, credits, renamed_at, *neighbours)


def related_entries(article: Article) -> list[Entry]:
    """Return the related questions alone; nothing but the article's key is asked for."""
    return _read_beside(article.pk).related


def _named(*values: Any) -> Entry:
    """The link that the values of _NAMED_COLUMNS make, with the moment at which what it prints last
    changed."""
    *link, modified_at, shown_otherwise_at = values
    changed_at = max(modified_at, shown_otherwise_at or modified_at)
    return entry_of(*link, changed_at=changed_at)


def moments_of(article: Article, named: Iterable[Entry]) -> list[datetime | None]:
    """Return when what is shown of an article last changed: its text, its subject's name and
    disclaimer, anything else of it that is public (`changed_at`, annotated by CHANGED_AT), and the
    articles that the page names, as related or as the same text elsewhere."""
    changed_at: datetime | None = article.changed_at
    return [
        article.content_modified_at,
        article.subject.shown_otherwise_at,
        article.subject.disclaimer_changed_at,
        changed_at,
        *(entry.changed_at for entry in named),
    ]


def twin_entries(article: Article) -> list[Entry]:
    """Return where else the same article is filed, for a reader who came by another subject.

    From the canonical one to its duplicates, which no list names, and from each of them back to
    it. Hidden subjects are not linked, and neither is another text that somebody chose as the
    canonical: that is for search engines alone.
    """
    canonical = article.canonical
    if canonical is not None:
        is_same = canonical.content_digest == article.content_digest
        is_listed = is_same and canonical.index_status == IndexStatus.INDEXABLE
        return [_named(*_named_values(canonical))] if is_listed else []
    if not article.has_twins:
        return []
    twins = _TWINS.rows(article=article.pk, digest=article.content_digest)
    return [_named(*values) for values in twins]


def _named_values(article: Article) -> tuple[Any, ...]:
    """The values of _NAMED_COLUMNS of an article whose subject is loaded."""
    subject = article.subject
    return (
        *(article.slug, article.title, article.article_title, article.question),
        *(subject.slug, subject.name, article.content_modified_at, subject.shown_otherwise_at),
    )


def _twins(article: int, digest: str) -> QuerySet:
    return (
        Article.objects.live()
        .filter(canonical=article, content_digest=digest, index_status=IndexStatus.DUPLICATE)
        .order_by("subject__position", "subject__name", "pk")
        .values_list(*_NAMED_COLUMNS)
    )


_TWINS = CompiledQuery(_twins, article=int, digest=str)


def _if_changed(column: str) -> Case:
    """The column for an article of a later version, null (and not read) for one of the first."""
    return Case(When(version__gt=1, then=F(column)))
