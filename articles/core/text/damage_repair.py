"""Repair of unparsed CSV fields and of code blocks with wrong indentation.

mojibake.py repairs mojibake. What cannot be repaired with certainty is a finding
(quality_checks.py).
"""

import re

from articles.core.text.markdown_scanner import Kind, Span, find_spans

_INDENTED_FENCE = re.compile(r"\n +(?:```|~~~)")
# A list item longer than this is none, and looking back from every fence stays linear.
_LINES_BACK = 200
_LIST_ITEM = re.compile(r"( *)(?:[-*+]|\d{1,9}[.)])( +)\S")


def unquote_csv_field(text: str) -> str:
    """The text of an unparsed CSV field; any other text as it stands.

    A field stands in quotes as a whole, with every inner quote doubled: 29 of 35,915 answers.
    39 others begin with a quotation or hold doubled quotes (`\"\"\"` of Python), and stay.
    One without inner quotes counts only if it is encoded over several lines: no quotation is.

    >>> unquote_csv_field('"The ""Celebrity Jeopardy!"" sketch"')
    'The "Celebrity Jeopardy!" sketch'
    """
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return text
    inner = text[1:-1]
    if '"' in inner.replace('""', ""):
        return text
    if '"' not in inner and "\\n" not in inner and "\n" not in inner:
        return text
    return inner.replace('""', '"')


def mend_fences(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with the fences of list items indented, and the lines of the fences mended.

    A line of code that is indented less than the text of its list item ends the item, and with
    it the fence; its closing line then opens a new one, and every later fence is inverted
    (docs/corpus.md, "Parsing and rendering"). Code written at another margin than its fence moves
    as a whole; single lines that fell out move to the fence's margin.

    >>> mend_fences("1. Run:\\n   ```\\nls\\n   ```\\n")
    ('1. Run:\\n   ```\\n   ls\\n   ```\\n', (2,))
    """
    if not _INDENTED_FENCE.search(text):
        return text, ()
    pieces: list[str] = []
    lines: list[int] = []
    start = counted = 0
    line = 1
    for span in find_spans(text):
        if span.kind is not Kind.FENCE or not text[span.start : span.start + 1].isspace():
            continue
        mended = _mend(text, span)
        if mended != text[span.start : span.end]:
            pieces += [text[start : span.start], mended]
            line += text.count("\n", counted, span.start)
            counted = span.start
            lines.append(line)
            start = span.end
    if not lines:
        return text, ()
    pieces.append(text[start:])
    return "".join(pieces), tuple(lines)


def _mend(text: str, span: Span) -> str:
    fence = text[span.start : span.end]
    lines = fence.split("\n")
    margin = _indent(lines[0])
    needed = _margin_of_list(text, span.start, margin)
    content = [line for line in lines[1:] if line.strip()]
    if needed == 0 or all(_indent(line) >= needed for line in content):
        return fence
    code = [line for line in content if not line.strip().startswith(("```", "~~~"))]
    shift = margin - min(map(_indent, code), default=0)
    moves_as_a_whole = bool(code) and _indent(code[0]) < needed
    mended = [lines[0]]
    for line in lines[1:]:
        indent = _indent(line)
        if not line.strip():
            mended.append(line)
        elif line.strip().startswith(("```", "~~~")) or (indent < needed and not moves_as_a_whole):
            mended.append(" " * margin + line.lstrip(" "))
        else:
            mended.append(" " * shift + line if moves_as_a_whole else line)
    return "\n".join(mended)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _margin_of_list(text: str, start: int, margin: int) -> int:
    """How far text of the innermost list item that holds a fence is indented; 0 if none does."""
    end = start
    for _ in range(_LINES_BACK):
        if end <= 0:
            break
        line_start = text.rfind("\n", 0, end - 1) + 1
        line = text[line_start : end - 1]
        item = _LIST_ITEM.match(line)
        if item:
            content = item.end() - 1
            if content <= margin:
                return content
        elif line.strip() and _indent(line) == 0:
            return 0
        end = line_start
    return 0
