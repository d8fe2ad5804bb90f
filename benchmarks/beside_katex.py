r"""Formulas beside KaTeX: `NODE_MODULES=… python -m benchmarks.beside_katex FOLDER` (of .md files).

Every distinct formula of the articles is converted by this project and by KaTeX (an npm package
below NODE_MODULES), and the words and signs of both presentation trees are compared, in their
order. No difference is: letters of another alphabet for a style (`\mathbb{R}`), blanks and
invisible operators, signs of one meaning (`SAME`). Prints the formulas that differ.
"""

import json
import os
import re
import subprocess
import sys
import unicodedata
from html import unescape
from pathlib import Path

from articles.core.rendering.formulas import choose_prefix, cut_formulas
from articles.core.rendering.mathml import to_mathml
from articles.core.text.markdown_scanner import find_spans
from benchmarks.rendering import read_answers

KATEX = r"""
const path = require("path");
const katex = require(path.join(process.env.NODE_MODULES, "katex"));
require(path.join(process.env.NODE_MODULES, "katex", "dist", "contrib", "mhchem.js"));
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(formulas.map(([tex, displayMode]) => {
  try {
    return katex.renderToString(tex, {displayMode, output: "mathml", strict: "ignore"});
  } catch (error) {
    return null;
  }
})));
"""
_PRESENTATION = re.compile(
    r"<annotation.*?</annotation>|<mphantom>.*?</mphantom>|<mspace[^>]*>|<[^>]*>", re.DOTALL
)
# Both trees say the same with other characters; "" is no sign of its own.
SAME = {
    **dict.fromkeys("\u2061\u2062\u2063\u2064\u200b\u2060\ufe00", ""),
    **dict.fromkeys("\u0304\u0305\u0332\u02c9_", "‾"),
    **{"−": "-", "‐": "-", "–": "-", "˙": ".", "\u0307": ".", "\u20d7": "→", "\u0338": "/"},
    **{"^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "∼": "\u0303", "`": "\u0300", "∣": "|"},
    **{"∥": "‖", "⟶": "→", "⟵": "←", "⋅": "·", "′": "'", "ϵ": "ε", "∗": "*", "∕": "/", "∶": ":"},
    **{"⟹": "⇒", "⟸": "⇐", "⟺": "⇔", "∖": "\\"},
}


def signs(mathml: str) -> str:
    """The words and signs of a presentation tree in one line, normalised."""
    text = unicodedata.normalize("NFKD", unescape(_PRESENTATION.sub("", mathml)))
    text = "".join(SAME.get(sign, sign) for sign in text)
    return re.sub(r"\s+", "", text)


def read_formulas(folder: Path) -> list[tuple[str, bool]]:
    """Each distinct formula of the folder's articles, and whether it is a display."""
    found: dict[tuple[str, bool], None] = {}
    for answer in read_answers(folder):
        cut = cut_formulas(answer, find_spans(answer), [], choose_prefix(answer))
        found.update(
            dict.fromkeys(
                (formula.prepared, formula.is_display)
                for formula in cut.formulas
                if formula.prepared and not formula.link
            )
        )
    return list(found)


def main(arguments: list[str]) -> int:
    """Prints the figures and the differences; returns the exit code."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir() or "NODE_MODULES" not in os.environ:
        print(__doc__, file=sys.stderr)
        return 2
    formulas = read_formulas(Path(arguments[0]))
    node = subprocess.run(
        ["node", "-e", KATEX],
        input=json.dumps(formulas),
        capture_output=True,
        text=True,
        check=True,
    )
    refused, lacking, different = 0, 0, []
    for (tex, is_display), theirs in zip(formulas, json.loads(node.stdout), strict=True):
        ours = to_mathml(tex, is_display=is_display)
        refused += theirs is None
        if theirs is None or ours is None:
            print(f"{tex!r}\n  not converted by {'KaTeX' if theirs is None else 'this project'}")
        lacking += ours is None
        if theirs and ours and signs(ours) != signs(theirs):
            different.append((tex, signs(ours), signs(theirs)))
    for tex, ours, theirs in different:
        print(f"{tex!r}\n  here:  {ours}\n  KaTeX: {theirs}")
    print(
        f"{len(formulas):,} formulas; {refused} that KaTeX refuses, {lacking} that do not convert"
        f" here; {len(different)} whose signs differ"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
