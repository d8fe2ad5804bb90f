"""The scoring rules of Mozilla's HTTP Observatory, in our own words, for one answer over HTTPS
(github.com/mdn/mdn-http-observatory, src/grader and src/analyzer, as of August 2026).

A scan begins with 100 points, of which each rule takes some or to which it adds some; what is added
counts only where at least 90 are left. A+ is 100 or more. What no answer can decide is left out:
the certificate, and whether browsers ship the site in their preload list (five points more).
Digests of this site's own scripts would add five: they come from where the page comes from.
"""

import re
from dataclasses import dataclass

from lxml import html

_BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
_INLINE = {"'unsafe-inline'", "data:"}
_PRIVATE_REFERRERS = {
    *("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"),
}
_SIX_MONTHS = 15_552_000
# The most that an answer can have: 150 points. A cookie adds 5.
FULL = {
    **dict.fromkeys(("cookies", "sharing", "transport", "scripts", "types"), 0),
    **dict.fromkeys(("policy", "resource", "embedder", "opener"), 10),
    **dict.fromkeys(("referrer", "frames"), 5),
}


# What is for programs of other sites lets them read it, which costs nothing and adds nothing.
OF_PROGRAMS = FULL | {"resource": 0}


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` have lower-case names; `cookies` are Set-Cookie values."""

    headers: dict[str, str]
    cookies: tuple[str, ...] = ()
    text: str = ""

    @property
    def is_html(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/html")


def score(answer: Answer) -> dict[str, int]:
    """Return what each rule adds, or takes away."""
    return {
        "policy": _policy(answer),
        "cookies": sum(map(_cookie, answer.cookies)) or 5 * bool(answer.cookies),
        "sharing": _sharing(answer),
        "referrer": 5 if _referrer(answer) <= _PRIVATE_REFERRERS else -5,
        "transport": _transport(answer),
        "scripts": _scripts(answer),
        "types": 0 if _said(answer, "x-content-type-options") == "nosniff" else -5,
        "frames": _frames(answer),
        "resource": _among(answer, "cross-origin-resource-policy", "same-origin", "same-site"),
        "embedder": _among(
            answer, "cross-origin-embedder-policy", "require-corp", "credentialless"
        ),
        "opener": _among(answer, "cross-origin-opener-policy", "same-origin"),
    }


def total(rules: dict[str, int]) -> int:
    """Return the points of a scan."""
    left = 100 + sum(value for value in rules.values() if value < 0)
    return left + sum(value for value in rules.values() if value > 0) if left >= 90 else left


def directives(answer: Answer) -> dict[str, set[str]]:
    """Return the policy; a second directive of a name is an error (CSP 3, section 2.2.1)."""
    found: dict[str, set[str]] = {}
    for part in answer.headers.get("content-security-policy", "").split(";"):
        name, *sources = part.split() or [""]
        assert name not in found, name
        found[name] = set(sources)
    return found


def _policy(answer: Answer) -> int:
    policy = directives(answer)
    if "content-security-policy" not in answer.headers:
        return -25
    everything = {"*"}
    default = policy.get("default-src", everything)
    script, style, objects = (
        policy.get(f"{kind}-src", default) for kind in ("script", "style", "object")
    )
    images = policy.get("img-src", default) | policy.get("media-src", default)
    active = set().union(*(s for name, s in policy.items() if name not in {"img-src", "media-src"}))
    if script & (_BROAD | _INLINE) or objects & _BROAD:
        return -20
    if any(source.startswith(("http:", "ftp:")) for source in active):
        return -20
    if "'unsafe-eval'" in script | style:
        return -10
    if any(source.startswith(("http:", "ftp:")) for source in images):
        return -10
    if style & (_BROAD | _INLINE):
        return 0
    return 10 if default == {"'none'"} else 5


def _cookie(cookie: str) -> int:
    name, *attributes = (part.strip() for part in cookie.split(";"))
    has = {attribute.lower().partition("=")[0] for attribute in attributes}
    name = name.partition("=")[0].lower()
    is_session = "login" in name or "sess" in name
    same_site = re.search(r"(?i)samesite=(\w*)", cookie)
    if "secure" not in has:
        return -40 if is_session else -20
    if is_session and "httponly" not in has:
        return -30
    if same_site and same_site[1].lower() not in {"lax", "strict", "none"}:
        return -20
    if not same_site:
        return -20 if "csrf" in name else 0
    return 0


def _sharing(answer: Answer) -> int:
    """With credentials, other sites could read what only the visitor may."""
    origin = _said(answer, "access-control-allow-origin")
    lends = _said(answer, "access-control-allow-credentials") == "true"
    return -50 if origin not in {"", "*"} and lends else 0


def _referrer(answer: Answer) -> set[str]:
    """The last policy that is known counts; an answer without one has the browser's."""
    return set(_said(answer, "referrer-policy").replace(" ", "").split(","))


def _transport(answer: Answer) -> int:
    age = re.search(r"max-age=(\d+)", answer.headers.get("strict-transport-security", ""))
    if not age:
        return -20
    return 0 if int(age[1]) >= _SIX_MONTHS else -10


def _scripts(answer: Answer) -> int:
    """A script of another site is to be named with its digest; one of this site may be."""
    if not answer.is_html or not answer.text:
        return 0
    scripts = html.fromstring(answer.text).iterfind(".//script[@src]")
    worst = 0
    for script in scripts:
        is_ours = not re.match(r"//|https?:", script.get("src"))
        if not is_ours and not script.get("integrity"):
            worst = min(worst, -5 if script.get("src").startswith("https:") else -50)
    return worst


def _frames(answer: Answer) -> int:
    if directives(answer).get("frame-ancestors"):
        return 5
    return 5 if _said(answer, "x-frame-options") in {"deny", "sameorigin"} else -20


def _among(answer: Answer, name: str, *good: str) -> int:
    said = _said(answer, name)
    if said in good:
        return 10
    return 0 if said in {"", "cross-origin", "unsafe-none"} else -5


def _said(answer: Answer, name: str) -> str:
    return answer.headers.get(name, "").strip().lower()
