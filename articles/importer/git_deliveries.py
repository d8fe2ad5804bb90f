"""Deliveries from git: which revision was imported last, and what is new since."""

from dataclasses import dataclass

from django.conf import settings

from articles.core.git.address import UnusableAddress, read_address
from articles.core.git.program import GitFailed
from articles.importer.sources.git_repository import GitRepository, UnknownRevision
from articles.importer.sources.git_source import GitDelivery, read_delivery
from articles.importer.sources.input_file import UnusableSource
from articles.models import ImportRun


@dataclass(frozen=True, slots=True)
class Fetched:
    """A delivery, and what a person must know of how it was found ("": nothing)."""

    delivery: GitDelivery
    words: str = ""


def fetch_delivery(
    place: str, *, branch: str = "", since: str = "", is_complete: bool = False
) -> Fetched:
    """Fetch a repository and return what has changed in it since a revision: the one that is named,
    else the last that was imported from there; everything where there is none, or `is_complete`.
    Raises UnusableSource."""
    try:
        address = read_address(place)
        repository = GitRepository(address, settings.VAR_DIR / "git")
        revision = repository.fetch(branch)
        words = ""
        base = None
        if since:
            base = repository.find(since)
        elif not is_complete and (last := last_revision(address.shown)):
            try:
                base = repository.find(last)
            except UnknownRevision:
                words = (
                    f"The repository does not hold {last[:12]} any more, which was imported last:"
                    " its history was written anew. Every file is read."
                )
        return Fetched(read_delivery(repository, revision, base), words)
    except UnusableAddress as error:
        raise UnusableSource(error.text, error.reason.rstrip(".")) from error
    except (GitFailed, UnknownRevision) as error:
        raise UnusableSource(address.shown, str(error).rstrip(".")) from error


def last_revision(shown: str) -> str:
    """Return the revision of the repository that the last finished import from it read; "" where
    there is none. An import that was undone counts for nothing."""
    runs = ImportRun.objects.filter(state=ImportRun.State.FINISHED).exclude(revision="")
    rows = runs.order_by("-pk").values_list("sources", "revision")
    return next((revision for sources, revision in rows.iterator() if sources == [shown]), "")
