"""A text that stands elsewhere already: moved, or cross-posted?"""

import pytest

from articles.models import Article, Finding
from tests.importer.conftest import ANSWER, OTHER, edit

pytestmark = pytest.mark.django_db


def test_the_same_text_under_a_new_address_is_asked_about(imported, write, run_import):
    report = run_import(write("optics", "light", answer=ANSWER))
    assert report.counts["created"] == 1
    assert report.notes == [
        (
            "optics/light.md",
            "the same text stands at /learn/physics/questions/what-is-light: moved, or"
            " cross-posted?",
        )
    ]
    finding = Finding.objects.get(kind="same-text-elsewhere")
    assert (finding.path, finding.detail) == ("optics/light.md", imported.get_absolute_url())


def test_texts_that_come_cross_posted_in_one_delivery_are_not_asked_about(write, run_import):
    write("physics", "light", answer=ANSWER)
    write("optics", "light", answer=ANSWER)
    assert run_import(write.folder).notes == []


def same_text_findings():
    return list(
        Finding.objects.filter(kind="same-text-elsewhere").values_list("path", "is_dismissed")
    )


@pytest.mark.parametrize("is_dismissed", [False, True])
def test_the_question_of_a_same_text_outlives_later_changes(
    imported, write, run_import, is_dismissed
):
    run_import(write("optics", "light", answer=ANSWER))
    Finding.objects.filter(kind="same-text-elsewhere").update(is_dismissed=is_dismissed)
    run_import(write("optics", "light", answer=ANSWER, author="Another"))
    article = Article.objects.get(slug="light")
    edit(article, author="An editor")
    assert same_text_findings() == [("optics/light.md", is_dismissed)]


@pytest.mark.parametrize("path", [("optics", "light"), ("physics", "what-is-light")])
def test_the_question_of_a_same_text_goes_when_the_texts_differ(imported, write, run_import, path):
    run_import(write("optics", "light", answer=ANSWER))
    run_import(write(*path, answer=OTHER))
    assert same_text_findings() == []


def test_what_a_run_that_died_had_made_is_no_older_text(write, run_import, monkeypatch):
    write("optics", "light", answer=ANSWER)
    with monkeypatch.context() as patch:
        patch.setattr("articles.importer.run.Import._finish", lambda *args: exit("killed"))
        with pytest.raises(SystemExit):
            run_import(write.folder)
    run_import(write("ecology", "tree", folder="another"))
    write("physics", "light", answer=ANSWER)
    assert run_import(write.folder).notes == []
    assert same_text_findings() == []
    run_import(write("zoology", "light", folder="third", answer=ANSWER))
    assert same_text_findings() == [("zoology/light.md", False)]
