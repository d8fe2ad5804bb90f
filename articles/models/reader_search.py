"""ReaderSearch and SearchNote models: what readers looked for, and what they say they missed."""

from django.db import models

MOST_SEARCH_CHARACTERS = 100
MOST_SEARCH_NOTE_CHARACTERS = 500


class ReaderSearch(models.Model):
    """A search, folded (`articles.core.text.search_words`): how often it was made, and how many
    results were opened from it. Who made it is kept nowhere.

    `results` and `is_good` are those of the last time; without results it is never good. `text` is
    "" in the one row that holds notes on searches that are not kept. The table is bounded, and a
    row goes 90 days after its last day (`articles/audience/search_counts.py`).
    """

    text = models.CharField("search", max_length=MOST_SEARCH_CHARACTERS, unique=True, blank=True)
    times = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField("opened", default=0)
    results = models.PositiveIntegerField(default=0)
    is_good = models.BooleanField("good result", default=False)
    first_day = models.DateField("first made")
    last_day = models.DateField("last made")
    is_settled = models.BooleanField("dealt with", default=False)

    class Meta:
        verbose_name = "search"
        verbose_name_plural = "searches"
        ordering = ("is_good", "-times", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_good=False) | models.Q(results__gt=0),
                name="search_without_results_is_not_good",
            ),
        ]

    def __str__(self) -> str:
        return self.text or "(a search that is not kept)"


class SearchNote(models.Model):
    """What a reader wrote below the results: "Tell us what you looked for". It goes with its
    search."""

    search = models.ForeignKey(ReaderSearch, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField("note", max_length=MOST_SEARCH_NOTE_CHARACTERS)
    day = models.DateField("sent")

    class Meta:
        verbose_name = "note on a search"
        verbose_name_plural = "notes on searches"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="search_note_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
