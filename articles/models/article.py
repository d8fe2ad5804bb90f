"""Article model: one question with its answer, at one address."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Abs, Coalesce
from django.db.models.lookups import Exact

from articles.core.article_content import (
    DEFAULTS,
    MAX_LENGTHS,
    ArticleContent,
    RelatedLink,
    heading_of,
)
from articles.core.source.article_paths import SLUG_PATTERN, article_path, source_path
from articles.core.text.change_note import LONGEST_NOTE
from articles.models.index_status import IndexStatus, Status
from articles.models.subject import Subject

SUBJECT_KEY = Abs("subject_id", output_field=models.BigIntegerField())


class ArticleQuerySet(models.QuerySet):
    def live(self) -> "ArticleQuerySet":
        """What a reader may see: the only door from the web floor to articles."""
        return self.filter(status=Status.PUBLISHED)

    def live_by_key(self) -> "ArticleQuerySet":
        """What a reader may see, where the rows are found by their keys.

        SQLite takes the status for rare, and looks through an index of it with a million entries
        for a hundred keys (170 ms in place of 4). Inside of an expression it cannot.
        """
        return self.filter(Exact(Coalesce("status", models.Value("")), Status.PUBLISHED))

    def unpublished(self) -> "ArticleQuerySet":
        """Drafts, which staff may preview, and withdrawn articles, which answer 410."""
        return self.exclude(status=Status.PUBLISHED)

    def changed_in(self, subject: Subject) -> "ArticleQuerySet":
        """Those of a subject, by the index that has them in the order of their last change."""
        return self.filter(Exact(SUBJECT_KEY, subject.pk))

    def indexable(self) -> "ArticleQuerySet":
        """What lists, sitemap, feeds and related questions offer."""
        return self.filter(index_status=IndexStatus.INDEXABLE)

    def reviewed_as(self, names: Any) -> "ArticleQuerySet":
        """Those that were reviewed under one of some names; the condition is that of the index."""
        return self.filter(reviewed_by__gt="", reviewed_by__in=names)


class Article(models.Model):
    """The live truth of one address, (subject, slug).

    Written by `articles.publishing` alone. `content_modified_at` is the last change that a reader
    can see: neither an import of the same text nor a re-render moves it. `change_note` says what
    it was, in words for readers ("" where nobody said). `content_digest` is equal
    for equal answers; of those, `canonical` points at the elected one (null: itself).
    `question_digest` is equal for titles that ask the same in nearly the same words, "" where a
    title has no words.
    """

    subject = models.ForeignKey("Subject", on_delete=models.PROTECT, related_name="articles")
    slug = models.CharField(
        max_length=200,
        validators=[RegexValidator(SLUG_PATTERN, "Lower-case letters, digits and hyphens.")],
    )
    source_id = models.BigIntegerField("id in the source", null=True, blank=True, db_index=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    title = models.CharField(max_length=MAX_LENGTHS["title"])
    article_title = models.CharField(max_length=MAX_LENGTHS["article_title"], blank=True)
    question = models.CharField(max_length=MAX_LENGTHS["question"], blank=True)
    short_answer = models.TextField("short answer", blank=True)
    author = models.CharField(max_length=MAX_LENGTHS["author"], blank=True)
    reviewed_by = models.CharField(max_length=MAX_LENGTHS["reviewed_by"], blank=True)
    reviewed_on = models.DateField("reviewed on", null=True, blank=True)
    review_again_by = models.DateField("review again by", null=True, blank=True)
    sources = models.TextField(blank=True, max_length=MAX_LENGTHS["sources"])
    published_on = models.DateField("published on", null=True, blank=True)
    date_format = models.CharField(
        max_length=MAX_LENGTHS["date_format"], blank=True, default=DEFAULTS["date_format"]
    )
    post_on_text = models.CharField(
        max_length=MAX_LENGTHS["post_on_text"], blank=True, default=DEFAULTS["post_on_text"]
    )
    seo_title = models.TextField("title for search engines", blank=True)
    seo_description = models.TextField("description for search engines", blank=True)
    seo_keywords = models.TextField("keywords", blank=True, help_text="Separated by commas.")
    score = models.FloatField(null=True, blank=True, help_text="-1 means not scored.")
    no_index = models.BooleanField("keep out of search engines", default=False)
    canonical = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    index_status = models.CharField(
        max_length=20, choices=IndexStatus, default=IndexStatus.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    content_digest = models.CharField(max_length=32, db_index=True, editable=False)
    question_digest = models.CharField(max_length=32, blank=True, default="", editable=False)
    content_modified_at = models.DateTimeField(editable=False)
    change_note = models.CharField(max_length=LONGEST_NOTE, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_run = models.ForeignKey(
        "ImportRun",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        db_index=False,  # article_created_by_run
        related_name="created_articles",
    )
    # The last column: a row's overflow pages are read only by who asks for the answer.
    answer = models.TextField(max_length=MAX_LENGTHS["answer"])

    objects = ArticleQuerySet.as_manager()

    class Meta:
        # Beside Django's own; what each is asked for: articles/rights/policy.py.
        permissions = [
            ("publish_article", "Can publish articles and change public ones"),
            ("every_subject", "Can work in every subject, not only in those of the account"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subject", "slug"], name="article_address"),
            models.CheckConstraint(
                condition=~Q(canonical=F("id")), name="article_canonical_is_another"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(published_on__isnull=False),
                name="article_published_has_date",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="article_status_known"
            ),
            models.CheckConstraint(
                condition=Q(index_status__in=IndexStatus.values),
                name="article_index_status_known",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-published_on", "-id"], name="article_by_subject"),
            models.Index(
                fields=["status", "-content_modified_at", "-id"], name="article_by_change"
            ),
            # What changed in one subject since a moment, for the API. Of an expression that no
            # other query has: as one more index of the subject, SQLite took it for the lists and
            # counts of the readers' pages (home 80 ms in place of 2, at 11,573 articles).
            models.Index(SUBJECT_KEY, "content_modified_at", "id", name="article_subject_change"),
            # Covering: the lists and counts of a subject are answered by the index alone.
            models.Index(
                fields=["subject", "-published_on", "-id", "index_status", "content_modified_at"],
                name="article_indexable",
                condition=Q(index_status=IndexStatus.INDEXABLE),
            ),
            # What has to be reviewed again, the longest overdue first.
            models.Index(
                fields=["review_again_by", "id"],
                name="article_review_due",
                condition=Q(review_again_by__isnull=False),
            ),
            # What somebody has written, and reviewed, the newest first. The status is a column, no
            # condition: else SQLite looks through all that have it, for an author of nearly every
            # article seems to be the wider choice.
            models.Index(
                fields=["author", "index_status", "-published_on", "-id"], name="article_by_author"
            ),
            models.Index(
                fields=["reviewed_by", "index_status", "-published_on", "-id"],
                name="article_by_reviewer",
                condition=Q(reviewed_by__gt=""),
            ),
            # How many of a subject are in search engines, and not; of the expression, as above. The
            # column stands in it as well: SQLite reads the rows where an index has it in an
            # expression alone.
            models.Index(SUBJECT_KEY, "index_status", "subject", name="article_subject_status"),
            # What an import brought, the newest first.
            models.Index(
                fields=["created_by_run", "-id"],
                name="article_created_by_run",
                condition=Q(created_by_run__isnull=False),
            ),
            # The desk's lists of what is, and is not, in search engines.
            models.Index(fields=["index_status", "-id"], name="article_by_index_status"),
            # Whether another indexable page has the same question. Not a partial index: where
            # two would do, SQLite takes the one that matches more columns.
            models.Index(fields=["title", "index_status"], name="article_title"),
            # Which other indexable pages ask the same in nearly the same words.
            models.Index(fields=["question_digest", "index_status"], name="article_question"),
            # The shards of the sitemap, by ranges of the key.
            models.Index(
                fields=["id", "content_modified_at", "index_status"],
                name="article_sitemap",
                condition=Q(index_status=IndexStatus.INDEXABLE),
            ),
            models.Index(
                fields=["-published_on", "-id"],
                name="article_newest",
                condition=Q(index_status=IndexStatus.INDEXABLE),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return article_path(self.subject.slug, self.slug)

    @property
    def heading(self) -> str:
        """The question as the page prints it."""
        return heading_of(self.question, self.article_title, self.title)

    @property
    def source_path(self) -> str:
        return source_path(self.subject.slug, self.slug)

    def has_been_public_here(self) -> bool:
        """Return whether readers find the article at its address, or once did: a revision says so,
        for none ceases to be public, or moves, without one."""
        return self.status == Status.PUBLISHED or self.was_public_at(self.subject.slug, self.slug)

    def has_been_public(self) -> bool:
        """Return whether readers find the article, or once did, wherever it stood."""
        return (
            self.status == Status.PUBLISHED
            or self.revisions.filter(status=Status.PUBLISHED).exists()
        )

    def was_public_at(self, subject_slug: str, slug: str) -> bool:
        """Return whether a revision says that readers found the article there."""
        seen_there = self.revisions.filter(
            status=Status.PUBLISHED, subject_slug=subject_slug, slug=slug
        )
        return seen_there.exists()

    def is_gone(self) -> bool:
        """Return whether readers get a 410 at its address: it is withdrawn, and was public there,
        or has no history that says otherwise."""
        return self.status == Status.WITHDRAWN and (
            self.has_been_public_here() or not self.revisions.exists()
        )

    def content(self) -> ArticleContent:
        """Return the article as an ArticleContent, its related questions in order."""
        related = tuple(
            RelatedLink(path=link.path, title=link.title)
            for link in sorted(self.related.all(), key=lambda link: link.position)
        )
        return ArticleContent(
            related=related, **{name: getattr(self, name) for name in CONTENT_COLUMNS}
        )


# The fields of ArticleContent that are columns of Article; the related questions are rows.
CONTENT_COLUMNS = tuple(name for name in ArticleContent.__dataclass_fields__ if name != "related")
