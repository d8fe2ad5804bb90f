"""Where a file of another system belongs: its address from names, folders and categories.

Hugo: https://gohugo.io/content-management/organization/ (sections, bundles); Jekyll:
https://jekyllrb.com/docs/posts/ (`_posts/YYYY-MM-DD-title.md`); Docusaurus:
https://docusaurus.io/docs/create-doc (folders, `docs` and `blog`); Obsidian: folders of a vault;
Zola: https://www.getzola.org/documentation/content/page/ (as Hugo's).
"""

import re
from dataclasses import dataclass
from datetime import date

from articles.core.source.article_paths import Location, is_slug, is_subject_slug
from articles.core.source.foreign_fields import ForeignFields
from articles.core.source.slugs import slug_of, words_of

SYSTEMS = ("hugo", "jekyll", "obsidian", "docusaurus", "zola")
# The folders in which a system keeps its pages; below them its sections begin.
PAGE_FOLDERS = {
    "hugo": {"content"},
    "jekyll": {"_posts", "_drafts"},
    "obsidian": set(),
    "docusaurus": {"docs", "blog"},
    "zola": {"content"},
}
_DRAFTS = "_drafts"
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[-_ ](.+)")
_DATED = re.compile(r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?")
# `my-post.en.md` is Hugo's English version of it.
_LANGUAGE = re.compile(r"(.+)\.([a-z]{2}(?:-[a-zA-Z]{2,4})?)")
_LANGUAGE_FOLDER = re.compile(r"[a-z]{2}(?:-[a-zA-Z]{2,4})?")
_SUFFIX = re.compile(r"\.(?:md|markdown|mdx)\Z", re.IGNORECASE)
# Docusaurus orders its pages by numbers in their names.
_NUMBER = re.compile(r"\d+[-_. ]+(?=.*[^\W\d_])")
_LONGEST = 200
_LONGEST_SUBJECT = 80


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from, for what it does not say itself. `system` is one of SYSTEMS, ""
    where only what is missing inside shall be forgiven: a front matter, a title (`title` then
    stands in). `inside` is its path from the folder or archive that was named, `root` the name of
    that folder ("" for an archive)."""

    system: str = ""
    inside: str = ""
    root: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What a file's place says. `subject_name` is "" where none is written anywhere; `day` and
    `title` are those of the name; `from_subject` and `from_slug` say what they were taken from."""

    location: Location
    subject_name: str
    day: date | None
    title: str
    is_draft: bool
    from_subject: str
    from_slug: str


class NoPlace(Exception):
    """No address can be made; carries the reason, as the end of a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def place_of(origin: Origin, fields: ForeignFields) -> Place:
    """Return where the file belongs; raises NoPlace."""
    *folders, file_name = origin.inside.replace("\\", "/").split("/")
    folders = [each for each in folders if each not in {"", ".", ".."}]
    name = _SUFFIX.sub("", file_name)
    if origin.system in ("hugo", "zola") and (language := _LANGUAGE.fullmatch(name)):
        name = language[1]
    is_page_folder = name.lower() in {"index", "readme"} and bool(folders)
    if is_page_folder:
        name = folders.pop()
    day, name = _day_in(name)
    if origin.system == "docusaurus":
        name = _NUMBER.sub("", name, count=1)
        folders = [_NUMBER.sub("", each, count=1) for each in folders]
    sections, marker = _sections(origin, folders)
    # Of a blog, whose folders may be days: `blog/2024-12-07/light.md`.
    day = day or next(filter(None, (_day_in(f"{each}-x")[0] for each in folders)), None)
    sections = [each for each in sections if not _DATED.fullmatch(each)]
    slug, from_slug = _slug(fields, name)
    subject, subject_name, from_subject = _subject(origin, fields, sections, marker)
    return Place(
        location=Location(subject, slug),
        subject_name=subject_name,
        day=day,
        title=words_of(name),
        is_draft=_DRAFTS in folders or origin.root == _DRAFTS,
        from_subject=from_subject,
        from_slug=from_slug,
    )


def _day_in(name: str) -> tuple[date | None, str]:
    """The day that a name begins with, and the rest of the name."""
    match = _DAY.fullmatch(name)
    if match:
        try:
            return date(int(match[1]), int(match[2]), int(match[3])), match[4]
        except ValueError:
            pass
    return None, name


def _sections(origin: Origin, folders: list[str]) -> tuple[list[str], str]:
    """The folders below the one in which the system keeps its pages, and that one's name."""
    roots = PAGE_FOLDERS[origin.system]
    at = next((place for place, each in enumerate(folders) if each in roots), None)
    if at is None:
        return folders, origin.root if origin.root in roots else ""
    if origin.system == "jekyll":
        # A category may stand above: `physics/_posts/2024-12-07-light.md`.
        return [each for each in folders if each not in roots], folders[at]
    sections = folders[at + 1 :]
    if origin.system == "hugo" and len(sections) > 1 and _LANGUAGE_FOLDER.fullmatch(sections[0]):
        sections = sections[1:]
    return sections, folders[at]


def _slug(fields: ForeignFields, name: str) -> tuple[str, str]:
    """Docusaurus' `slug` may be a whole path: its last part is the page's own."""
    written = fields.slug.strip("/").rpartition("/")[2]
    for text, source in ((written, "slug"), (name, "the file's name")):
        slug = slug_of(text)[:_LONGEST].strip("-")
        if is_slug(slug):
            return slug, source
    raise NoPlace(f"its name “{name[:100]}” has no letter of an address: give it a “slug”")


def _subject(
    origin: Origin, fields: ForeignFields, sections: list[str], marker: str
) -> tuple[str, str, str]:
    """The subject's slug, its name where one is written, and where that is from."""
    candidates = [(name, _name_of(name), "categories") for name in fields.categories[:1]]
    candidates += [(name, words_of(name), "the folder") for name in sections[:1]]
    # Without a section the folder of all pages gives its name: `_posts`, `blog`; but not `content`.
    last = "" if marker == "content" else marker or origin.root
    last = "posts" if last == _DRAFTS else last
    candidates += [(last.strip("_"), words_of(last.strip("_")), "the folder")] if last else []
    for text, name, source in candidates:
        slug = slug_of(text)[:_LONGEST_SUBJECT].strip("-")
        if is_subject_slug(slug):
            return slug, name, source
    raise NoPlace("neither a category nor a folder names a subject")


def _name_of(category: str) -> str:
    """A category as a subject's name: one in small letters is an address rather than a name."""
    return words_of(category) if category == category.lower() else category
