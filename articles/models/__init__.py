"""The state of the library, a file per noun."""

from articles.models.article import Article
from articles.models.computed_related import ComputedRelated, RelatingMethod
from articles.models.conflict import Conflict
from articles.models.finding import Finding
from articles.models.import_run import ImportRun
from articles.models.indexing import IndexStatus, Status, index_status
from articles.models.redirect import Redirect
from articles.models.related import Related
from articles.models.relating import (
    RelatingDue,
    RelatingStage,
    TermFrequencies,
    TextPosting,
    TextSignature,
)
from articles.models.rendering import Rendering
from articles.models.revision import Revision
from articles.models.source_file import ReplacedFile, SourceFile
from articles.models.subject import Subject

__all__ = [
    "Article",
    "ComputedRelated",
    "Conflict",
    "Finding",
    "ImportRun",
    "IndexStatus",
    "Redirect",
    "Related",
    "RelatingDue",
    "RelatingMethod",
    "RelatingStage",
    "Rendering",
    "ReplacedFile",
    "Revision",
    "SourceFile",
    "Status",
    "Subject",
    "TermFrequencies",
    "TextPosting",
    "TextSignature",
    "index_status",
]
