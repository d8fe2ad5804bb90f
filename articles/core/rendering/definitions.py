r"""Commands that an article defines itself: `\newcommand`, `\def`, `\let`, `\DeclareMathOperator`.

A definition holds from where it stands to the end of the article, across formulas, as on GitHub and
in MathJax; math-core forgets it with the formula and refuses names that it knows. So the commands
are expanded here, before anything else reads a formula, in bounded time: TeX's macros can loop.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.core.tex_groups import read_argument, read_group, read_option

MAX_DEFINITIONS = 200
# Of a whole article: `\def\a{\b\b}\def\b{\c\c}…` doubles with each name.
MAX_EXPANSIONS = 2_000
MAX_CHARACTERS = 10_000
# Of one formula inside of each other.
MAX_DEPTH = 50

_DEFINING = re.compile(
    r"\\(?:(?P<new>(?:re|provide)?newcommand|providecommand)\*?|(?P<def>[gex]?def|let)"
    r"|(?P<operator>DeclareMathOperator)(?P<star>\*?))(?![A-Za-z])"
)
_DEFINING_NAMES = ("newcommand", "providecommand", "\\def", "\\gdef", "\\edef", "\\xdef", "\\let")
_NAME = re.compile(r"\s*(?:\{\s*)?\\([A-Za-z]+|[^A-Za-z\s])(?:\s*\})?")
_PARAMETERS = re.compile(r"\s*((?:#[1-9]\s*)*)(?=\{)")
_COMMAND = re.compile(r"\\([A-Za-z]+|[^A-Za-z])")
_PARAMETER = re.compile(r"#([1-9])")
_ENDS_IN_NAME = re.compile(r"\\[A-Za-z]+\Z")
# Stands for the backslash of a command that `\let` has saved: its later redefinition is not meant.
_SAVED = "\ufdd5"


@dataclass(frozen=True, slots=True)
class _Definition:
    """How many arguments, the first one's default where it is optional, what stands instead."""

    count: int
    default: str | None
    body: str


@dataclass(slots=True)
class _Definitions:
    commands: dict[str, _Definition] = field(default_factory=dict)
    expansions: int = 0


def expand_definitions(formulas: Sequence[str]) -> list[str | None]:
    r"""The formulas of one article without definitions and with what they define written out.

    "" for a formula that only defines; None for one whose definitions cannot be read, or whose
    expansion is beyond the limits. Formulas of articles that define nothing come back as they are.

    >>> expand_definitions([r"\newcommand{\R}{\mathbb{R}} x\in\R", r"\R^2"])
    ['x\\in\\mathbb{R}', '\\mathbb{R}^2']
    """
    if not has_definitions("\n".join(formulas)):
        return list(formulas)
    known = _Definitions()
    return [_expand_formula(tex, known) for tex in formulas]


def has_definitions(tex: str) -> bool:
    """True if `tex` may define a command."""
    return any(name in tex for name in _DEFINING_NAMES) or "DeclareMathOperator" in tex


def _expand_formula(tex: str, known: _Definitions) -> str | None:
    """One formula; its definitions are noted in `known`, in the order in which they stand."""
    if not known.commands and not has_definitions(tex):
        return tex
    pieces: list[str] = []
    position = 0
    while match := _DEFINING.search(tex, position):
        pieces.append(tex[position : match.start()])
        end = _take_definition(match, tex, known)
        if end is None:
            return None
        # What stands before a definition is expanded by those before it.
        expanded = _expand(pieces.pop(), known)
        if expanded is None:
            return None
        pieces.append(expanded)
        position = end
    expanded = _expand(tex[position:], known)
    if expanded is None:
        return None
    text = "".join([*pieces, expanded])
    return text.strip() if position else text


def _take_definition(match: re.Match[str], tex: str, known: _Definitions) -> int | None:
    """Reads one definition; returns where it ends, None where it cannot be read."""
    name = _NAME.match(tex, match.end())
    if name is None or len(known.commands) >= MAX_DEFINITIONS:
        return None
    position = name.end()
    if match["def"] == "let":
        return _take_let(name[1], tex, position, known)
    count, default = 0, None
    if match["new"]:
        option, position = read_option(tex, position)
        if option is not None:
            if not option.strip().isdigit() or int(option) > 9:
                return None
            count = int(option)
            default, position = read_option(tex, position)
    elif match["def"]:
        parameters = _PARAMETERS.match(tex, position)
        if parameters is None:
            return None
        count, position = parameters[1].count("#"), parameters.end()
    found = read_group(tex, position)
    if found is None:
        return None
    body = rf"\operatorname{match['star']}{{{found[0]}}}" if match["operator"] else found[0]
    if match["new"] != "providecommand" or name[1] not in known.commands:
        known.commands[name[1]] = _Definition(count, default, body)
    return found[1]


def _take_let(name: str, tex: str, position: int, known: _Definitions) -> int | None:
    r"""`\let\a\b` or `\let\a=\b`: the present meaning of the second, whatever becomes of it."""
    rest = re.compile(r"\s*=?\s*").match(tex, position)
    found = read_argument(tex, rest.end())
    if found is None:
        return None
    meaning = found[0]
    command = _COMMAND.fullmatch(meaning)
    if command and command[1] in known.commands:
        known.commands[name] = known.commands[command[1]]
    else:
        known.commands[name] = _Definition(0, None, meaning.replace("\\", _SAVED))
    return found[1]


def _expand(tex: str, known: _Definitions) -> str | None:
    """`tex` with the known commands written out, None beyond the limits."""
    position = 0
    # Where the replacements end that are being read, seen from the end of the text.
    open_ends: list[int] = []
    while match := _COMMAND.search(tex, position):
        definition = known.commands.get(match[1])
        if definition is None:
            position = match.end()
            continue
        while open_ends and len(tex) - match.start() <= open_ends[-1]:
            open_ends.pop()
        known.expansions += 1
        written = _write_out(definition, tex, match.end())
        if written is None or known.expansions > MAX_EXPANSIONS or len(open_ends) >= MAX_DEPTH:
            return None
        replacement, end = written
        tex = tex[: match.start()] + replacement + tex[end:]
        if len(tex) > MAX_CHARACTERS:
            return None
        open_ends.append(len(tex) - match.start() - len(replacement))
        position = match.start()
    return tex.replace(_SAVED, "\\")


def _write_out(definition: _Definition, tex: str, position: int) -> tuple[str, int] | None:
    arguments: list[str] = []
    if definition.default is not None:
        option, position = read_option(tex, position)
        arguments.append(definition.default if option is None else option)
    while len(arguments) < definition.count:
        found = read_argument(tex, position)
        if found is None:
            return None
        arguments.append(found[0])
        position = found[1]

    def argument(match: re.Match[str]) -> str:
        number = int(match[1])
        if number > len(arguments):
            return match[0]
        value = arguments[number - 1]
        # `#1x` with `\alpha` would become `\alphax`.
        return f"{value} " if _ENDS_IN_NAME.search(value) else value

    body = _PARAMETER.sub(argument, definition.body)
    follows = tex[position : position + 1]
    return (f"{body} " if follows.isalpha() and _ENDS_IN_NAME.search(body) else body), position
