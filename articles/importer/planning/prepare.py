"""Preparation of one file in a worker process: from its bytes to all values that the database
stores.

No Django here: a worker starts as fast as the libraries that it needs.
"""

import copyreg
import logging
from dataclasses import dataclass
from hashlib import sha256
from operator import attrgetter

from articles.core.article_content import ArticleContent, RelatedLink, to_json
from articles.core.computed_from_content import Computed, compute
from articles.core.rendering import Rendered
from articles.core.source import SourceDocument, SourceError, read_document
from articles.core.source.compression import pack, pack_against
from articles.core.text.problem_kinds import Problem
from articles.core.text.search_words import SearchText
from articles.importer.sources.input_file import Found, Refused

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Prepared:
    """One article file, read and rendered. `problems` are the reader's, then the text's;
    `data` and `base` are packed for SourceFile."""

    path: str
    sha256: str
    document: SourceDocument
    computed: Computed
    problems: tuple[Problem, ...]
    data: bytes
    base: bytes


def prepare(file: Found) -> Prepared | Refused:
    """Read and render one file; a bad one becomes a Refused with its reason."""
    try:
        document = read_document(
            file.data, path=file.path, is_stray=file.is_stray, origin=file.origin
        )
    except SourceError as error:
        return Refused(file.path, str(error))
    try:
        computed = compute(document.content)
    except Exception as error:
        logger.exception("%s cannot be rendered", file.path)
        return Refused(file.path, f"{file.path}: cannot be rendered ({type(error).__name__})")
    return Prepared(
        path=file.path,
        sha256=sha256(file.data).hexdigest(),
        document=document,
        computed=computed,
        problems=(*document.problems, *computed.problems),
        data=pack(file.data),
        base=pack_against(to_json(document.content), file.data),
    )


def crashed(file: Found) -> Refused:
    """What becomes of a file that ended the process that rendered it."""
    return Refused(file.path, "ended the process that rendered it")


def _is_sent_by_values(kind: type) -> None:
    """Let instances go between processes as the call that makes them. What a frozen dataclass with
    slots does by itself is written in Python, field by field, and took twice the time at both
    ends: 5 % of what the parent does in a first import."""
    values = attrgetter(*kind.__slots__)
    copyreg.pickle(kind, lambda instance: (kind, values(instance)))


for _kind in (
    *(Prepared, SourceDocument, ArticleContent, RelatedLink),
    *(Computed, Rendered, SearchText),
):
    _is_sent_by_values(_kind)
