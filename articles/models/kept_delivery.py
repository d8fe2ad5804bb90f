"""KeptDelivery model: a file that an import could not apply, since its article was away."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Left, Replace, StrIndex, Substr

from articles.core.source.compression import unpack
from articles.models.article import Article
from articles.models.source_file import SourceFile


class KeptDeliveryQuerySet(models.QuerySet):
    def waiting(self) -> "KeptDeliveryQuerySet":
        """Those that nobody has taken or refused: of each path the newest, which alone counts."""
        newer = self.model.objects.filter(
            path=OuterRef("path"), settled_by=None, pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(newer), settled_by=None)

    def article_keys(self) -> models.QuerySet:
        """The keys of the articles for which these wait, for `pk__in`: of the file at their path,
        or where no file is known there, of who stands at that address. It begins with what is kept:
        that is little, and the library is not."""
        file = SourceFile.objects.filter(path=OuterRef("path"))
        slash = StrIndex("path", Value("/"))
        standing = Article.objects.filter(
            subject__slug=OuterRef("subject_slug"), slug=OuterRef("slug")
        )
        return (
            self.order_by()
            .annotate(
                subject_slug=Left("path", slash - 1),
                slug=Replace(Substr("path", slash + 1), Value(".md")),
            )
            .annotate(
                article_key=Case(
                    When(Exists(file), then=Subquery(file.values("article"))),
                    default=Subquery(standing.values("pk")),
                    output_field=models.BigIntegerField(),
                )
            )
            .filter(article_key__isnull=False)
            .values(key=F("article_key"))
        )


class KeptDelivery(models.Model):
    """A file whose article was withdrawn or deleted when it came: it is merged when the article
    comes back. It belongs to the import that brought it (`import_run`), and goes with its undo.

    `path` is that of a SourceFile, if there is one. `settled_by` is the import whose file took its
    place: its own where it was taken or refused, a later one that read the path; None: it waits.
    `data` is the file, packed; it is read again when it is taken, by the reader of that day.
    """

    import_run = models.ForeignKey(
        "ImportRun", on_delete=models.CASCADE, related_name="kept_deliveries"
    )
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    kept_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(
        "ImportRun",
        on_delete=models.SET_NULL,
        null=True,
        related_name="settled_deliveries",
    )

    objects = KeptDeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["import_run", "path"], name="kept_delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["path"],
                name="kept_delivery_waiting",
                condition=Q(settled_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} of import {self.import_run_id}"

    def read_bytes(self) -> bytes:
        """Return the file as it arrived."""
        return unpack(bytes(self.data))
