"""Readership models: views and votes, kept apart from the article's row."""

from django.db import models


class Readership(models.Model):
    """The numbers of one article: views in all and of the last 30 days, and votes.

    `recent_views` is the sum of the article's DailyViews, kept beside them so that a list can be
    sorted by it along an index. Written by `articles.audience` alone. An article without a row has
    no numbers yet.
    """

    article = models.OneToOneField(
        "Article", on_delete=models.CASCADE, primary_key=True, related_name="readership"
    )
    views = models.PositiveBigIntegerField(default=0)
    recent_views = models.PositiveBigIntegerField(default=0)
    helpful = models.PositiveIntegerField(default=0)
    unhelpful = models.PositiveIntegerField(default=0)

    class Meta:
        # Each is an order of the desk's list of articles, with the key that makes it a total one.
        indexes = [
            models.Index(fields=["-views", "-article"], name="readership_by_views"),
            models.Index(fields=["-recent_views", "-article"], name="readership_by_recent"),
            models.Index(fields=["-helpful", "-article"], name="readership_by_helpful"),
            models.Index(fields=["-unhelpful", "-article"], name="readership_by_unhelpful"),
        ]

    def __str__(self) -> str:
        return f"readers of article {self.article_id}"


class DailyViews(models.Model):
    """The views of an article on one day (UTC); days older than the window are removed."""

    article = models.ForeignKey(
        "Article",
        on_delete=models.CASCADE,
        db_index=False,  # daily_views_once begins with it
        related_name="daily_views",
    )
    day = models.DateField(db_index=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="daily_views_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} views of article {self.article_id} on {self.day}"
