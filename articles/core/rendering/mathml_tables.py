"""Rules below the last row of a table of MathML, under all of its columns.

TeX writes the rule below a table as one more row, `\\\\ \\hline \\end{array}`. math-core gives that
row a single cell, and so a rule under the first column alone.
"""

import re

_TOKEN = re.compile(r"<(/?)(mtable|mtr|mtd)(?=[ >/])([^>]*)>")
_LAST_ROW = re.compile(r'<mtr><mtd( class="[^"]*math-(?:rule|dash)-top[^"]*")></mtd></mtr>\Z')


def extend_last_rules(mathml: str) -> str:
    """The MathML with as many cells in a last row that is only a rule as the widest row has."""
    if "-top" not in mathml:
        return mathml
    pieces: list[str] = []
    position = 0
    columns: list[list[int]] = []  # for each open table, the cells of each of its rows
    for token in _TOKEN.finditer(mathml):
        is_end, name = token[1] == "/", token[2]
        if name == "mtable" and not is_end:
            columns.append([])
        elif name == "mtr" and not is_end and columns:
            columns[-1].append(0)
        elif name == "mtd" and not is_end and columns and columns[-1]:
            columns[-1][-1] += 1
        elif name == "mtable" and columns:
            widest = max(columns.pop(), default=0)
            last = _LAST_ROW.search(mathml, position, token.start())
            if last and widest > 1:
                pieces.append(mathml[position : last.start()])
                pieces.append(f"<mtr>{f'<mtd{last[1]}></mtd>' * widest}</mtr>")
                position = token.start()
    pieces.append(mathml[position:])
    return "".join(pieces)
