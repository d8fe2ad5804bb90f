"""Configuration of nginx for the folder: maps for `http`, and what stands in a `server`.

Nothing of it names an article, but redirects, what is gone, and the few files whose headers are not
those of their kind: new pages need no new configuration.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from articles.static_site.header_rules import (
    CONTENT_TYPE,
    LAST_MODIFIED,
    UNKNOWN_TYPE,
    Headers,
    Rules,
)
from articles.static_site.kinds import (
    ARTICLE,
    GONE,
    MARKDOWN,
    MISSING,
    PAGE,
    STATIC_KINDS,
    Kind,
    kind_of,
)
from articles.web.upload_limit import MOST_BYTES

_HEAD = "# Written by manage.py publish_static: what is changed here is lost.\n"
# Of the requested address; nginx goes on with another `$uri` once it has found the file.
_ADDRESS = "$qtsite_address"
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
# The longest address that a redirect can have takes 900 bytes as UTF-8.
_BUCKET_BYTES = 1024
_WITHOUT_ENDING = (ARTICLE, PAGE, GONE, MISSING, *STATIC_KINDS)


def maps(rules: Rules, redirects: Iterable[tuple[str, str]], gone: Iterable[str]) -> str:
    """Return the maps: an address's redirect, whether it is gone, and each header's value."""
    moved = dict(_by_folded_path((path, _target(target)) for path, target in redirects))
    lost = dict(_by_folded_path((path, "1") for path in gone))
    entries = max(len(moved), len(lost), len(rules.by_file), 1_000)
    size = 2 << entries.bit_length()  # a new one seldom makes it another
    lines = [
        # The one way to write a "$" that begins no variable.
        'geo $qtsite_dollar { default "$"; }',
        f"map_hash_bucket_size {_BUCKET_BYTES};",
        f"map_hash_max_size {size};",
        *_map("$uri", "$qtsite_redirect", moved.items(), default=""),
        *_map("$uri", "$qtsite_gone", lost.items(), default=""),
        "# An address as the library writes it: no slash, no .html at the end, no page 1.",
        "map $uri $qtsite_mended {",
        "    volatile;",
        r'    "~^(?<qtsite_first>/learn/[^/]+)/(?:page/0*1|page|questions)/?$" $qtsite_first;',
        r'    "~^(?<qtsite_stem>/.*?)(?:/index)?\.html?/*$" $qtsite_stem;',
        r'    "~^(?<qtsite_slashless>/.*?)/+$" $qtsite_slashless;',
        '    default "";',
        "}",
    ]
    for name in rules.names:
        if _constant(rules, name) is None:
            lines += _map(_ADDRESS, _variable(name), _values(rules, name), default="")
    return _HEAD + "\n".join(lines) + "\n"


def server(rules: Rules, public: Path) -> str:
    """Return what stands in `server`, beside `alone()` or `with_server()`."""
    lines = [
        f"root {_quoted(str(public))};",
        "gzip off;",
        "gzip_static on;",
        "absolute_redirect off;",
        f"set {_ADDRESS} $uri;",
        *(
            f"add_header {name} {_constant(rules, name) or _variable(name)} always;"
            for name in rules.names
        ),
        "error_page 404 /404.html;",
        "error_page 410 $uri.410.html;",
        "# The query goes along to pages of the site, and not to others.",
        'if ($qtsite_redirect ~ "^/") { return 301 $qtsite_redirect$is_args$args; }',
        "if ($qtsite_redirect) { return 301 $qtsite_redirect; }",
        "if ($qtsite_gone) { return 410; }",
        *_location("= /", _type(rules, PAGE), "try_files /index.html =404;"),
        *_location("/", _type(rules, PAGE), "try_files $uri.html @elsewhere;"),
        *_location(f"~ {_quoted(GONE.pattern)}", _type(rules, PAGE), "internal;"),
        *_location("= /404.html", _type(rules, PAGE), "internal;"),
        *_location(f"^~ {_quoted(settings.STATIC_URL)}", "", *_types(rules.static_types)),
    ]
    known = {headers[CONTENT_TYPE] for headers in rules.by_kind.values() if CONTENT_TYPE in headers}
    for path, headers in rules.by_file.items():
        if (own := headers.get(CONTENT_TYPE, "")) and own not in known:
            lines += _location(f"= {_quoted(path)}", own)
    for kind in rules.by_kind:
        if kind not in _WITHOUT_ENDING:
            where = f"~ {_quoted(kind.pattern)}"
            lines += _location(where, _type(rules, kind), "try_files $uri @elsewhere;")
    return _HEAD + "\n".join(lines) + "\n"


def alone() -> str:
    """Return what happens to all other addresses where no server stands behind nginx."""
    lines = [
        "location @elsewhere {",
        '    if ($qtsite_mended = "") { return 404; }',
        "    if (-f $document_root$qtsite_mended.html) {",
        "        return 301 $qtsite_mended$is_args$args;",
        "    }",
        "    return 404;",
        "}",
    ]
    return _HEAD + "\n".join(lines) + "\n"


def with_server(address: str) -> str:
    """Return the same where the site's own server answers search, feedback, API and desk. Uploads
    have more than the megabyte that nginx takes by itself (articles/web/upload_limit.py)."""
    lines = [
        f"client_max_body_size {MOST_BYTES // 1_000_000}m;",
        "location @elsewhere {",
        "    # With a header of its own the location adds none of those above.",
        '    add_header X-Nothing "";',
        f"    proxy_pass {address};",
        "    proxy_set_header Host $http_host;",
        "    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
        "    proxy_set_header X-Forwarded-Proto $scheme;",
        "}",
    ]
    return _HEAD + "\n".join(lines) + "\n"


def _values(rules: Rules, name: str) -> Iterator[tuple[str, str]]:
    for path, headers in rules.by_file.items():
        value = _value(headers, name, path)
        if value != _value(rules.by_kind.get(kind_of(path), {}), name, path):
            yield path, value
    for kind, headers in rules.by_kind.items():
        value = _value(headers, name, "")
        if kind is MARKDOWN and "{page}" in value:
            yield r"~^(?<qtsite_page>/.*)\.md$", value.replace("{page}", "$qtsite_page")
        else:
            yield f"~{kind.pattern}", value
    yield "~.", _value(rules.usual, name, "")


def _value(headers: Headers, name: str, path: str) -> str:
    """A header's value, "" where it is not sent. nginx knows the time of the file."""
    value = headers.get(name, "")
    if name == LAST_MODIFIED:
        return "$sent_http_last_modified" if value else ""
    return value.replace("{page}", path.removesuffix(".md")) if path else value


