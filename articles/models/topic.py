"""Topic models: a part of a subject's questions, its old addresses, and which articles belong."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from articles.core.source.article_paths import SLUG_PATTERN, topic_path
from articles.core.topics import MOST_TOPICS_OF_AN_ARTICLE, Phrase


class TopicQuerySet(models.QuerySet):
    def shown(self) -> "TopicQuerySet":
        """Those that readers see, in the order of a subject's page."""
        return self.filter(is_hidden=False, is_dropped=False).order_by(
            "-is_pinned", Lower("name"), "pk"
        )


class Topic(models.Model):
    """Found by `articles.topics`, or made by an editor; then named, merged, pinned or hidden by
    editors. Neither name nor address changes by itself, and no topic is ever removed: its phrases
    stay known, so that it is not found again.

    `phrases` are lists of words as `articles/core/topics/phrases.py` compares them, several where
    topics were merged. `centre` is what the texts of its articles have in common, packed as a text
    signature; empty until the subject's articles are next read. `is_dropped`: nearly empty, when it
    was last looked at.
    """

    subject = models.ForeignKey("Subject", on_delete=models.CASCADE, related_name="topics")
    slug = models.CharField(
        max_length=120,
        validators=[RegexValidator(SLUG_PATTERN, "Lower-case letters, digits and hyphens.")],
    )
    name = models.CharField(max_length=100)
    introduction = models.TextField(
        blank=True, help_text="Shown above the list of questions. Markdown, as in answers."
    )
    introduction_html = models.TextField(blank=True, editable=False)
    is_pinned = models.BooleanField(
        "pinned", default=False, help_text="Stands first, and stays however few articles it has."
    )
    is_hidden = models.BooleanField(
        "hidden",
        default=False,
        help_text="Readers do not see it, and its address leads to the subject.",
    )
    is_dropped = models.BooleanField("nearly empty", default=False, editable=False)
    phrases = models.JSONField(default=list, editable=False)
    centre = models.BinaryField(default=b"", editable=False)
    usual_likeness = models.FloatField(default=0.0, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ("subject", "name", "pk")
        constraints = [
            models.UniqueConstraint(fields=["subject", "slug"], name="topic_address"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return topic_path(self.subject.slug, self.slug)

    def read_phrases(self) -> list[Phrase]:
        """Return the phrases as they are compared."""
        return [tuple(words) for words in self.phrases]

    @property
    def is_shown(self) -> bool:
        return not (self.is_hidden or self.is_dropped)


class TopicAddress(models.Model):
    """An old address of a topic that was renamed or merged."""

    subject = models.ForeignKey("Subject", on_delete=models.CASCADE, related_name="+")
    slug = models.CharField(max_length=120)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="old_addresses")

    class Meta:
        verbose_name_plural = "topic addresses"
        constraints = [
            models.UniqueConstraint(fields=["subject", "slug"], name="topic_old_address"),
        ]

    def __str__(self) -> str:
        return self.slug


class ArticleTopic(models.Model):
    """That an article belongs to a topic: the first of at most three is the one that its page
    stands under. `is_by_words`: the topic's phrase stands in its question or keywords, else its
    text and its related articles speak for it.
    """

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="article_topics")
    topic = models.ForeignKey(
        Topic,
        on_delete=models.CASCADE,
        db_index=False,  # topic_articles_in_order begins with it
        related_name="article_topics",
    )
    position = models.PositiveSmallIntegerField()
    is_by_words = models.BooleanField(default=True)

    class Meta:
        ordering = ("article", "position")
        indexes = [
            # Which article comes before one, and which behind it.
            models.Index(fields=["topic", "article"], name="topic_articles_in_order"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "topic"], name="article_topic_once"),
            models.UniqueConstraint(fields=["article", "position"], name="article_topic_position"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_TOPICS_OF_AN_ARTICLE),
                name="article_topic_at_most_three",
            ),
        ]

    def __str__(self) -> str:
        return f"article {self.article_id} in topic {self.topic_id}"


class TopicsFill(models.Model):
    """How far the topics of a subject are: the number of the last change that was looked at, and
    how many articles it had when topics were last chosen; 0: they are to be chosen again."""

    subject = models.OneToOneField(
        "Subject", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    change_number = models.BigIntegerField(default=0)
    counted_articles = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"topics of subject {self.subject_id} up to change {self.change_number}"


# The topics of an article that its page names: of its own subject, and shown.
SHOWN_OF_ARTICLE = Q(
    topic__is_hidden=False,
    topic__is_dropped=False,
    topic__subject=F("article__subject"),
    topic__subject__is_listed=True,
)
