"""One `.md` file <-> `ArticleContent` and what only the file knows. Pure Python.

`read_document` reads one file's bytes; `paths` turns addresses into (subject, slug) and back.
"""

from articles.core.source.read_errors import SourceError
from articles.core.source.reader import MAX_FILE_BYTES, SourceDocument, read_document

# Raise when a file read again would give other content: stored sources are then read anew.
READER_VERSION = 2

__all__ = ["MAX_FILE_BYTES", "READER_VERSION", "SourceDocument", "SourceError", "read_document"]
