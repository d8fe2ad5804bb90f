"""Whether two states of the code give the same answers, byte for byte, headers included.

    python -m benchmarks.same_answers record FILE     # with the code as it was
    python -m benchmarks.same_answers compare FILE    # with the code as it is

Reads the site of the environment (DATABASE_URL, VAR_DIR): import a library first, and change
nothing between the two. Asked for are 500 articles spread over the library, every kind of list,
feed and file, addresses that lead elsewhere or nowhere, and all of it in the ways in which a reader
may ask: compressed, HEAD, conditional, with a cookie, as another method. A second round has every
site setting filled in; it is rolled back. What is compressed is compared uncompressed, for Django
adds a random number of bytes (its GZipMiddleware, against BREACH).
"""

import argparse
import gzip
import logging
import os
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after Django's set-up
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from articles.models import Article, Redirect, SiteSettings, Subject  # noqa: E402
from articles.models.site_settings_cache import forget_settings  # noqa: E402

ARTICLES = 500
# Of so many articles, every way to ask is tried.
_IN_EVERY_WAY = 12
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
# Method, headers.
WAYS: tuple[tuple[str, dict[str, str]], ...] = (
    ("get", {}),
    ("get", {"accept-encoding": "gzip, br", "user-agent": _BROWSER}),
    ("head", {"accept-encoding": "gzip"}),
    ("get", {"cookie": "sessionid=nobody; csrftoken=aaa"}),
    ("get", {"host": "somewhere.else.example"}),
    ("post", {"origin": "https://evil.example"}),
    ("post", {}),
    ("options", {}),
    ("get", {"if-none-match": "*", "range": "bytes=0-9"}),
    ("get", {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}),
    ("get", {"if-modified-since": "Fri, 01 Jan 2010 00:00:00 GMT", "x-forwarded-proto": "https"}),
)
_SETTINGS: dict[str, Any] = {
    "name": "Ask & “Learn”",
    "tagline": "Questions <answered>",
    "header_links": [["About & more", "/about?a=1&b=2"]],
    "footer_links": [["Imprint", "https://example.org/imprint"], ["Terms", "/terms"]],
    "cta_text": "More on {subject}: {question}",
    "cta_link_text": "Ask about {subject}",
    "cta_link": "https://example.org/ask?q={question}&s={subject}",
    "accent_light": "#0b4f8a",
    "accent_dark": "#93c4f0",
    "logo": b"png",
    "logo_small": b"png",
    "logo_digest": "0123456789abcdef",
    "logo_width": 640,
    "logo_height": 200,
    "logo_small_width": 205,
    "logo_small_height": 64,
    "organization_name": "An “Organisation”",
    "organization_url": "https://example.org/",
    "organization_profiles": ["https://example.org/a", "https://example.org/b"],
    "analytics_script": "https://stats.example.org/x.js",
    "analytics_attributes": [["data-domain", "a&b"]],
}


