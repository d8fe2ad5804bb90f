"""`python -m tests.cluster.writer KEY START COUNT`: an editor without a browser.

Saves the article of that key by the publishing functions, as an import or a script does, with marks
from the one after START.

After COUNT saves it goes on until its standard input ends. Prints "saved NUMBER MOMENT" when a save
has returned, MOMENT being the machine's monotonic clock, and "refused" for each that was not taken,
which it makes again.
"""

import select
import sys
import time
from dataclasses import replace

import django
from django.db import DatabaseError, InterfaceError, connections

_PAUSE_SECONDS = 0.2


def main(key: int, start: int, count: int) -> None:
    django.setup()
    number = start
    while number < start + count or not is_over():
        number += 1
        while not save(key, f"Mark {number}."):
            tell("refused")
            time.sleep(_PAUSE_SECONDS)
        tell("saved", number, time.monotonic())


def tell(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def is_over() -> bool:
    return bool(select.select([sys.stdin], [], [], 0)[0])


def save(key: int, answer: str) -> bool:
    from articles.models import Article  # noqa: PLC0415 - after django.setup
    from articles.publishing import revise  # noqa: PLC0415

    try:
        article = Article.objects.select_related("subject").get(pk=key)
        revise(article, replace(article.content(), answer=answer), expected_version=article.version)
    except (DatabaseError, InterfaceError):
        connections.close_all()
        return False
    return True


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
