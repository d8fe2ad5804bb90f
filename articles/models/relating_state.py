"""Persistent state of relating: text signatures, postings, term frequencies and the queue."""

from django.db import models


class TextSignature(models.Model):
    """The strongest terms of an article's text with their weights (packed by
    `articles/core/relatedness/signatures.py`). `version` is the article's of which they were taken;
    `is_indexable` says whether its postings stand in the index, so that a change is noticed.
    """

    article = models.OneToOneField(
        "Article", on_delete=models.CASCADE, primary_key=True, related_name="text_signature"
    )
    version = models.PositiveIntegerField()
    is_indexable = models.BooleanField()
    terms = models.BinaryField()

    def __str__(self) -> str:
        return f"signature of article {self.article_id}"


class TextPosting(models.Model):
    """That a term is among the first of an article's signature: the inverted index."""

    term = models.PositiveIntegerField()
    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "article"], name="posting_of_term"),
        ]

    def __str__(self) -> str:
        return f"term {self.term} of article {self.article_id}"


class TermFrequencies(models.Model):
    """In how many articles each term stands: one row, compressed, counted once in a while."""

    counted_articles = models.PositiveIntegerField()
    counts = models.BinaryField()

    def __str__(self) -> str:
        return f"term frequencies of {self.counted_articles} articles"


class RelatingStage(models.IntegerChoices):
    """How far the relating of a due article is; each stage is done for all before the next."""

    READ = 0, "its text is to be read"
    FILL = 1, "its related questions are to be chosen"
    INBOUND = 2, "those that lead to it are to be counted"


class RelatingDue(models.Model):
    """An article whose related questions, or those that lead to it, may have to change. Written
    with the change, in its transaction, so that a process that dies leaves nothing forgotten.

    A stage beyond the last is a claim: the number of a computation that chooses the list apart from
    the database. Whoever marks the article takes the claim away, and the computation, which writes
    only what it still holds, leaves it. So no transaction is open while it computes.
    """

    article = models.OneToOneField(
        "Article", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    stage = models.PositiveSmallIntegerField(choices=RelatingStage, default=RelatingStage.READ)

    class Meta:
        indexes = [models.Index(fields=["stage", "article"], name="relating_due")]

    def __str__(self) -> str:
        return f"article {self.article_id}: {self.get_stage_display()}"
