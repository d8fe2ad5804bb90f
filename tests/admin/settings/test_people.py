"""People at the editors' desk."""

import pytest
from django.urls import reverse

from articles.images.image_uses import unused, uses_of
from articles.models import Image, Person, PersonName
from tests.admin.page_forms import form_data
from tests.factories import make_article
from tests.made_once import made_once

ADD = reverse("admin:articles_person_add")


@pytest.fixture
def add(desk):
    def save(**values):
        data = form_data(desk.get(ADD).content.decode(), "person_form")
        return desk.post(ADD, data | values, follow=True).content.decode()

    return save


@made_once
def image():
    return Image.objects.create(digest="0" * 32, width=9, height=9, byte_count=9)


def change(desk, person, **values):
    url = reverse("admin:articles_person_change", args=[person.pk])
    data = form_data(desk.get(url).content.decode(), "person_form")
    return desk.post(url, data | values, follow=True).content.decode()


def names(person):
    return set(person.names.values_list("name", flat=True))


def test_a_person_is_added_renamed_and_keeps_the_old_name(desk, add, image):
    page = add(
        name="  Dr Jane\u202e  Roe ",
        slug="jane-roe",
        other_names="Jane Roe\r\nDr Jane Roe",
        biography="A **surgeon**.",
        links="https://example.org/roe",
        portrait=image.name.path,
    )
    assert "lead to the page now" in page
    person = Person.objects.get()
    assert (person.name, person.links) == ("Dr Jane Roe", ["https://example.org/roe"])
    assert person.biography_html == "<p>A <strong>surgeon</strong>.</p>\n"
    assert person.image == image
    assert names(person) == {"Dr Jane Roe", "Jane Roe"}
    change(desk, person, name="Prof Jane Roe")
    assert names(person) == {"Prof Jane Roe", "Dr Jane Roe", "Jane Roe"}
    change(desk, person, other_names="", is_hidden="on", portrait="")
    person.refresh_from_db()
    assert (names(person), person.is_hidden, person.image) == ({"Prof Jane Roe"}, True, None)


def test_an_image_that_a_person_shows_is_used(image):
    assert list(unused(Image.objects.all())) == [image]
    Person.objects.create(slug="a", name="A", image=image, changed_at="2024-01-01T00:00Z")
    assert unused(Image.objects.all()).count() == 0
    assert uses_of(image).is_shown
    Person.objects.update(image=None, biography=image.markdown)
    assert unused(Image.objects.all()).count() == 0


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"other_names": "Dr Roe"}, "“Dr Roe” means Dr Roe already."),
        ({"name": "Dr Roe"}, "“Dr Roe” means Dr Roe already."),
        ({"links": "javascript:alert(1)"}, "is no address such as"),
        ({"portrait": "/media/images/a.webp"}, "has none at this address"),
        ({"slug": "dr-roe"}, "already exists"),
        ({"other_names": "a" * 201}, "at most 200 characters"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(add, values, sentence):
    add(name="Dr Roe", slug="dr-roe")
    page = add(**{"name": "John Doe", "slug": "john-doe"} | values)
    assert sentence in page
    assert Person.objects.count() == PersonName.objects.count() == 1


def test_of_the_library_the_same_articles_are_there_after_it(add):
    article = make_article(author="Dr Roe")
    add(name="Dr Roe", slug="dr-roe")
    article.refresh_from_db()
    assert article.version == 1
