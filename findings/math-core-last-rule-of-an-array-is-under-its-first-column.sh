#!/usr/bin/env bash
# math-core 0.9.0.
#
# Seen: the \hline that closes an array becomes a row of its own with one empty cell, which bears
# the rule; in a table of two columns the rule is drawn under the first alone. The \hline that opens
# it is a border of the whole table.
#
#   cells of each row: 2 2 1
#   last row: empty True
#
# Who meets it: truth tables and grids, which end in \hline more often than not.
# Why it surprises: in TeX the rule runs the width of the array, and the first one here does.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet math-core==0.9.0
cat >"$work/seen.py" <<'PYTHON'
import xml.etree.ElementTree as tree
from math_core import LatexToMathML
tex = r"\begin{array}{cc} \hline p & q \\ \hline 1 & 0 \\ \hline \end{array}"
math = tree.fromstring(LatexToMathML().convert_with_local_state(tex, displaystyle=True))
rows = math.findall(".//mtr")
print("cells of each row:", *(len(row) for row in rows))
last = rows[-1][0]
is_empty = not list(last) and not (last.text or "").strip()
style = last.get("style", "")
print("last row:", "empty" if is_empty else "full", "border-top" in style)
PYTHON
"$work/venv/bin/python" "$work/seen.py" | tee "$work/out"
diff - "$work/out" <<'OUT'
cells of each row: 2 2 1
last row: empty True
OUT