def articles() -> list[str]:
    """Return the addresses of the articles: evenly spread, and all kinds that are rare."""
    live = Article.objects.live().select_related("subject").order_by("pk")
    keys = list(live.values_list("pk", flat=True))
    chosen = set(keys[:: max(1, len(keys) // ARTICLES)])
    rare = (
        live.exclude(canonical=None),
        live.order_by("-rendering__formula_count"),
        live.filter(subject__is_listed=False),
        live.exclude(index_status="indexable"),
        live.filter(version__gt=1),
        live.filter(duplicates__isnull=False),
        live.filter(title__contains="$"),
        live.filter(title__contains="&"),
    )
    for kind in rare:
        chosen.update(kind.values_list("pk", flat=True)[:10])
    return [article.get_absolute_url() for article in live.filter(pk__in=chosen)]


def others() -> list[str]:
    """Return the addresses of everything else that the public may ask for, and of what it may
    not."""
    paths = ["/", "/learn", "/search", "/search?q=light", "/search/suggestions?q=wha", "/feed.xml"]
    paths += ["/api", "/llms.txt", "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-articles-0.xml"]
    paths += ["/robots.txt", "/healthz", "/site.css?v=0b4f8a-93c4f0", "/?a=b"]
    paths += ["/api/v1/", "/api/v1/articles?limit=2", "/api/v1/subjects", "/api/v1/nothing"]
    paths += ["/admin", "/admin/", "/admin/login/", "/admin/articles/article/", "/static/nothing"]
    paths += ["/static/css/page.css", "/nothing", "/Learn/", "/learn/", "//learn", "/learn/x%00y"]
    paths += ["/feedback/1", "/feedback/1/thanks", "/feedback/999999999", "/learn?page=2"]
    for subject in Subject.objects.all():
        own = subject.get_absolute_url()
        pages = ("", "/page/1", "/page/2", "/page/3", "/page/9", "/page/99999", "/feed.xml")
        paths += [f"{own}{page}" for page in pages]
        paths += [f"{own.upper()}/", f"{own}/questions", f"{own}/questions/nothing-at-all"]
    for path in articles()[::100]:
        paths += [f"{path}.md", f"{path}/", f"{path.upper()}.html", f"{path}?utm_source=x"]
    hidden = Article.objects.unpublished().select_related("subject")[:5]
    paths += [article.get_absolute_url() for article in hidden]
    return [*paths, *Redirect.objects.values_list("old_path", flat=True)[:5]]


def answers(round_name: str) -> Iterator[tuple[str, tuple[int, dict[str, str], bytes]]]:
    """Yield (request, (status, headers, body)) of every request."""
    client = Client(raise_request_exception=False)
    pages = articles()
    some = pages[:: max(1, len(pages) // _IN_EVERY_WAY)]
    for path in pages:
        yield f"{round_name} GET {path}", _answer(client, "get", path, {})
    for path in (*some, *others()):
        for method, headers in WAYS:
            yield f"{round_name} {method} {path} {headers}", _answer(client, method, path, headers)
    for path in (*some, "/", "/learn"):
        etag = client.get(path).headers.get("ETag", "")
        held = {"if-none-match": etag}
        yield f"{round_name} 304 {path}", _answer(client, "get", path, held)


def _answer(
    client: Client, method: str, path: str, headers: dict[str, str]
) -> tuple[int, dict[str, str], bytes]:
    client.cookies.clear()
    response = getattr(client, method)(path, headers=headers)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    found = {name.lower(): value for name, value in response.headers.items()}
    found |= {f"cookie {name}": "set" for name in response.cookies}
    found.pop("expires", None)  # of the desk: the moment
    if found.get("content-encoding") == "gzip":
        found.pop("content-length", None)
        body = gzip.decompress(body) if body else body
    return response.status_code, found, _without_tokens(body)


def _without_tokens(body: bytes) -> bytes:
    """The desk's forms have a token that is another one every time."""
    before, mark, after = body.partition(b'name="csrfmiddlewaretoken" value="')
    return before + mark + after[64:] if mark else body


def collect() -> dict[str, tuple[int, dict[str, str], bytes]]:
    """Return every answer of both rounds."""
    logging.disable()
    settings.ALLOWED_HOSTS = ["testserver"]
    found = dict(answers("plain"))
    with transaction.atomic():
        SiteSettings.objects.update_or_create(pk=1, defaults={**_SETTINGS, "version": 99})
        SiteSettings.objects.update(saved_at="2025-06-01T00:00:00Z")
        forget_settings()
        found |= dict(answers("with settings"))
        transaction.set_rollback(True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("action", choices=("record", "compare"))
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    found = collect()
    if options.action == "record":
        options.file.write_bytes(pickle.dumps(found))
        print(f"{len(found):,} answers recorded.")
        return
    before = pickle.loads(options.file.read_bytes())
    different = [name for name in before if found.get(name) != before[name]]
    for name in different[:20]:
        print(f"different: {name}\n{_difference(before[name], found.get(name))}")
    print(f"{len(before):,} answers, {len(different):,} differ; {len(found) - len(before)} more.")
    sys.exit(bool(different))


def _difference(old: tuple, new: tuple | None) -> str:
    if new is None or old[0] != new[0]:
        return f"  status {old[0]} -> {new and new[0]}"
    if old[1] != new[1]:
        return f"  headers {sorted(set(old[1].items()) ^ set(new[1].items()))}"
    pairs = enumerate(zip(old[2], new[2], strict=False))
    place = next((at for at, (a, b) in pairs if a != b), min(len(old[2]), len(new[2])))
    start = max(0, place - 60)
    return f"  at {place}: {old[2][start : place + 60]!r}\n  became {new[2][start : place + 60]!r}"


if __name__ == "__main__":
    main()
