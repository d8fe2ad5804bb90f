"""State of the search for duplicates: the queue, sketches, and the pairs and clusters found."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce


class DuplicateKind(models.TextChoices):
    """What makes two articles one: texts that are nearly the same, or one question over two."""

    NEAR = "near", "Nearly the same text"
    QUESTION = "question", "Same question, different answers"


class DuplicatesDue(models.Model):
    """An article whose duplicates may have to change. Written with the change, in its transaction;
    emptied by `articles.duplicates`."""

    article = models.OneToOneField(
        "Article", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"article {self.article_id}"


class SketchBand(models.Model):
    """One of the sixteen numbers of a text's sketch (`articles/core/duplicates/sketches.py`): two
    texts that share one are compared. May be thrown away."""

    band = models.BigIntegerField()
    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["band", "article"], name="sketch_band_once"),
        ]

    def __str__(self) -> str:
        return f"band {self.band} of article {self.article_id}"


class DuplicatePair(models.Model):
    """Two published articles that may be one, the older key first. `score`, from 0 to 1, is
    their likeness (`articles/core/duplicates/likeness.py`); of one question over two texts, how
    much of their words these share.

    `differs`: somebody has read both and said that they are two; it is remembered while both texts
    stay as they were, of which the digests are kept.
    """

    one = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=DuplicateKind)
    score = models.FloatField()
    differs = models.BooleanField(default=False)
    one_digest = models.CharField(max_length=64, blank=True)
    other_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["one", "other", "kind"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="duplicate_pair_ordered"),
            models.CheckConstraint(
                condition=Q(kind__in=DuplicateKind.values), name="duplicate_pair_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.get_kind_display()}"


class DuplicateClusterManager(models.Manager):
    """Each with the views of its articles in all (`views`) and the title of its first (`title`)."""

    def get_queryset(self) -> models.QuerySet:
        members = DuplicateMember.objects.filter(cluster=OuterRef("pk")).order_by()
        views = members.values("cluster").annotate(sum=Sum("article__readership__views"))
        title = members.order_by("article").values("article__title")[:1]
        return (
            super()
            .get_queryset()
            .annotate(views=Coalesce(Subquery(views.values("sum")), 0), title=Subquery(title))
        )


class DuplicateCluster(models.Model):
    """Articles that hang together by open pairs of one kind; `score` is that of its best pair.
    Made anew whenever a pair of it comes or goes, so that a key stands for one set of articles."""

    kind = models.CharField(max_length=8, choices=DuplicateKind)
    size = models.PositiveIntegerField()
    score = models.FloatField()

    objects = DuplicateClusterManager()

    class Meta:
        default_permissions = ()
        ordering = ("-pk",)
        verbose_name = "cluster of duplicates"
        verbose_name_plural = "duplicates"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DuplicateKind.values), name="duplicate_cluster_kind_known"
            ),
            models.CheckConstraint(condition=Q(size__gte=2), name="duplicate_cluster_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.size} articles: {self.get_kind_display().lower()}"


class DuplicateMember(models.Model):
    """That an article belongs to a cluster: to one of each kind at most. `kind` is the cluster's,
    beside it so that the database can see to that."""

    cluster = models.ForeignKey(DuplicateCluster, on_delete=models.CASCADE, related_name="members")
    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=DuplicateKind)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "kind"], name="duplicate_member_once"),
        ]

    def __str__(self) -> str:
        return f"article {self.article_id} in cluster {self.cluster_id}"
