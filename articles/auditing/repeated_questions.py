"""Findings on questions that stand over different answers, over the whole library.

Each write keeps them right by itself (`articles/publishing/effects/repeated_questions.py`); this is
for a library that is older than they are, or whose rows were written by hand.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.db import transaction
from django.db.models import Count

from articles.database.batches import batches
from articles.models import Article, Finding
from articles.publishing.effects import REPEATED, settle_questions

_QUESTIONS_A_TURN = 500


def audit_repeated_questions(
    within: Callable[[], AbstractContextManager] = transaction.atomic,
) -> int:
    """Bring them up to date, 500 questions in each `within()`; return how many there are. The
    questions are grouped by their index, and no text is read."""
    asked = Article.objects.indexable().exclude(question_digest="").order_by()
    counted = asked.values("question_digest").annotate(count=Count("pk")).filter(count__gt=1)
    found = Finding.objects.filter(kind=REPEATED, article__isnull=False).order_by()
    digests = {
        *counted.values_list("question_digest", flat=True),
        *found.values_list("article__question_digest", flat=True),
    }
    count = 0
    for some in batches(sorted(digests), _QUESTIONS_A_TURN):
        with within():
            count += settle_questions(some)
    return count
