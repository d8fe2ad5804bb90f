"""KeptDelivery model: a file that an import could not apply, since its article was away."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from articles.core.source.compression import unpack


class KeptDeliveryQuerySet(models.QuerySet):
    def waiting(self) -> "KeptDeliveryQuerySet":
        """Those that nobody has taken or refused: of each path the newest, which alone counts."""
        newer = self.model.objects.filter(
            path=OuterRef("path"), settled_by=None, pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(newer), settled_by=None)


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
