"""What an editor left untouched is no change of theirs, whatever became of the article since the
form was opened: in every field, and however its form value is written."""

from dataclasses import replace
from datetime import date

import pytest

from articles import publishing
from articles.core.article_content import FIELDS, RelatedLink
from articles.drafts.draft_content import content_of
from articles.models import Article, Revision
from tests.admin.articles.test_round_trip import TRICKY
from tests.admin.conftest import fresh
from tests.factories import make_article


def in_a_circle(values):
    """Each value, and the next one."""
    return zip(values, values[1:] + values[:1], strict=True)


NAMES = ("title", "article_title", "question")
# Values that a form writes otherwise than the database: three of each kind.
VALUES = {
    "published_on": [date(2024, 12, 7), date(2025, 1, 31), date(1999, 2, 28)],
    "reviewed_on": [None, date(2024, 12, 7), date(2999, 1, 31)],
    "review_again_by": [None, date(2024, 12, 7), date(2999, 1, 31)],
    "reviewed_by": ["Dr Roe", "", "  two\nlines "],
    "short_answer": ["So.", "", "  two\nlines "],
    "score": [None, -1.0, 12345.678901234567, 1e-9, 0.0, 1.0],
    "no_index": [True, False],
    "date_format": ["MMM DD, YYYY", "", "  D.M.YY "],
    "post_on_text": ["Posted on", "", " on\t"],
    "author": ["Ada", "", "  two\nlines ", "a\r\nb"],
}
TEXTS = [text if text.strip() else f"x{text}" for text in TRICKY.values()]
TEXT_FIELDS = [name for name in FIELDS if name not in {*VALUES, *NAMES, "related"}]
# Each round changes many fields at once: what goes wrong with one shows by its name.
OF_VALUES = [
    {
        name: (values[at % len(values)], values[(at + 1) % len(values)])
        for name, values in VALUES.items()
    }
    for at in range(max(map(len, VALUES.values())))
]
OF_TEXTS = [dict.fromkeys(TEXT_FIELDS, each) for each in in_a_circle(TEXTS)]


def deliver(article, **values):
    """Let somebody else change the article, as an import does."""
    publishing.revise(article, replace(fresh(article).content(), **values))


def last_fields():
    return Revision.objects.latest("pk").fields


@pytest.mark.parametrize(
    ("round", "mine"),
    [
        *((each, "seo_keywords") for each in OF_VALUES),
        *((each, "author") for each in OF_TEXTS),
    ],
)
def test_untouched_fields_are_as_they_were_delivered(open_form, save, round, mine):
    article = make_article(**{name: was for name, (was, _) in round.items()})
    form = open_form(article)
    now = {name: value for name, (_, value) in round.items()}
    deliver(article, **now | {"answer": f"{now.get('answer', 'Delivered')}."})
    before = fresh(article).content()
    assert save(article, form | {mine: "the editor's"}).status_code == 302
    assert fresh(article).content() == replace(before, **{mine: "the editor's"})
    assert last_fields() == [mine]


@pytest.mark.parametrize("text", TEXTS)
def test_kept_as_a_draft_an_untouched_form_is_the_article(open_form, text):
    texts = dict.fromkeys([name for name in FIELDS if FIELDS[name].max_length], text)
    links = (RelatedLink("/learn/physics/questions/a", text), RelatedLink("/learn/x/questions/b"))
    article = make_article(**texts, related=links, score=1e-9)
    boxes = {name: [value] for name, value in open_form(article).items()}
    content = fresh(article).content()
    assert content_of(boxes, content) == content


@pytest.mark.parametrize("changed", NAMES)
@pytest.mark.parametrize("was", ["alike", "apart"])
def test_three_names_in_one_box_are_three_fields(open_form, save, was, changed):
    texts = {name: "Was?" if was == "alike" else f"Was {name}?" for name in NAMES}
    article = make_article(**texts)
    form = open_form(article)
    deliver(article, **{changed: "Delivered?"})
    save(article, form | {"author": "the editor's"})
    after = fresh(article)
    assert {name: getattr(after, name) for name in NAMES} == texts | {changed: "Delivered?"}
    assert last_fields() == ["author"]


# Related questions: a row is an address, and the form shows the article that stands there


def links(*articles):
    return tuple(RelatedLink(article.get_absolute_url(), article.heading) for article in articles)


def move(target):
    publishing.move(target, target.subject, f"{target.slug}-moved")


def delete(target):
    publishing.delete(target)


def withdraw(target):
    publishing.withdraw(target)


@pytest.mark.parametrize("happens", [move, delete, withdraw])
@pytest.mark.parametrize("delivered", [True, False])
@pytest.mark.parametrize("before_opening", [True, False])
def test_an_untouched_row_stays_whatever_became_of_its_article(
    open_form, save, happens, delivered, before_opening
):
    target, other = make_article(), make_article()
    article = make_article(related=links(target))
    if before_opening:
        happens(target)
    form = open_form(article)
    if not before_opening:
        happens(target)
    if delivered:
        deliver(article, related=links(other))
    before = fresh(article).content().related
    assert save(article, form | {"author": "the editor's"}).status_code == 302
    assert fresh(article).content().related == before
    assert last_fields() == ["author"]


def test_an_untouched_row_stays_where_an_article_came_to_its_address(open_form, save):
    target = make_article()
    path = target.get_absolute_url()
    subject, slug, content = target.subject, target.slug, target.content()
    publishing.delete(target)
    article = make_article(related=(RelatedLink(path, "Waiting"),))
    form = open_form(article)
    publishing.create(subject, slug, content, status="published")
    deliver(article, related=())
    save(article, form | {"author": "the editor's"})
    assert fresh(article).content().related == ()
    assert last_fields() == ["author"]


def test_a_row_that_the_editor_changed_is_a_change(open_form, save):
    target, other = make_article(), make_article()
    article = make_article(related=links(target))
    form = open_form(article)
    move(target)
    save(article, form | {"related-0-article": str(other.pk)})
    assert [link.path for link in fresh(article).content().related] == [other.get_absolute_url()]
    assert last_fields() == ["related"]


# Where it stands


def test_an_untouched_address_and_status_stay_as_somebody_set_them(open_form, save):
    article = make_article()
    form = open_form(article)
    move(article)
    publishing.withdraw(fresh(article))
    before = fresh(article)
    save(article, form | {"author": "the editor's"})
    after = Article.objects.get(pk=article.pk)
    assert (after.slug, after.status) == (before.slug, before.status)
    assert after.author == "the editor's"
