"""References in docstrings, comments and documents lead to a file, module or heading that exists.

Documents are cited as `docs/corpus.md, "Identity"`: a path from the root of the repository and the
text of a heading. Python files are named by their path from the root, or by their bare name from a
file of the same folder; a function as `articles/core/merging.py`, `merge`. Modules are named in
full: `articles.core.article_content`.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = ("articles", "qtsite", "tests", "benchmarks")
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "fixtures" / "README.md",
]
OTHERS = [
    *(path for suffix in ("css", "js") for path in sorted((ROOT / "static").rglob(f"*.{suffix}"))),
    *sorted((ROOT / "templates").rglob("*.html")),
    *sorted((ROOT / "script").iterdir()),
    ROOT / ".ci" / "run",
    ROOT / "pyproject.toml",
    ROOT / "articles" / "core" / "cards" / "fonts" / "README.md",
]

# A path from the root: it begins with a folder of the repository and is no part of a longer one.
_ROOTED = re.compile(
    r"(?<![\w/.~<>:-])(?:articles|benchmarks|docs|fixtures|qtsite|script|static|templates|tests)"
    r"/[\w./-]*[\w/]"
)
_PYTHON = re.compile(r"(?<![\w/.~<>*-])[\w/-]*[\w-]\.py\b(?!\w)")
_CITATION = re.compile(r'((?:docs/[\w/-]+|[A-Z]{4,})\.md),\s+((?:"[^"]+"(?:,? and\s+)?)+)')
_LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)")
_MODULE = re.compile(r"(?<![\w.])articles(?:\.\w+)+")
_FUNCTION = re.compile(r"`([\w/]+\.py)`,\s+`([\w.]+)`")
_HEADING = re.compile(r"^#{1,6} (.+?) *$", re.MULTILINE)
_FENCE = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
# Documents that the code once cited and that were never part of the repository.
_OUTSIDE = re.compile(rf"\b(?:{'format|measured|design'.upper()})\b")
_UPPER_DOCUMENT = re.compile(r"(?<![\w/.-])[A-Z]{4,}\.md\b")


def prose_of(path: Path) -> str:
    """Return the docstrings and comments of a Python file, or any other file as it stands."""
    text = path.read_text()
    if path.suffix != ".py":
        return text
    strings = [
        ast.get_docstring(node) or ""
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return "\n\n".join([*strings, *_comments(text)])


def _comments(text: str) -> Iterator[str]:
    """Consecutive lines of comments as one text each, so that a citation may break over lines."""
    block: list[str] = []
    last = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            if block and token.start[0] != last + 1:
                yield "\n".join(block)
                block = []
            block.append(token.string.lstrip("# "))
            last = token.start[0]
    yield "\n".join(block)


@cache
def headings(path: Path) -> frozenset[str]:
    """Return the texts of a document's headings."""
    return frozenset(_HEADING.findall(_FENCE.sub("", path.read_text())))


