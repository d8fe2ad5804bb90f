"""Recognition of files that this site exported.

An export contains an editor's text, not the publisher's. If it became the base of the next merge,
the next delivery, which lacks the editor's correction, would look like the publisher's change. It
is known by the note that the export left of its bytes: a publisher who adopts an edit may write the
very same, and that is a delivery.
"""

from collections.abc import Mapping

from articles.database.among import among
from articles.importer.planning.prepare import Prepared
from articles.models import ExportedFile, ReplacedFile


def exported_digests(batch: Mapping[str, Prepared]) -> set[str]:
    """Return the SHA-256 digests of the files of a batch (by source path) that an export wrote and
    no delivery had brought before.

    An editor may go back to what an older delivery said: the export then has the publisher's bytes,
    and from the publisher they are one. One query, and another where an export wrote any of them.
    """
    digests = [prepared.sha256 for prepared in batch.values()]
    found = set(
        ExportedFile.objects.filter(among("sha256", digests)).values_list("sha256", flat=True)
    )
    paths = [path for path, prepared in batch.items() if prepared.sha256 in found]
    if not paths:
        return found
    delivered = ReplacedFile.objects.of_paths(paths).filter(sha256__in=found)
    return found.difference(delivered.values_list("sha256", flat=True))
