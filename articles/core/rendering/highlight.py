"""Syntax highlighting with Pygments for named languages; plain text otherwise.

The language is never guessed: two thirds of the library's fences that name none hold command
output, formulas and prose, on which guessing paints noise. Tokens become short classes that
`static/css/code.css` colours; whatever has no colour there gets no element.
"""

import re
from functools import lru_cache
from html import escape, unescape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType

# The name of a fence -> Pygments' alias. A list of our own, because each of Pygments' 600 lexers
# is a set of regular expressions that would have to be trusted with hostile input.
LANGUAGES: dict[str, str] = {
    name: alias
    for alias, names in {
        "ada": "ada", "bash": "bash sh shell zsh", "batch": "batch bat cmd dosbatch",
        "c": "c h", "console": "console shell-session", "cpp": "cpp c++ cc hpp cxx",
        "csharp": "csharp c# cs", "css": "css", "dart": "dart", "diff": "diff patch",
        "docker": "docker dockerfile", "fortran": "fortran f90", "go": "go golang",
        "haskell": "haskell hs", "html": "html", "http": "http", "ini": "ini cfg toml",
        "java": "java", "javascript": "javascript js jsx", "json": "json", "julia": "julia jl",
        "kotlin": "kotlin kt", "lua": "lua", "make": "make makefile", "matlab": "matlab octave",
        "nasm": "nasm asm assembly", "ocaml": "ocaml", "perl": "perl pl", "php": "php",
        "powershell": "powershell ps1", "prolog": "prolog", "python": "python py python3",
        "r": "r", "ruby": "ruby rb", "rust": "rust rs", "scala": "scala",
        "scheme": "scheme racket", "sql": "sql mysql postgresql", "swift": "swift",
        "tex": "tex latex", "typescript": "typescript ts tsx", "vbnet": "vbnet vb",
        "verilog": "verilog", "vhdl": "vhdl", "xml": "xml svg", "yaml": "yaml yml",
    }.items()
    for name in names.split()
}  # fmt: skip

# Token -> class. A token takes the class of its nearest ancestor here.
CLASSES: dict[_TokenType, str] = {
    Token.Comment: "c",
    Token.Comment.Preproc: "cp",
    Token.Comment.PreprocFile: "s",
    Token.Keyword: "k",
    Token.Keyword.Type: "kt",
    Token.Operator.Word: "k",
    Token.Name.Builtin: "nb",
    Token.Name.Function: "nf",
    Token.Name.Class: "nc",
    Token.Name.Decorator: "nd",
    Token.Name.Tag: "nt",
    Token.Name.Attribute: "na",
    Token.Name.Variable: "nv",
    Token.Literal.String: "s",
    Token.Literal.String.Escape: "se",
    Token.Literal.String.Interpol: "se",
    Token.Literal.Number: "m",
    Token.Generic.Deleted: "gd",
    Token.Generic.Inserted: "gi",
    Token.Generic.Heading: "k",
    Token.Generic.Prompt: "c",
}

# Longer listings stay plain: a few lexers take quadratic time on crafted input. The library's
# longest answer has 4,966 characters.
MAX_CHARACTERS = 4_000
# What makes lexers take quadratic time: a run of blanks or of blank lines, a line without end.
_SLOW = re.compile(r"[^\S\n]{100}|\n{30}|[^\n]{1000}|(?:\S){400}")

_BLOCK = re.compile(r'<pre><code(?: class="language-([^"]*)")?>([^<]*)</code></pre>')
_OPEN = '<pre tabindex="0"><code'


def highlight_blocks(html: str) -> str:
    """The HTML with every code block coloured and reachable by keyboard (it may scroll)."""
    if "<pre>" not in html:
        return html
    budget = 4 * MAX_CHARACTERS

    def replace(match: re.Match[str]) -> str:
        nonlocal budget
        language = LANGUAGES.get(unescape(match[1] or "").lower(), "")
        body = match[2]
        if not language or len(body) > min(MAX_CHARACTERS, budget) or _SLOW.search(body):
            return f"{_OPEN}>{body}</code></pre>"
        budget -= len(body)
        coloured = highlight(unescape(body), language)
        return f'{_OPEN} class="language-{language}">{coloured}</code></pre>'

    return _BLOCK.sub(replace, html)


def highlight(code: str, language: str) -> str:
    """`code` as HTML with a `<span class>` around each run of tokens of one colour.

    `language` is a value of `LANGUAGES`. Every character of the code comes out again.

    >>> highlight("return 1", "python")
    '<span class="k">return</span> <span class="m">1</span>'
    """
    pieces: list[str] = []
    run_class, run = "", ""
    for token, value in _lexer(language).get_tokens(code):
        css_class = _class_of(token)
        # White space takes any colour, so that `int  main` need not close and open again.
        if css_class == run_class or (run_class and value.isspace() and "\n" not in value):
            run += value
            continue
        pieces.append(_span(run_class, run))
        run_class, run = css_class, value
    pieces.append(_span(run_class, run))
    return "".join(pieces)


def _span(css_class: str, code: str) -> str:
    """White space at the end of a run stays outside of it."""
    if not css_class:
        return escape(code, quote=False)
    core = code.rstrip()
    return f'<span class="{css_class}">{escape(core, quote=False)}</span>{code[len(core) :]}'


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer:
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


@lru_cache(maxsize=1024)
def _class_of(token: _TokenType) -> str:
    while token is not Token:
        if token in CLASSES:
            return CLASSES[token]
        token = token.parent
    return ""
