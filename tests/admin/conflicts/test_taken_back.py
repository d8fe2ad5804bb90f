"""A file that takes back a correction which an earlier one had adopted: the last file says what the
article says, and the new one something else."""

from dataclasses import replace

import pytest

from articles.core.article_content import RelatedLink
from articles.core.merging import FieldConflict
from articles.models import Conflict, ImportRun
from articles.publishing.operations.conflicts import Collision, open_conflicts
from tests.admin.conflicts.makers import BASE, desk_url
from tests.admin.conftest import fresh
from tests.factories import make_article

TAKEN_BACK = {
    "title": "A mistkae",
    "author": "Nobody",
    "answer": BASE.replace("Second", "Secnod"),
    "no_index": True,
    "related": (RelatedLink("/learn/physics/questions/x", "X"),),
}


@pytest.fixture(params=TAKEN_BACK)
def taken_back(request, db):
    article = make_article(answer=BASE)
    ours = article.content()
    theirs = replace(ours, **{request.param: TAKEN_BACK[request.param]})
    mine, new = (getattr(content, request.param) for content in (ours, theirs))
    found = FieldConflict(request.param, base=mine, ours=mine, theirs=new, taken=new)
    run = ImportRun.objects.create(state="finished")
    open_conflicts([Collision(article.pk, ours, ours, theirs, 77, (found,))], run)
    return article, request.param


@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_it_is_shown_and_decided_as_any_other(taken_back, desk, decide, choice):
    article, name = taken_back
    before = fresh(article).content()
    html = desk.get(desk_url(article)).content.decode()
    assert "An earlier delivery had adopted" in html
    assert "as both knew it" not in html
    row = "related-0" if name == "related" else name
    decide(article, **{f"choice_{row}": choice})
    wished = getattr(before, name) if choice == "ours" else TAKEN_BACK[name]
    assert getattr(fresh(article).content(), name) == wished
    assert Conflict.objects.get().decision == choice