def _constant(rules: Rules, name: str) -> str | None:
    """The value of a header that is the same everywhere, quoted."""
    sets = [*rules.by_kind.values(), *rules.by_file.values()]
    values = {headers.get(name, "") for headers in sets}
    if len(values) > 1 or name == LAST_MODIFIED or "{page}" in (value := values.pop()):
        return None
    return _quoted(value)


def _type(rules: Rules, kind: Kind) -> str:
    return rules.by_kind.get(kind, {}).get(CONTENT_TYPE, "")


def _types(by_ending: Mapping[str, str]) -> Iterator[str]:
    yield "types {"
    yield from (f"    {_quoted(kind)} {ending};" for ending, kind in sorted(by_ending.items()))
    yield "}"
    yield f"default_type {UNKNOWN_TYPE};"


def _location(where: str, content_type: str, *rest: str) -> Iterator[str]:
    yield f"location {where} {{"
    if content_type:
        yield "    types { }"
        yield f"    default_type {_quoted(content_type)};"
    yield from (f"    {line}" for line in rest)
    yield "}"


def _map(
    source: str, variable: str, values: Iterable[tuple[str, str]], *, default: str
) -> Iterator[str]:
    """A map that is looked up again when nginx goes on with another address (`volatile`)."""
    yield f"map {source} {variable} {{"
    yield "    volatile;"
    yield from (f"    {_quoted(key)} {_quoted(value)};" for key, value in values)
    yield f"    default {_quoted(default)};"
    yield "}"


def _by_folded_path(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """nginx compares without regard to case, as the site does: the first spelling counts. What
    cannot stand in a configuration file is no address that a reader can ask for."""
    known = set()
    for path, value in pairs:
        if path.lower() not in known and not _UNPRINTABLE.search(path):
            known.add(path.lower())
            yield path, value


def _target(target: str) -> str:
    """An address as it stands in a Location; a `$` would begin a variable."""
    return quote(target, safe="$/#%[]=:;?!@&*+,()~'-._").replace("$", "${qtsite_dollar}")


def _variable(name: str) -> str:
    return f"$qtsite_{name.lower().replace('-', '_')}"


def _quoted(text: str) -> str:
    """A parameter of a directive."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
