"""SourceFile model: the imported file of an article, its bytes and its parsed content."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Case, F, OrderBy, Value, When

from articles.core.article_content import ArticleContent, from_json
from articles.core.source.compression import unpack, unpack_against
from articles.models.import_run import ImportRun


class SourceFile(models.Model):
    """`path` is `<subject>/<slug>.md`, the address that the file declares.

    It outlives its article: a tombstone (article null) says that the file's article was removed
    on purpose. `source_id` is the `id` that the file gives, `first_run` the import that met the
    file first. `data` and `base` are packed (`articles/core/source/compression.py`): the file, and
    the content that the last import wrote.
    """

    path = models.CharField(max_length=300, unique=True)
    sha256 = models.CharField(max_length=64)
    reader_version = models.PositiveIntegerField()
    article = models.ForeignKey(
        "Article", on_delete=models.SET_NULL, null=True, related_name="source_files"
    )
    source_id = models.BigIntegerField(null=True)
    first_run = models.ForeignKey(
        "ImportRun",
        on_delete=models.SET_NULL,
        null=True,
        db_index=False,  # asked by the undo of an import alone
        related_name="first_files",
    )
    data = models.BinaryField()
    base = models.BinaryField()

    def __str__(self) -> str:
        return self.path

    def read_bytes(self) -> bytes:
        """Return the file as it arrived."""
        return unpack(bytes(self.data))

    def read_base(self) -> ArticleContent:
        """Return the content that the last import wrote."""
        return from_json(unpack_against(bytes(self.base), self.read_bytes()))


def counting_file(files: Iterable[SourceFile], path: str) -> SourceFile | None:
    """Return which of an article's files counts: the one at the article's address (`path`); of a
    moved article, which may have none there, the last that came in for it."""
    return max(files, key=lambda file: (file.path == path, file.pk), default=None)


def by_counting_file(path: str) -> tuple[OrderBy, OrderBy]:
    """Return the same rule as an order of articles joined with their files: the first row has the
    file that counts."""
    is_at_address = Case(When(source_files__path=path, then=Value(1)), default=Value(0))
    return is_at_address.desc(), F("source_files").desc(nulls_last=True)


class ReplacedFileQuerySet(models.QuerySet):
    def of_paths(self, paths: Iterable[str]) -> "ReplacedFileQuerySet":
        """Those of the paths, of every run. The runs are named, for the index begins with them, and
        a look through the whole table passes the bytes of every delivery."""
        return self.filter(import_run__in=ImportRun.objects.order_by().values("pk"), path__in=paths)


class ReplacedFile(models.Model):
    """A SourceFile as it was before an import wrote over it: what undoing the import puts back."""

    import_run = models.ForeignKey(
        "ImportRun", on_delete=models.CASCADE, related_name="replaced_files"
    )
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    reader_version = models.PositiveIntegerField()
    source_id = models.BigIntegerField(null=True)
    data = models.BinaryField()
    base = models.BinaryField()

    objects = ReplacedFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["import_run", "path"], name="replaced_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.path} before import {self.import_run_id}"

    def read_base(self) -> ArticleContent:
        """Return the content that the import of this file wrote."""
        return from_json(unpack_against(bytes(self.base), unpack(bytes(self.data))))
