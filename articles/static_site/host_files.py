"""`_headers` and `_redirects`, which hosts of static sites read from the folder itself
(developers.cloudflare.com/pages/configuration/headers, docs.netlify.com/routing/redirects)."""

from collections.abc import Iterable
from urllib.parse import quote

from articles.static_site.header_rules import CONTENT_TYPE, LAST_MODIFIED, Headers, Rules
from articles.static_site.kinds import MARKDOWN, PAGE, STATIC_KINDS, Kind, file_of

# What the host says by itself: from the file's time, from its own compression.
_OF_THE_HOST = {LAST_MODIFIED, "Vary"}
_SAFE = "/%:?#[]@!$&'()*+,;=~-._"


def headers_file(rules: Rules) -> str:
    """Return the rules of each kind of address. Every rule that an address matches applies, so that
    one takes away (`!`) what those for all pages say otherwise."""
    lines = []
    usual = _kept(rules.usual, PAGE)
    for kind in (PAGE, *(kind for kind in rules.by_kind if kind is not PAGE)):
        for rule in kind.rules if kind in rules.by_kind else ():
            own = _kept(rules.by_kind[kind], kind)
            shown = _different(own, {} if kind is PAGE else usual)
            lines += [rule, *(f"  {line}" for line in shown)]
    for path, headers in sorted(rules.by_file.items()):
        if not path.endswith(".410.html"):
            own, of_kind = _kept(headers, MARKDOWN, path), _of_its_kind(rules, path)
            lines += [path, *(f"  {line}" for line in _different(own, of_kind))]
    return "\n".join(lines) + "\n"


def redirects_file(redirects: Iterable[tuple[str, str]], gone: Iterable[str]) -> str:
    """Return a line a redirect, and one an address that is gone (hosts that know no 410 ignore
    it)."""
    lines = [f"{quote(path)} {quote(target, safe=_SAFE)} 301" for path, target in redirects]
    lines += [f"{quote(path)} /{quote(file_of(path, 410))} 410" for path in gone]
    return "\n".join([*lines, ""])


def _of_its_kind(rules: Rules, path: str) -> dict[str, str]:
    """What the rules above say of an address of its kind."""
    kind = MARKDOWN if path.endswith(MARKDOWN.rules[0][2:]) else PAGE
    return _kept(rules.by_kind.get(kind, {}), kind)


def _different(own: Headers, usual: Headers) -> list[str]:
    lines = [f"! {name}" for name in usual if own.get(name) != usual[name]]
    return [*lines, *(f"{name}: {own[name]}" for name in own if own[name] != usual.get(name))]


def _kept(headers: Headers, kind: Kind, path: str = "") -> dict[str, str]:
    page = path.removesuffix(".md") if path else "/:splat"
    left_out = _OF_THE_HOST | ({CONTENT_TYPE} if kind in STATIC_KINDS else set())
    return {
        name: value.replace("{page}", page)
        for name, value in headers.items()
        if name not in left_out
    }
