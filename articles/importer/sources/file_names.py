"""Names of files in folders and archives: which are articles or images, and which must not be
trusted."""

import re

from articles.core.images.image_names import FOLDER, parse_name

ARTICLE_SUFFIXES = (".md", ".markdown")
# The form of all real files, tried first.
_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.md")
_DOCUMENTATION = {"README", "CHANGELOG", "LICENSE", "LICENCE", "CONTRIBUTING", "SECURITY"}
# Folders in which a system keeps what is no page.
_MACHINERY = frozenset(
    (
        *("node_modules", "_layouts", "_includes", "_site", "_sass", "_data", "_plugins"),
        *("archetypes", "layouts", "themes", "vendor", "build", "public", "resources"),
    )
)


def plain_name(name: str) -> str:
    """An entry's name without the `./` that some archives put before it."""
    return name.removeprefix("./")


def is_article(name: str, system: str = "") -> bool:
    """True if a file counts as an article by its name, with any folders above in the archive or
    folder; `system` is where it comes from (`articles/core/source/foreign_places.py`)."""
    if system:
        return _is_page(name, system)
    if _PLAIN_NAME.fullmatch(name):
        return True
    if not name.endswith(ARTICLE_SUFFIXES):
        return False
    parts = name.split("/")
    return not _is_hidden(parts) and not _is_documentation(parts[-1])


def is_image(name: str) -> bool:
    """True if a file is an image as an export writes it: `images/<name>`, beside the folders of the
    subjects, with any folders above."""
    *folders, file_name = name.split("/")
    return bool(folders) and folders[-1] == FOLDER and parse_name(file_name) is not None


def _is_page(name: str, system: str) -> bool:
    """Other systems name their pages freely, and begin with `_` what is none of its own: Hugo's
    `_index.md` is a list's, Docusaurus' `_part.md` a piece of others."""
    *folders, file_name = name.split("/")
    # Docusaurus reads Markdown with components, which are told of as its marks.
    suffixes = (*ARTICLE_SUFFIXES, ".mdx") if system == "docusaurus" else ARTICLE_SUFFIXES
    if not file_name.lower().endswith(suffixes) or _is_hidden([*folders, file_name]):
        return False
    is_none = file_name.partition(".")[0] in _DOCUMENTATION or not _MACHINERY.isdisjoint(folders)
    return not is_none and not file_name.startswith("_")


def _is_hidden(parts: list[str]) -> bool:
    return any(part.startswith(".") and part not in {".", ".."} for part in parts)


def _is_documentation(name: str) -> bool:
    """A README or CHANGELOG beside the articles is for people; a slug has no capitals."""
    return name.partition(".")[0].isupper()


def why_unsafe(name: str) -> str:
    """Why an archive's entry must not be trusted, "" where it may be."""
    if name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":"):
        return "has an absolute path"
    if ".." in name.replace("\\", "/").split("/"):
        return "has a path that leaves the archive"
    return ""
