"""Side panel of the article page: findings, addresses, source file and last editors."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model

from articles.admin.articles.copies import others_with
from articles.admin.articles.readership import Numbers, numbers_of
from articles.admin.queues.finding import FoundProblem, found_problems
from articles.importer.kept_deliveries import waiting_for
from articles.models import Article, KeptDelivery, Redirect, Rendering, SourceFile
from articles.rights import within

_SHOWN_ROWS = 20


@dataclass(frozen=True, slots=True)
class ArticlePanel:
    """`findings` are open ones, the serious first. `same_text` are other articles with its text, of
    which `duplicates` name this one as canonical; they and `redirects` are the first 20.
    `last_entry` is the admin's own log; `kept` are deliveries that came while the article was
    away."""

    findings: Sequence[FoundProblem]
    dismissed_count: int
    source_files: Sequence[SourceFile]
    same_text: Sequence[Article]
    redirects: Sequence[Redirect]
    rendering: Rendering | None
    last_entry: LogEntry | None
    numbers: Numbers
    kept: Sequence[KeptDelivery]
    key: int

    @property
    def duplicates(self) -> Sequence[Article]:
        return [other for other in self.same_text if other.canonical_id == self.key]


def article_panel(article: Article, user: object) -> ArticlePanel:
    """Read the panel of one article, whose rendering is loaded, with what the user works on of the
    articles with its text: seven queries."""
    findings = list(article.findings.all())
    same_text = others_with(article.content_digest, article).defer("answer")
    return ArticlePanel(
        findings=found_problems(row for row in findings if not row.is_dismissed),
        dismissed_count=sum(row.is_dismissed for row in findings),
        source_files=article.source_files.defer("data", "base")[:_SHOWN_ROWS],
        same_text=list(within(user, same_text)[:_SHOWN_ROWS]),
        redirects=article.redirects.all()[:_SHOWN_ROWS],
        rendering=getattr(article, "rendering", None),
        last_entry=_last_entry(article),
        numbers=numbers_of(article),
        kept=waiting_for(article),
        key=article.pk,
    )


def _last_entry(article: Article) -> LogEntry | None:
    entries = LogEntry.objects.filter(
        content_type=get_content_type_for_model(article), object_id=str(article.pk)
    )
    return entries.select_related("user").order_by("-pk").first()
