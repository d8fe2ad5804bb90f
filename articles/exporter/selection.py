"""Selection of the articles to export, read in pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q

from articles.database.batches import batches
from articles.models import Article, Revision, Status, Subject
from articles.models.article import ArticleQuerySet

PAGE_ARTICLES = 500


class UnknownSubject(Exception):
    """No subject has this slug; carries it."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


@dataclass(frozen=True, slots=True)
class Selection:
    """What to export. Without `subjects` (slugs) all of them.

    Withdrawn articles are never exported, and drafts only with `includes_drafts`: an import
    publishes whatever has a date.
    """

    subjects: Sequence[str] = ()
    changed_since: datetime | None = None
    includes_drafts: bool = False

    def articles(self) -> ArticleQuerySet:
        """The articles, in no order."""
        statuses = [Status.PUBLISHED, *([Status.DRAFT] if self.includes_drafts else [])]
        articles = Article.objects.filter(status__in=statuses)
        if self.subjects:
            articles = articles.filter(subject__slug__in=self.subjects)
        if self.changed_since is not None:
            articles = articles.filter(_changed_since(self.changed_since))
        return articles

    def pages(self) -> Iterator[list[Article]]:
        """The articles in the order of their addresses, with subject, related questions and files.

        By code point, whatever the database's collation (PostgreSQL's may leave hyphens out of
        account), so that equal libraries give equal archives. A query a subject for its slugs,
        100 bytes each, and three a page of PAGE_ARTICLES; neither a cursor nor a lock is held
        between two pages.
        """
        selected = self.articles()
        articles = selected.prefetch_related("related", "source_files")
        for subject in self._find_subjects():
            slugs = selected.filter(subject=subject).values_list("slug", "pk")
            keys = [pk for _, pk in sorted(slugs)]
            for some in batches(keys, PAGE_ARTICLES):
                page = sorted(articles.filter(pk__in=some), key=attrgetter("slug"))
                for article in page:
                    article.subject = subject
                yield page

    def require_subjects(self) -> None:
        """Raises UnknownSubject for a subject that is misspelt."""
        known = set(Subject.objects.values_list("slug", flat=True))
        for slug in self.subjects:
            if slug not in known:
                raise UnknownSubject(slug)

    def _find_subjects(self) -> list[Subject]:
        subjects = Subject.objects.all()
        chosen = subjects.filter(slug__in=self.subjects) if self.subjects else subjects
        return sorted(chosen, key=attrgetter("slug"))


def _changed_since(moment: datetime) -> Q:
    """What is new in this database, and what has a revision since: every change of content, whoever
    made it, in the desk or by an import."""
    revisions = Revision.objects.filter(article=OuterRef("pk"), created_at__gte=moment)
    return Q(Exists(revisions)) | Q(created_at__gte=moment)
