r"""Encoder of an answer for its file: the inverse of newline_decoder.py and damage_repair.py.

An answer is one physical line whose newlines are the two characters `\n` (docs/corpus.md, "Literal
newlines"). Replacing every newline is the right encoding for all 11,573 real answers, but not for
every text: `$a$` with a line that begins with "u" inside the formula would be read as `\nu`. So
each encoding is decoded again before it is used.
"""

from collections.abc import Iterator

from articles.core.text.damage_repair import unquote_csv_field
from articles.core.text.newline_decoder import decode_newlines


def encodings(text: str, *, prefers_lines: bool = False) -> Iterator[str]:
    r"""The encoded forms that a reader decodes to exactly `text`, the best first; maybe none.

    First one line with `\n` for newlines, then the text with its real newlines, which a reader
    leaves alone while the literal `\n` do not outnumber them; `prefers_lines` turns the order
    round. A form that would be taken for an unparsed CSV field is written as one.

    There is none for a text that holds more bare `\n` in its prose than lines: the body of a
    file, where nothing is decoded, can still hold it.

    >>> list(encodings("If $ \\neg P $:\n\n- no"))
    ['If $ \\neg P $:\\n\\n- no', 'If $ \\neg P $:\n\n- no']
    """
    one_line = text.replace("\n", "\\n")
    forms = (text, one_line) if prefers_lines else (one_line, text)
    for form in dict.fromkeys(forms):
        if decode_newlines(form) == text:
            written = form if unquote_csv_field(form) == form else _quote_csv_field(form)
            if unquote_csv_field(written) == form:
                yield written


def _quote_csv_field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
