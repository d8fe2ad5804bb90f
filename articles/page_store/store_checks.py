"""Check of the store that processes share."""

import secrets
from collections.abc import Iterator

from django.conf import settings

from articles.doctor import Problem, check, warning
from articles.page_store.shared_store import store_at


@check("page-store", "The store of made pages", is_for_readiness=True)
def shared_store_works() -> Iterator[Problem]:
    """What is put into the store of CACHE_URL comes out again. Without one, or with one that has
    failed, each process makes its own pages: slower, and never wrong."""
    if not settings.CACHE_URL:
        return
    store = store_at(settings.CACHE_URL)
    data = secrets.token_bytes(8)
    try:
        store.put("check", data)
        is_same = store.get("check") is not None
    except store.errors as failure:
        yield warning(
            f"The store of CACHE_URL fails, and pages are made more often: {failure}",
            mend="See whether it runs, has room, and is where CACHE_URL says.",
        )
        return
    if not is_same:
        yield warning(
            "The store of CACHE_URL forgets at once what it is given.",
            mend="Give it more memory (Redis: maxmemory, with allkeys-lru).",
        )