def anchor(heading: str) -> str:
    """Return the anchor that GitHub gives a heading: `"One file"` -> `"one-file"`."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def unresolved(path: Path) -> list[str]:
    """Return the references of one file that lead nowhere."""
    text = prose_of(path)
    return [
        *_missing_paths(text, path),
        *_missing_headings(text),
        *_missing_links(text, path),
        *_missing_modules(text),
        *_missing_functions(text),
        *_OUTSIDE.findall(text),
    ]


def _missing_paths(text: str, path: Path) -> list[str]:
    rooted = {name for name in _ROOTED.findall(text) if not (ROOT / name).exists()}
    python = {
        name
        for name in _PYTHON.findall(text)
        if not (ROOT / name).exists()
        and not (path.suffix == ".py" and "/" not in name and (path.parent / name).exists())
    }
    upper = {name for name in _UPPER_DOCUMENT.findall(text) if not _is_document(name, path)}
    return sorted(rooted | python | upper)


def _is_document(name: str, path: Path) -> bool:
    return (ROOT / name).exists() or (path.parent / name).exists()


def _missing_headings(text: str) -> list[str]:
    return [
        f'{name}, "{heading}"'
        for name, quoted in _CITATION.findall(text)
        for heading in (" ".join(each.split()) for each in re.findall(r'"([^"]+)"', quoted))
        if not (ROOT / name).exists() or heading not in headings(ROOT / name)
    ]


def _missing_links(text: str, path: Path) -> Iterator[str]:
    if path.suffix != ".md":
        return
    for target, fragment in _LINK.findall(_FENCE.sub("", text)):
        if target.startswith(("http:", "https:")):
            continue
        document = (path.parent / target) if target else path
        anchors = {anchor(heading) for heading in headings(document)} if fragment else set()
        if not document.exists() or (fragment and fragment not in anchors):
            yield f"{target}#{fragment}"


def _missing_modules(text: str) -> list[str]:
    return [name for name in _MODULE.findall(text) if not _is_module_or_name(name.split("."))]


def _missing_functions(text: str) -> list[str]:
    """`articles/core/merging.py`, `Merge.content`: each of the names stands in the file."""
    return [
        f"{path}, {name}"
        for path, name in _FUNCTION.findall(text)
        if (ROOT / path).exists()
        and not all(_defines(ROOT / path, [part]) for part in name.split("."))
    ]


def _is_module_or_name(parts: list[str]) -> bool:
    """`["articles", "core", "content", "ArticleContent"]` -> True: a module, then names in it."""
    place = ROOT
    for number, part in enumerate(parts):
        if (place / part).is_dir():
            place /= part
        elif (place / f"{part}.py").exists():
            return _defines((place / f"{part}.py"), parts[number + 1 :])
        else:
            return _defines(place / "__init__.py", parts[number:])
    return True


def _defines(path: Path, names: list[str]) -> bool:
    """Return whether a file defines, assigns or imports the first of the names."""
    if not names:
        return True
    name = re.escape(names[0])
    defined = rf"^\s*(?:(?:async )?def |class ){name}\b|^\s*{name}\s*[:=,]|\bimport .*\b{name}\b"
    return re.search(defined, path.read_text(), re.MULTILINE) is not None


FILES = {
    **{folder: sorted((ROOT / folder).rglob("*.py")) for folder in CODE},
    "documents": DOCUMENTS,
    "others": OTHERS,
}


@pytest.mark.parametrize("files", FILES.values(), ids=FILES)
def test_every_reference_leads_somewhere(files):
    found = {str(path.relative_to(ROOT)): unresolved(path) for path in files}
    assert {path: names for path, names in found.items() if names} == {}


REFERENCES = [
    ('docs/corpus.md, "Identity"', []),
    ('docs/corpus.md, "One\nfile"', []),
    ('docs/corpus.md, "One file" and "Traps"', []),
    ('docs/corpus.md, "One file" and "No such heading"', ['docs/corpus.md, "No such heading"']),
    ('docs/nowhere.md, "Identity"', ["docs/nowhere.md", 'docs/nowhere.md, "Identity"']),
    ("articles/core/article_content.py", []),
    ("see articles/nowhere.py.", ["articles/nowhere.py"]),
    ("content.py", ["content.py"]),
    ("test_docs.py", []),
    ("articles.core.article_content.ArticleContent", []),
    ("articles.core.nowhere", ["articles.core.nowhere"]),
    ("`articles/core/merging.py`, `merge`", []),
    ("`articles/core/merging.py`, `nothing`", ["articles/core/merging.py, nothing"]),
    ("/static/site.css and physics/what-is-heat.md", []),
    ("DESIGN_VERSION, tarfile.PAX_FORMAT", []),
    *((f"({name}, trap 3)", [name]) for name in ("format".upper(), "design".upper())),
]


@pytest.mark.parametrize(("text", "expected"), REFERENCES)
def test_a_reference_that_leads_nowhere_is_found(tmp_path, text, expected):
    path = tmp_path / "module.py"
    (tmp_path / "test_docs.py").touch()
    path.write_text(f"# {text}".replace("\n", "\n# "))
    assert unresolved(path) == expected


def test_a_link_to_a_missing_heading_is_found(tmp_path):
    path = tmp_path / "page.md"
    path.write_text("# One file\n\n[a](#one-file) [b](page.md#one-file) [c](#two) [d](x.md)\n")
    assert unresolved(path) == ["#two", "x.md#"]
