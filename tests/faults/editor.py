"""`python -m tests.faults.editor …`: an editor who saves articles, as a process of its own.

    editor settle SEED COUNT    makes COUNT edits, one withdrawal, deletion and move, and ends
    editor busy SEED STOP_FILE  edits without a pause until the file exists

Prints the edits that were saved as JSON: [source path, field, mark].
"""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random

import django
from django.db import DatabaseError

FIELDS = ("answer", "title", "seo_keywords", "related")


def main(mode: str, seed: str, limit: str) -> None:
    django.setup()
    rng = Random(int(seed))
    edits, failures = [], []
    number = 0
    while number < int(limit) if mode == "settle" else not Path(limit).exists():
        number += 1
        try:
            edits.append(edit(rng, number, pause=0 if mode == "settle" else 0.005))
        except DatabaseError as error:
            failures.append(str(error))
    if mode == "settle":
        _other_work()
    json.dump({"edits": edits, "failures": failures}, sys.stdout)


def edit(rng: Random, number: int, *, pause: float) -> list[str]:
    """One edit, tried again on a newer version as a person would, until it is saved."""
    from articles.core.article_content import RelatedLink  # noqa: PLC0415 - after django.setup
    from articles.publishing import StaleVersion, revise  # noqa: PLC0415

    article = _pick(rng)
    field = rng.choice(FIELDS)
    mark = f"edit-{number}-mark"
    while True:
        content = article.content()
        added = {
            "answer": f"{content.answer}\n\nAn editor's line, {mark}.",
            "title": f"{content.title} {mark}",
            "seo_keywords": f"{content.seo_keywords}, {mark}",
            "related": (*content.related, RelatedLink(f"/learn/picks/questions/{mark}", "Mine")),
        }
        time.sleep(rng.uniform(0, pause))
        try:
            revise(
                article,
                replace(content, **{field: added[field]}),
                expected_version=article.version,
            )
            return [article.source_path, field, mark]
        except StaleVersion as error:
            article = error.article


def _pick(rng: Random):
    from articles.models import Article  # noqa: PLC0415 - after django.setup

    articles = Article.objects.select_related("subject").order_by("subject__slug", "slug")
    count = articles.count()
    return articles[rng.randrange(count)]


def _other_work() -> None:
    """What an import must not undo."""
    from articles.models import Article, Subject  # noqa: PLC0415 - after django.setup
    from articles.publishing import delete, move, withdraw  # noqa: PLC0415

    articles = Article.objects.select_related("subject").order_by("subject__slug", "slug")
    delete(articles[20])
    withdraw(articles[10])
    move(articles[30], Subject.objects.get(slug="physics"), "moved-by-the-editor")


if __name__ == "__main__":
    main(*sys.argv[1:])
