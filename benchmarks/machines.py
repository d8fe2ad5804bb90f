"""What programs cost: SQL queries, milliseconds of CPU, bytes, and the memory of a part.

    python -m benchmarks.machines

Reads the site of the environment (DATABASE_URL, VAR_DIR): import a library first. Each address is
asked for once to warm up and then five times, from somewhere in the middle of its list; the median
is printed. The memory is the highest sum of Python's own objects while a part is streamed.
"""

import os
import tracemalloc

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after Django's set-up
from django.db.models import Max  # noqa: E402
from django.test import Client  # noqa: E402

from articles.models import Article, Change, Subject  # noqa: E402
from articles.web.api.cursors import write_cursor  # noqa: E402
from articles.web.llms import BUCKET_SIZE  # noqa: E402
from benchmarks.pages import measure  # noqa: E402

ROUNDS = 5


def addresses() -> dict[str, str]:
    """Return {what it is: path}."""
    middle = (Article.objects.aggregate(key=Max("pk"))["key"] or 0) // 2
    article = Article.objects.indexable().filter(pk__gte=middle).order_by("pk")[0]
    path = article.get_absolute_url()
    key = write_cursor("id", middle)
    number = write_cursor("change", (Change.objects.aggregate(n=Max("number"))["n"] or 0) // 2)
    sizes = {subject.slug: subject.articles.count() for subject in Subject.objects.all()}
    smallest, largest = min(sizes, key=sizes.get), max(sizes, key=sizes.get)
    articles = "/api/v1/articles?limit=100"
    return {
        "healthz": "/healthz",
        "Markdown": f"{path}.md",
        "100 articles": f"{articles}&cursor={key}",
        "with Markdown": f"{articles}&cursor={key}&include=markdown",
        "largest subject": f"{articles}&subject={largest}&cursor={key}",
        "smallest subject": f"{articles}&subject={smallest}",
        "changed since": f"{articles}&changed_since=2025-01-01",
        "since, in subject": f"{articles}&changed_since=2025-01-01&subject={largest}",
        "duplicates": f"{articles}&index_status=duplicate&cursor={key}",
        "by path": f"{articles}&path={path}",
        "one article": f"/api/v1/articles/{article.pk}",
        "related": f"/api/v1/articles/{article.pk}/related",
        "subjects": "/api/v1/subjects",
        "100 changes": f"/api/v1/changes?limit=100&cursor={number}",
        "no change": "/api/v1/changes?cursor=now",
        "OpenAPI": "/api/v1/openapi.json",
        "/api": "/api",
        "llms.txt": "/llms.txt",
        "list of parts": "/llms-full.txt",
        "a part": f"/llms-full-{article.pk // BUCKET_SIZE}.txt",
    }


def fetch(client: Client, path: str) -> int:
    """Ask for a path; return how many bytes came, none of which is kept."""
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return sum(map(len, response.streaming_content if response.streaming else [response.content]))


def main() -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    print(f"{'':18}{'queries':>8}{'ms':>9}{'bytes':>12}")
    found = addresses()
    for kind, path in found.items():
        queries, milliseconds, size = measure(lambda path=path: fetch(client, path), ROUNDS)
        print(f"{kind:18}{queries:>8}{milliseconds:>9.1f}{size:>12,}")
    tracemalloc.start()
    fetch(client, found["a part"])
    print(f"memory of a part: {tracemalloc.get_traced_memory()[1] / 1e6:.1f} MB at most")


if __name__ == "__main__":
    main()
