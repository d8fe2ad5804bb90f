"""All that is known of a library but for numbers of versions, histories and keys of rows: what an
undo must give back."""

import hashlib
import json

from articles.models import (
    Article,
    Conflict,
    Feedback,
    Finding,
    Readership,
    Redirect,
    Related,
    Rendering,
)

TABLES = (Article, Related, Rendering, Redirect, Finding, Conflict, Readership, Feedback)
# Keys of rows are made anew; since when a finding stands there is given back by runs of changes.
NOT_COMPARED = {"id", "version"}


def library_digest(*, is_exact=True):
    """A digest of all rows, and the rows themselves, to be compared where the digests differ; not
    exact: without since when a finding stands there."""
    rows = {
        model.__name__: sorted(
            json.dumps({k: str(v) for k, v in row.items() if _is_compared(model, k, is_exact)})
            for row in model.objects.order_by().values()
        )
        for model in TABLES
    }
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest(), rows


def _is_compared(model, column, is_exact):
    if model is Article:
        return column != "version"
    return column not in NOT_COMPARED and (is_exact or column != "created_at")
