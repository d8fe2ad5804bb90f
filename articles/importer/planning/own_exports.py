"""Recognition of files that this site exported.

An export contains an editor's text, not the publisher's. If it became the base of the next merge,
the next delivery, which lacks the editor's correction, would look like the publisher's change. It
is known by the note that the export left of its bytes: a publisher who adopts an edit may write the
very same, and that is a delivery.
"""

from collections.abc import Sequence

from articles.database.among import among
from articles.importer.planning.prepare import Prepared
from articles.models import ExportedFile


def exported_digests(batch: Sequence[Prepared]) -> set[str]:
    """Return the SHA-256 digests of the files of a batch that an export wrote; one query."""
    digests = [prepared.sha256 for prepared in batch]
    return set(
        ExportedFile.objects.filter(among("sha256", digests)).values_list("sha256", flat=True)
    )
