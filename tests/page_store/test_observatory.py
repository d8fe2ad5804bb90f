"""Stored answers have the full mark of Mozilla's HTTP Observatory, as those that are made."""

import pytest
from django.core.handlers.wsgi import WSGIHandler

from articles.page_store import StoredAnswers
from tests.factories import make_article
from tests.page_store.conftest import ask, public_paths
from tests.web.observatory import FULL, OF_PROGRAMS, Answer, score
from tests.web.public_settings import make_public


def nobody(environ, start_response):
    raise AssertionError(f"{environ['PATH_INFO']} is not stored")


@pytest.mark.django_db(transaction=True)
def test_a_stored_answer_has_the_headers_of_a_made_one(settings):
    make_public(settings).SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    make_article("what-is-light", title="What is light?")
    store = StoredAnswers(WSGIHandler())
    for application in (store.django, nobody):
        store.django = application
        for path in public_paths():
            given = ask(store, path, X_Forwarded_Proto="https")
            headers = {name.lower(): value for name, value in given.headers.items()}
            answer = Answer(headers, (), given.body.decode(errors="replace"))
            is_for_programs = "access-control-allow-origin" in headers
            assert score(answer) == (OF_PROGRAMS if is_for_programs else FULL), path
    store.freshness.close()
