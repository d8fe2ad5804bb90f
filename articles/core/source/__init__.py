"""Reader and writer of one `.md` source file as `ArticleContent`. Pure Python.

`read_document` reads the bytes of one file; `article_paths` converts addresses to (subject, slug)
and back.
"""

from articles.core.source.read_errors import SourceError
from articles.core.source.reader import MAX_FILE_BYTES, read_document
from articles.core.source.source_document import SourceDocument

# Raise when a file read again would give other content: stored sources are then read anew.
READER_VERSION = 6

__all__ = ["MAX_FILE_BYTES", "READER_VERSION", "SourceDocument", "SourceError", "read_document"]
