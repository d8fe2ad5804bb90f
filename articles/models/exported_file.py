"""ExportedFile model: a file that this site wrote, by the digest of its bytes."""

from django.db import models


class ExportedFile(models.Model):
    """Written by an export for each file whose bytes are no delivery's, before the file leaves; so
    an import knows the file by its having been made here, never by what it says.

    One row for equal bytes, however often they are exported, so that the table grows with the edits
    and not with the library. It outlives its article: the file is still out there.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=300, help_text="<subject>/<slug>.md, for people to read.")
    exported_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.path
