"""Page titles: the `<title>` and the h1.

docs/corpus.md, "Page heads" lists the rules.
"""

from articles.core.rendering.tex_to_text import to_plain_text
from articles.core.text.description_length import is_default_seo_title
from articles.core.text.question_markup import question_parts
from articles.core.text.script_signs import set_typed_scripts

# What a results page shows of a title. The site's name is added only where it fits: cutting
# real titles at this length would give 932 pages the title of another.
SITE_NAME_LIMIT = 60


def plain_title(text: str) -> str:
    """Return a question without the marks of Markdown and of formulas, on one line.

    A formula becomes readable text, and so do powers that are typed without its signs; what is
    marked as code stays as it is.

    >>> plain_title(r"What does **Ka Bya** mean in `findall`, and $\\frac{x^2}{2}$?")
    'What does Ka Bya mean in findall, and x²/2?'
    """
    parts = (
        to_plain_text(part.text) if part.is_formula else part.text for part in question_parts(text)
    )
    title = " ".join("".join(parts).split())
    return title if "`" in text else set_typed_scripts(title)


def article_title(
    question: str, *, subject_name: str, is_shared: bool, seo_title: str, site_name: str
) -> str:
    """Return an article's `<title>`, never cut.

    `seo_title` wins as it stands unless it is the files' default (`QuickTakes | Mathematics`).
    `is_shared`: another indexable page has the same question, so the subject distinguishes them.
    """
    if not is_default_seo_title(seo_title):
        return " ".join(seo_title.split())
    title = plain_title(question)
    if is_shared:
        title = f"{title} – {subject_name}"
    return with_site_name(title, site_name)


def with_site_name(title: str, site_name: str) -> str:
    """Return `<title> | <site>` if the whole stays within 60 characters, else the title alone."""
    whole = f"{title} | {site_name}"
    return whole if len(whole) <= SITE_NAME_LIMIT else title


def home_heading(tagline: str) -> str:
    """Return what the home page is headed with: the owner's words where there are any."""
    return tagline or "Questions and answers, subject by subject"
