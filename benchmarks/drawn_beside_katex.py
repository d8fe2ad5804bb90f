r"""The drawing beside KaTeX's: `NODE_MODULES=… python -m benchmarks.drawn_beside_katex PAGE.html`.

Writes a page with every sample of `script/formulas` (docs/format.md lists them), and some in other
surroundings, as this site's style sheet draws it and, on the blue ground, as KaTeX does: for eyes,
at 390 and 1,280 pixels. Compare what is larger, cut, or missing.
"""

import json
import os
import subprocess
import sys
from html import escape
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

from articles.core.rendering import render

ROOT = Path(__file__).resolve().parent.parent
KATEX = r"""
const path = require("path");
const katex = require(path.join(process.env.NODE_MODULES, "katex"));
require(path.join(process.env.NODE_MODULES, "katex", "dist", "contrib", "mhchem.js"));
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(formulas.map((tex) => {
  try {
    return katex.renderToString(tex, {displayMode: true, output: "html", strict: "ignore"});
  } catch (error) {
    return "none";
  }
})));
"""
# Wide, tall and nested: what a single letter does not show.
_FURTHER = [
    r"\overbrace{a+b+c}^{n}", r"\underbrace{a+b+c}_{n}", r"\widehat{abcd}", r"\overline{AB}",
    r"\overrightarrow{AB}", r"\vec{F}", r"\hat{x}^2", r"\hat{\hat{x}}", r"\dot{x}'",
    r"\xrightarrow[b]{a+b+c}", r"A\xrightarrow[\text{heat}]{H_2SO_4}B", r"\xLeftrightarrow{abc}",
    *(rf"\left{left}\frac{{a}}{{b}}\right{right}" for left, right in (
        ("(", ")"), ("[", "]"), (r"\{", r"\}"), ("|", "|"), (r"\|", r"\|"),
        (r"\langle", r"\rangle"), (r"\lfloor", r"\rceil"), (".", "|"), (r"\uparrow", r"\Downarrow"),
    )),
    r"\big(", r"\Big(", r"\bigg(", r"\Bigg(",
    r"\left(\begin{matrix}a\\b\\c\\d\\e\end{matrix}\right)", r"\sqrt{\frac{a}{b}}",
    r"\begin{align}a&=b\\c+1&=d\end{align}", r"\begin{cases}a&x>0\\b&x\le 0\end{cases}",
    r"\begin{pmatrix}1&\cdots&n\\\vdots&\ddots&\vdots\\1&\cdots&n\end{pmatrix}",
    r"\begin{array}{|l|r|}\hline aaa&b\\\hline c&ddd\\\hline\end{array}",
    r"\begin{alignat}{2}10&x+&3&y=2\\3&x+&13&y=4\end{alignat}", r"\sum_{i=1}^n",
    r"\int_0^1", r"\lim_{x\to0}", r"\varlimsup_n", r"\mathop{\rm arg\,max}_x", r"x^{y^z}",
]  # fmt: skip
_LAYOUT = """
body { margin: 4px; font: 17px/1.6 serif; background: #fff; }
.all { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 2px; }
.all > div { display: grid; grid-template-columns: 1fr 1fr; align-items: center; overflow: hidden;
  border: 1px solid #ccc; }
code.name { grid-column: 1 / 3; font-size: 11px; word-break: break-all; }
p, .math-display, .katex-display { margin: 0 !important; }
.theirs { background: #f0f6ff; }
"""


def samples() -> list[str]:
    """Every sample of `script/formulas`, and those of this file."""
    path = str(ROOT / "script" / "formulas")
    loader = SourceFileLoader("formulas", path)
    module = module_from_spec(spec_from_loader("formulas", loader))
    loader.exec_module(module)
    return [*(sample for kind in module.SAMPLES.values() for sample in kind), *_FURTHER]


def page(formulas: list[str], theirs: list[str], katex: Path) -> str:
    """The page as HTML; it reads the style sheets and fonts of both where they lie."""
    css = ROOT / "static" / "css"
    sheets = [css / "tokens.css", css / "mathematics.css", katex / "dist" / "katex.min.css"]
    links = "".join(f'<link rel="stylesheet" href="{sheet.as_uri()}">' for sheet in sheets)
    cells = "".join(
        f'<div><code class="name">{escape(tex)}</code><div>{render(f"$${tex}$$").html}</div>'
        f'<div class="theirs">{their}</div></div>'
        for tex, their in zip(formulas, theirs, strict=True)
    )
    return (
        f'<!doctype html><meta charset="utf-8"><title>Formulas</title>{links}'
        f'<style>{_LAYOUT}</style><div class="all">{cells}</div>'
    )


def main(arguments: list[str]) -> int:
    """Writes the page; returns the exit code."""
    if len(arguments) != 1 or "NODE_MODULES" not in os.environ:
        print(__doc__, file=sys.stderr)
        return 2
    formulas = samples()
    node = subprocess.run(
        ["node", "-e", KATEX],
        input=json.dumps(formulas),
        capture_output=True,
        text=True,
        check=True,
    )
    katex = Path(os.environ["NODE_MODULES"]).resolve() / "katex"
    html = page(formulas, json.loads(node.stdout), katex)
    Path(arguments[0]).write_text(html, encoding="utf-8")
    print(f"{len(formulas)} formulas in {arguments[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
