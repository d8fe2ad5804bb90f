"""What the worker processes send to the parent."""

import copyreg
import pickle

import pytest

from articles.importer.planning.prepare import prepare
from articles.importer.sources.input_file import Found
from tests.importer.conftest import article_file

_LIGHT = "/learn/physics/questions/what-is-light"


@pytest.fixture
def prepared():
    data = article_file(
        "physics", "what-is-heat", related=[_LIGHT], answer="## Why\\n\\nHereâ€™s $x^2$.", extra="1"
    )
    return prepare(Found("physics/what-is-heat.md", data))


def test_a_prepared_file_comes_through_as_it_was(prepared):
    assert prepared.problems
    assert prepared.computed.rendered.headings
    assert prepared.document.content.related
    assert pickle.loads(pickle.dumps(prepared)) == prepared


def test_what_is_sent_most_is_sent_by_its_values(prepared):
    document, computed = prepared.document, prepared.computed
    (link,) = document.content.related
    sent = (document, document.content, link, computed, computed.rendered, computed.search_text)
    for value in (prepared, *sent):
        kind, values = copyreg.dispatch_table[type(value)](value)
        assert kind is type(value)
        assert values == tuple(getattr(value, name) for name in kind.__slots__)
