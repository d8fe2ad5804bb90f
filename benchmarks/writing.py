"""What the desk is asked while somebody writes: milliseconds of CPU of opening an article's form,
of keeping its draft, of a run of the checks, of the list of checks and of the search-engine panel.

    python -m benchmarks.writing [COUNT]

Takes COUNT articles (200) spread evenly over the site of the environment (DATABASE_URL, VAR_DIR:
import a library and collect the static files first), writes a sentence behind each answer, and asks
as the form's scripts do, in one process; each row renders the answers anew, where the two requests
of a form share one rendering if one process answers both. A question that was changed is looked for
in a row of its own. Nothing is written but a user, in a transaction that is rolled back.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - after Django's set-up
from django.db import transaction  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.urls import reverse  # noqa: E402

from articles.admin.articles import live_checks, search_panel  # noqa: E402
from articles.auditing.article_checks import check  # noqa: E402
from articles.models import Article, Draft  # noqa: E402
from articles.models.article import CONTENT_COLUMNS  # noqa: E402

_SENTENCE = "\n\nThis is what somebody has just written behind the answer."


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    keys = list(Article.objects.live().order_by("pk").values_list("pk", flat=True))
    chosen = keys[:: max(1, len(keys) // count)][:count]
    articles = list(Article.objects.filter(pk__in=chosen).select_related("subject"))
    with transaction.atomic():
        name = "benchmark of writing"
        user = get_user_model().objects.create(username=name, is_staff=True, is_superuser=True)
        rows = {
            "opening the form": _opening(user),
            "keeping a draft that there is": _keeping(user),
            "a run of the checks": lambda article, _: check(article.content(), asked=()),
            "the list of checks": _asked(live_checks.checks, "checks", user),
            "the search-engine panel": _asked(search_panel.search_panel, "search_panel", user),
        }
        Draft.objects.all().delete()
        for article in articles:
            rows["keeping a draft that there is"](article, {})
        for label, act in rows.items():
            _print(label, [_milliseconds(act, article, {}) for article in articles])
        act = _asked(live_checks.checks, "checks", user)
        times = [_milliseconds(act, one, {"title": f"{one.title} today?"}) for one in articles]
        _print("the list, for a new question", times)
        transaction.set_rollback(True)


def _asked(view: Callable, name: str, user: object) -> Callable:
    """A function that sends the form of an article, with some fields changed, to a view."""
    factory = RequestFactory()
    url = reverse(f"admin:articles_article_{name}")

    def ask(article: Article, changes: dict[str, str]) -> None:
        data = {name: getattr(article, name) or "" for name in CONTENT_COLUMNS}
        data |= {"subject": article.subject_id, "slug": article.slug, "status": article.status}
        data |= {"article": article.pk, "answer": article.answer + _SENTENCE, **changes}
        request = factory.post(url, data)
        request.user, request._dont_enforce_csrf_checks = user, True
        view.buckets.clear()
        assert view(request).status_code == 200

    return ask


def _opening(user: object) -> Callable:
    """A function that opens the form of an article, as a browser does."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)

    def ask(article: Article, changes: dict[str, str]) -> None:
        url = reverse("admin:articles_article_change", args=[article.pk])
        assert client.get(url).status_code == 200

    return ask


def _keeping(user: object) -> Callable:
    """A function that keeps what was typed where a draft is kept already."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    numbers: dict[int, int] = {}

    def ask(article: Article, changes: dict[str, str]) -> None:
        url = reverse("admin:articles_article_draft", args=[article.pk])
        data = {"expected_version": article.version, "title": article.title}
        data |= {"answer": article.answer + _SENTENCE * (1 + (article.pk in numbers))}
        if article.pk in numbers:
            data["draft_number"] = numbers[article.pk]
        answer = client.post(url, data)
        assert answer.status_code == 200
        numbers[article.pk] = answer.json()["number"]

    return ask


def _milliseconds(act: Callable, article: Article, changes: dict[str, str]) -> float:
    started = time.process_time()
    act(article, changes)
    return (time.process_time() - started) * 1000


def _print(label: str, times: Sequence[float]) -> None:
    middle, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"{label}: median {middle:.1f} ms, 95 of 100 within {high:.1f} ms")


if __name__ == "__main__":
    main()
