"""An article in which an import and an editor said different things."""

import pytest

from tests.admin.conflicts.makers import BASE, collide, desk_url
from tests.admin.page_forms import form_data
from tests.factories import make_article
from tests.made_once import made_once


@made_once
def article():
    """An article that an editor worked on."""
    return make_article(answer=BASE.replace("First", "The editor's first"), author="Editor")


@pytest.fixture
def in_answer(article):
    """A conflict in the first paragraph, and a third one that only the file changed."""
    theirs = BASE.replace("First", "The file's first").replace("Third", "The file's third")
    collide(article, base={"answer": BASE}, answer=theirs)
    return article


@pytest.fixture
def decide(desk):
    """Send the desk's form with choices; returns the page that follows."""

    def sent(article, button="_decide", **choices):
        data = form_data(desk.get(desk_url(article)).content.decode(), "desk_form")
        names = {name.replace("_", "-", 1): value for name, value in choices.items()}
        return desk.post(desk_url(article), data | {button: "1"} | names, follow=True)

    return sent
