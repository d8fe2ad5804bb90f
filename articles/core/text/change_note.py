"""An editor's words on what has changed, for readers: behind the date of the last change."""

from articles.core.text.bidi_controls import strip_directions

LONGEST_NOTE = 200


def clean_note(text: str) -> str:
    """Return the words on one line, cut at 200 characters, without a stop at the end.

    >>> clean_note(" The sign\\nwas wrong. ")
    'The sign was wrong'
    """
    line = " ".join(strip_directions(text).split())
    return line[:LONGEST_NOTE].removesuffix(".").rstrip()
