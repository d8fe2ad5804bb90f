"""Check of what the CDN has been told."""

from collections.abc import Iterator

from articles.cdn.purging import is_configured
from articles.doctor import Problem, check, warning
from articles.models import CdnProgress


@check("cdn", "The CDN", asks_database=True)
def cdn_is_told() -> Iterator[Problem]:
    """The last purge was taken. Readers see old pages for CDN_MAX_AGE_SECONDS else."""
    if not is_configured():
        return
    progress = CdnProgress.objects.filter(pk=1).first()
    if progress is None:
        yield warning(
            "The CDN was never told of a change.",
            mend="Start a server, or run: manage.py purge_cdn",
        )
    elif progress.failure:
        yield warning(
            f"The CDN has not been told of {progress.waiting:,} changes, tried"
            f" {progress.attempts:,} times: {progress.failure}",
            mend="See whether CDN_PURGE_URL and CDN_TOKEN are right; it is tried again by itself.",
        )
