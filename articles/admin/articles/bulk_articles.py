"""Actions over many articles: what the question says of them, and what the desk does with each."""

from django.db.models import QuerySet
from django.http import HttpRequest

from articles.admin.articles.assigned import AssignedMixin
from articles.admin.base.kept_messages import tell_taken
from articles.bulk_runs import Outcome, begin, work
from articles.bulk_runs.article_changes import STATUS_OF
from articles.bulk_runs.following import message_of
from articles.bulk_runs.runs import Follow
from articles.models import Article, BulkRun, Status
from articles.rights import may_delete


class BulkArticlesMixin(AssignedMixin):
    """For the ModelAdmin of articles."""

    def sample_of(self, article: Article) -> str:
        return f"{article.heading} ({article.get_absolute_url()})"

    def skipped_of(self, request: HttpRequest, action: str, rows: QuerySet) -> dict[str, int]:
        """What has the status already; of a deletion, what readers see, where the user may not
        take that from them."""
        if status := STATUS_OF.get(action):
            number = rows.filter(status=status).order_by().count()
            return {f"“{status.label}” already": number} if number else {}
        scoped = Article(status=Status.PUBLISHED)
        number = rows.filter(status=Status.PUBLISHED).order_by().count()
        scoped.subject_id = rows.order_by().values_list("subject_id", flat=True).first()
        if number and not may_delete(request.user, scoped):
            return {"published, which you may not delete": number}
        return {}

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """For whoever calls Django's own way: a run as well."""
        keys = list(queryset.order_by("pk").values_list("pk", flat=True))
        run = begin(BulkRun.Action.DELETE, keys, actor=request.user)
        work(run, actor=request.user, follow=self.follow_of(request, run))

    def follow_of(self, request: HttpRequest, run: BulkRun) -> Follow:
        """Log each, say what had waited for it, and end the review of what is published."""

        def follow(outcome: Outcome) -> None:
            article = outcome.article
            if outcome.is_removal:
                self.log_deletions(request, [article])
            else:
                self.log_change(request, article, message_of(run, outcome))
            tell_taken(request, article, outcome.taken)
            if not outcome.is_removal:
                self.end_published(request, article)

        return follow
