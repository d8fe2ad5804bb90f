"""Meta description of an article's page.

An editor's description is used unchanged; a file's is processed by
`articles.core.text.description_length` (docs/corpus.md, "Page heads").
"""

from articles.core.text.description_length import file_description, first_sentence


def article_description(raw: str, *, is_editors_own: bool, plain_text: str) -> str:
    """Return the description in one line.

    `plain_text` is the answer's text: where there is no description, or a file's is damaged, its
    first sentence stands in.

    >>> article_description("This content explains tides.", is_editors_own=False, plain_text="")
    'Tides.'
    """
    own = " ".join(raw.split())
    if is_editors_own and own:
        return own
    return file_description(raw) or first_sentence(plain_text)


def needs_the_files_rules(raw: str) -> bool:
    """Return whether it matters who wrote a description: the file's rules would change it.

    Nearly every description of a file is changed by them (the median has 220 characters); one of
    an editor who keeps to 155 and does not begin with "This content" is not.
    """
    return file_description(raw) != " ".join(raw.split())
