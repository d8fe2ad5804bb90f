"""How an article is cited: its references in APA, MLA and BibTeX."""

from dataclasses import dataclass
from datetime import UTC

from articles.core.citations import (
    CitedPage,
    Piece,
    Reference,
    as_apa,
    as_bibtex,
    as_mla,
    read_authors,
)
from articles.core.rendering.tex_to_text import to_plain_text
from articles.core.text.question_markup import question_parts
from articles.core.text.script_signs import set_typed_scripts
from articles.models import Article
from articles.seo.jsonld import is_modified
from articles.seo.site import Site


@dataclass(frozen=True, slots=True)
class Citations:
    apa: Reference
    mla: Reference
    bibtex: str


def citations_of(article: Article, *, site: Site, url: str) -> Citations:
    """Return the references to a published article at its absolute URL."""
    names = {site.name, *([site.organization.name] if site.organization else [])}
    modified_at = article.content_modified_at
    day = article.published_on
    if day is not None and is_modified(day, modified_at):
        day = modified_at.astimezone(UTC).date()
    page = CitedPage(
        title=title_pieces(article.heading),
        authors=read_authors(article.author, organisations=frozenset(names)),
        site=site.name,
        url=url,
        day=day,
        slug=article.slug,
    )
    return Citations(apa=as_apa(page), mla=as_mla(page), bibtex=as_bibtex(page))


def title_pieces(heading: str) -> tuple[Piece, ...]:
    """Return a question in pieces, as `plain_title` prints it."""
    has_code = "`" in heading
    pieces = []
    for part in question_parts(" ".join(heading.split())):
        if part.is_formula:
            pieces.append(Piece(to_plain_text(part.text), part.text, is_verbatim=True))
        else:
            text = part.text if has_code else set_typed_scripts(part.text)
            pieces.append(Piece(text, is_verbatim=False))
    return tuple(pieces)
