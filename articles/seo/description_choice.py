"""Meta description of an article's page, its link previews, JSON-LD and feeds.

An editor's description is used unchanged; a file's goes by
`articles.core.text.description_choice` (docs/corpus.md, "Page heads").
"""

from articles.core.text.description_choice import Description, choose_description
from articles.models import Article
from articles.seo.page_titles import plain_title


def article_description(article: Article, *, is_editors_own: bool) -> str:
    """Return the description of an article whose `rendering` is loaded, on one line.

    Where there is none, or a file's is damaged, the answer's first sentence stands in.
    """
    own = " ".join(article.seo_description.split())
    return own if is_editors_own and own else files_description(article).text


def files_description(article: Article) -> Description:
    """Return what the page shows if nobody but the file wrote the description, and whence."""
    return choose_description(
        article.seo_description,
        question=plain_title(article.heading),
        plain_text=article.rendering.plain_text,
        short_answer=article.rendering.short_answer,
        is_own=bool(article.short_answer.strip()),
    )


def needs_the_files_rules(article: Article) -> bool:
    """Return whether it matters who wrote a description: the file's rules would change it.

    Nearly every description of a file is changed by them (the median has 220 characters); one of
    an editor who keeps to 155 and says what is true is not.
    """
    return files_description(article).text != " ".join(article.seo_description.split())
