"""Conversion of article addresses: URL path to (subject slug, slug), and to file paths.

Identity is the URL (docs/corpus.md, "Identity"): `/learn/<subject>/questions/<slug>`, without a
trailing slash. All 35,915 addresses consist of lower-case letters, digits and hyphens; slugs have
up to 176 characters.
"""

import re
from typing import NamedTuple

# The index of people who write and review.
PEOPLE = "/people"
MAXIMUM_SLUG_LENGTH = 200
MAXIMUM_SUBJECT_LENGTH = 80

# The same rule for both parts; anchored, because Django's RegexValidator searches.
SLUG_PATTERN = SUBJECT_PATTERN = r"^(?=-*[a-z0-9])[a-z0-9-]+\Z"

_SLUG = re.compile(SLUG_PATTERN)
# The form of every address in the files, tried first: these are read 4 times an article.
_CANONICAL_PATH = re.compile(r"/learn/([a-z0-9][a-z0-9-]{,79})/questions/([a-z0-9][a-z0-9-]{,199})")
_ARTICLE_PATH = re.compile(
    r"(?:https?://[^/?#\s]+)?/*learn/([^/?#]+)/questions/([^/?#]+?)(?:\.html)?/*(?:[?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_NO_PATH = re.compile(r"[\\\x00-\x20\x7f-\x9f\ud800-\udfff]")
_FILE_PATH = re.compile(r"(?:.*[/!])?([^/!]+)/([^/]+)\.(?:md|markdown)", re.DOTALL)
# Hugo's page bundle, Docusaurus' and others' folder of a page: the folder names the page.
_BUNDLE_PATH = re.compile(
    r"(?:.*[/!])?([^/!]+)/([^/!]+)/index\.(?:md|markdown)", re.DOTALL | re.IGNORECASE
)
_BUNDLE_NAMES = ("index.md", "index.markdown")
# The form of all real ones, tried first: a re-import asks it of every file.
_PLAIN_FILE_PATH = re.compile(
    r"(?:.*[/!])?([a-z0-9][a-z0-9-]{,79}/[a-z0-9][a-z0-9-]{,199}\.md)", re.DOTALL
)


class Location(NamedTuple):
    """Where an article lives: the identity of an article."""

    subject_slug: str
    slug: str


def is_subject_slug(text: str) -> bool:
    """True if a subject can have this slug: its characters and its length."""
    return len(text) <= MAXIMUM_SUBJECT_LENGTH and _SLUG.match(text) is not None


def is_slug(text: str) -> bool:
    """True if an article can have this slug: its characters and its length."""
    return len(text) <= MAXIMUM_SLUG_LENGTH and _SLUG.match(text) is not None


def article_path(subject_slug: str, slug: str) -> str:
    """`("physics", "what-is-heat")` -> `/learn/physics/questions/what-is-heat`."""
    return f"/learn/{subject_slug}/questions/{slug}"


def subject_path(subject_slug: str) -> str:
    """`"physics"` -> `/learn/physics`."""
    return f"/learn/{subject_slug}"


def topic_path(subject_slug: str, slug: str) -> str:
    """`("physics", "heat")` -> `/learn/physics/topics/heat`."""
    return f"/learn/{subject_slug}/topics/{slug}"


def person_path(slug: str) -> str:
    """`"jane-roe"` -> `/people/jane-roe`."""
    return f"{PEOPLE}/{slug}"


def plain_page_path(slug: str) -> str:
    """`"about"` -> `/about`."""
    return f"/{slug}"


def parse_article_path(path: str) -> Location | None:
    """The location that a URL path or an absolute URL names, or None if it names no article.

    Forgiven, because links in the wild have them: a host, a trailing slash, `.html`, a query, a
    fragment, capitals, blanks around. Everything else that is not an address gives None.

    >>> parse_article_path("https://example.org/learn/physics/questions/what-is-heat.html")
    Location(subject_slug='physics', slug='what-is-heat')
    """
    match = _CANONICAL_PATH.fullmatch(path)
    if match:
        return Location(match[1], match[2])
    match = _ARTICLE_PATH.fullmatch(path.strip())
    if not match:
        return None
    location = Location(match[1].lower(), match[2].lower())
    return location if is_subject_slug(location[0]) and is_slug(location[1]) else None


def normalise_path(path: str) -> str | None:
    """The canonical form of an article's address, or None if `path` names no article."""
    location = parse_article_path(path)
    return article_path(*location) if location else None


def is_site_path(text: str) -> bool:
    """True if the text is a path of this site and of no other, as RFC 3986, section 3.3, has it: a
    browser takes two slashes, or a slash and a backslash, for the beginning of another host."""
    return text.startswith("/") and not text.startswith("//") and not _NO_PATH.search(text)


def source_path(subject_slug: str, slug: str) -> str:
    """`("physics", "what-is-heat")` -> `physics/what-is-heat.md`."""
    return f"{subject_slug}/{slug}.md"


def parse_source_path(path: str) -> Location | None:
    """The location that a file's path names: the last folder and the file's name.

    Holds for `content/learn/<subject>/<slug>.md`, `<date>/<subject>/<slug>.md` (a delivery) and
    `<subject>/<slug>.md`, with either kind of slash, also in an archive (`all.zip!physics/a.md`).
    """
    match = _FILE_PATH.fullmatch(path.replace("\\", "/"))
    if not match or not is_subject_slug(match[1]) or not is_slug(match[2]):
        return None
    return Location(match[1], match[2])


def is_bundle(path: str) -> bool:
    """True if a file is named after what it is to its folder, which alone names its article."""
    return path.lower().endswith(_BUNDLE_NAMES) and re.split(r"[/!\\]", path.lower())[-1] in (
        _BUNDLE_NAMES
    )


def parse_delivered_path(path: str) -> Location | None:
    """The location that the path of a file names which declares no address: as
    `parse_source_path`, and that of its folder for the `index.md` of one.

    >>> parse_delivered_path("content/post/my-post/index.md")
    Location(subject_slug='post', slug='my-post')
    """
    if not is_bundle(path):
        return parse_source_path(path)
    match = _BUNDLE_PATH.fullmatch(path.replace("\\", "/"))
    if not match or not is_subject_slug(match[1]) or not is_slug(match[2]):
        return None
    return Location(match[1], match[2])


def why_no_location(path: str) -> str:
    """What about a file's path keeps it from naming an article, as the end of a sentence.

    >>> why_no_location("content/post/My_Post.md")
    'its name “My_Post” is no address (small letters, digits and hyphens)'
    """
    *folders, name = path.replace("\\", "/").rpartition("!")[2].split("/")
    if is_bundle(path):
        name = folders.pop() if folders else ""
    else:
        name = re.sub(r"\.(?:md|markdown)\Z", "", name)
    if not is_slug(name):
        return f"its name “{name[:100]}” is no address ({_rule(name, MAXIMUM_SLUG_LENGTH)})"
    folder = folders[-1] if folders else ""
    if folder in {"", ".", ".."}:
        return "it lies in no folder that names a subject"
    rule = _rule(folder, MAXIMUM_SUBJECT_LENGTH)
    return f"its folder “{folder[:100]}” is no address of a subject ({rule})"


def _rule(name: str, most: int) -> str:
    is_long = len(name) > most
    return f"at most {most} characters" if is_long else "small letters, digits and hyphens"


def location_of(path: str) -> str:
    """The source path that a file's path names, or the path itself where it names none.

    >>> location_of("content/learn/physics/what-is-heat.md")
    'physics/what-is-heat.md'
    """
    plain = _PLAIN_FILE_PATH.fullmatch(path)
    if plain and not plain[1].endswith("/index.md"):
        return plain[1]
    location = parse_delivered_path(path)
    return source_path(*location) if location else path
