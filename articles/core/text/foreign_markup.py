"""Marks of other systems in a text: shown as they are typed, and told of.

They look for what only those systems mean, outside of code and formulas: `{{` alone is LaTeX.
"""

import re

from articles.core.text.markdown_scanner import find_spans
from articles.core.text.problem_kinds import Problem

_SHORTCODE = r"\{\{[<%]/?\s*[^\n]{0,300}?[>%]\}\}"
_LIQUID = r"\{%-?\s*\w[^\n]{0,300}?-?%\}|\{\{-?\s*[\w.]+(?:\s*\|[^{}\n]{0,200})?\s*-?\}\}"
_ATTRIBUTES = r"^\{:[^{}\n]{1,200}\}[ \t]*$"
_WIKI = r"!?\[\[[^\[\]\n]{1,300}\]\]"
_OBSIDIAN = r"==[^=\n]{1,300}==|%%[^%]{1,1000}%%|(?<=\s)\^[A-Za-z0-9-]{1,40}$"
_ZOLA = (
    r"\{\{\s*\w+\([^\n]{0,300}?\)\s*\}\}|\{%\s*(?:\w+\([^\n]{0,300}?\)|end)\s*%\}"
    r"|(?<=\]\()@/[^)\s]{1,300}"
)
# Of MDX: comments, values, and elements with attributes of JSX.
_JSX = (
    r"\{/\*[\s\S]{0,1000}?\*/\}|\{[A-Za-z_$][\w$]*(?:\.[\w$]+)+\}"
    r"|<[a-z]\w{0,20}\s[^<>\n]{0,300}?(?:className=|=\{)[^<>\n]{0,300}>"
)
_COMPONENT = r"</?[A-Z]\w{0,40}(?:\s[^<>\n]{0,300})?/?>"
_DOCUSAURUS = rf"^:::[ \t]*\w[^\n]{{0,200}}|^(?:import|export)\s[^\n]{{1,300}}$|{_COMPONENT}|{_JSX}"
_PATTERNS = {
    "hugo": rf"{_SHORTCODE}",
    "jekyll": rf"{_LIQUID}|{_ATTRIBUTES}",
    "obsidian": rf"{_WIKI}|{_OBSIDIAN}",
    "docusaurus": _DOCUSAURUS,
    "zola": _ZOLA,
}
# Pictures that were not taken along, whatever the system: one that was has a library's address.
_PICTURE = (
    r"!\[[^\[\]\n]{0,300}\]\((?!<?(?:/media/images/|(?:\.\./){1,2}images/)[0-9a-f]{32}-)"
    r"[^()\n]{1,500}\)"
)
_COMPILED = {
    system: re.compile(f"{text}|{_PICTURE}", re.MULTILINE) for system, text in _PATTERNS.items()
}
_MOST = 20


def find_foreign_markup(answer: str, system: str) -> list[Problem]:
    """Return a finding for each mark of a system in an answer, of 20 at most.

    >>> [x.detail for x in find_foreign_markup("A {{< note >}} and `{{< code >}}`.", "hugo")]
    ['{{< note >}}']
    """
    problems: list[Problem] = []
    position = 0
    # A span that a mark encloses is no code of its own: `{% raw %}`.
    spans = [(span.start, span.end) for span in find_spans(answer)]
    for match in _COMPILED[system].finditer(answer):
        while position < len(spans) and spans[position][1] <= match.start():
            position += 1
        if position < len(spans) and spans[position][0] <= match.start():
            continue
        line = answer.count("\n", 0, match.start()) + 1
        problems.append(Problem("foreign-markup", "answer", line, match[0][:200]))
        if len(problems) == _MOST:
            break
    return problems
