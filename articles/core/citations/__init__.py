"""References to a page in the forms of APA, MLA and BibTeX. Pure: plain values in, text out."""

from articles.core.citations.author_names import Author, read_authors
from articles.core.citations.bibtex import as_bibtex
from articles.core.citations.cited_page import CitedPage, Piece, Reference
from articles.core.citations.styles import as_apa, as_mla

__all__ = [
    "Author",
    "CitedPage",
    "Piece",
    "Reference",
    "as_apa",
    "as_bibtex",
    "as_mla",
    "read_authors",
]
