"""Commission model: the findings that ask for another question, or for one page of several."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models.finding import Finding
from articles.models.index_status import Status

REPEATED, DATED, LOST_CONTEXT = "question-repeated", "dated-title", "lost-context"
# As far back as `articles/core/text/title_checks.py` looks.
_FIRST_YEAR = 2010


class CommissionManager(models.Manager):
    """Findings about published articles: questions that stand over different answers, questions
    without their context, and those bound to a year that is over. Every year one more is: what is
    kept of a finding is the year, and this asks for those before today's. Each has the views of its
    page in 30 days (`recent`) and in all (`views`)."""

    def get_queryset(self) -> models.QuerySet:
        years = [str(year) for year in range(_FIRST_YEAR, timezone.localdate().year)]
        bound = Q(kind=DATED, detail__in=years)
        rows = super().get_queryset().filter(article__status=Status.PUBLISHED)
        return rows.filter(bound | Q(kind__in=[REPEATED, LOST_CONTEXT])).annotate(
            recent=Coalesce("article__readership__recent_views", 0),
            views=Coalesce("article__readership__views", 0),
        )


class Commission(Finding):
    """The rows are those of Finding, and so are the rights."""

    objects = CommissionManager()

    class Meta:
        proxy = True
        default_permissions = ()
        ordering = ("-pk",)
        verbose_name = "question to commission"
        verbose_name_plural = "commissioning"
