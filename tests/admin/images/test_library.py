"""The library of images in the desk, without a script."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles import publishing
from articles.admin.base import request_throttle
from articles.admin.images.upload import UPLOADS
from articles.models import Image
from tests.factories import make_article, make_user
from tests.images.conftest import image, media  # noqa: F401 - fixtures
from tests.pictures import drawing, photograph

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_image_add")
LIST = reverse("admin:articles_image_changelist")
UPLOAD = reverse("admin:articles_image_upload")
SEARCH = reverse("admin:articles_image_search")


@pytest.fixture(autouse=True)
def _nobody_has_uploaded():
    UPLOADS.buckets.clear()


def file(data=None, name="a photo.jpg"):
    return SimpleUploadedFile(name, data or photograph(), "image/jpeg")


def page_of(one):
    return reverse("admin:articles_image_change", args=[one.pk])


def text(response):
    return response.content.decode()


def test_a_form_stores_a_picture_and_leads_to_its_markdown(desk, media):  # noqa: F811
    response = desk.post(ADD, {"picture": file(), "alternative": "A [boat]"}, follow=True)
    one = Image.objects.get()
    assert response.redirect_chain == [(page_of(one), 302)]
    assert f"![A (boat)]({one.name.path})" in text(response)
    assert "is in the library now" in text(response)
    assert (one.file_name, one.uploaded_by.username) == ("a photo.jpg", "editor")
    again = desk.post(ADD, {"picture": file(), "alternative": "Another"}, follow=True)
    assert "is in the library already" in text(again)
    assert Image.objects.get().alternative == "A [boat]"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"picture": file(b"<svg/>", "a.png"), "alternative": "x"}, "save it as PNG"),
        ({"picture": file(b"nothing"), "alternative": "x"}, "can be read"),
        ({"picture": file()}, "This field is required"),
        ({"alternative": "x"}, "This field is required"),
    ],
)
def test_what_is_wrong_is_said_in_the_form(desk, media, data, words):  # noqa: F811
    for each in data.values():
        if hasattr(each, "seek"):
            each.seek(0)
    response = desk.post(ADD, data)
    assert response.status_code == 200
    assert words in text(response)
    assert not Image.objects.exists()


def test_the_words_of_an_image_are_its_own(desk, image):  # noqa: F811
    article = make_article(answer=image.markdown)
    desk.post(page_of(image), {"alternative": "A ship"})
    assert Image.objects.get().alternative == "A ship"
    article.refresh_from_db()
    assert "![A boat]" in article.answer


def test_the_list_is_searched_and_shows_what_nobody_uses(desk, image):  # noqa: F811
    make_article(answer=image.markdown)
    desk.post(ADD, {"picture": file(drawing(), "frame.png"), "alternative": "A frame"})
    assert "A boat" in text(desk.get(LIST))
    assert "A boat" not in text(desk.get(LIST, {"q": "frame"}))
    unused = text(desk.get(LIST, {"use": "none"}))
    assert "A frame" in unused
    assert "A boat" not in unused


def test_what_is_shown_is_not_deleted(desk, image):  # noqa: F811
    article = make_article(answer=image.markdown, question="What floats?")
    delete = reverse("admin:articles_image_delete", args=[image.pk])
    page = text(desk.get(delete))
    assert "What floats?" in page
    assert "Delete it" not in page
    desk.post(delete, {"post": "yes"})
    assert Image.objects.exists()
    assert "What floats?" in text(desk.get(page_of(image)))
    publishing.revise(article, type(article.content())(title="Other", answer="Words."))
    page = text(desk.get(delete))
    assert "only in a past version" in page
    desk.post(delete, {"post": "yes"})
    assert not Image.objects.exists()


def test_the_unused_of_many_go_at_once(desk, image):  # noqa: F811
    make_article(answer=image.markdown)
    desk.post(ADD, {"picture": file(drawing(), "frame.png"), "alternative": "A frame"})
    keys = list(Image.objects.values_list("pk", flat=True))
    data = {"action": "delete_unused", "_selected_action": keys}
    response = desk.post(LIST, data, follow=True)
    assert "1 deleted. 1 stay" in text(response)
    assert Image.objects.get() == image


def test_the_editor_uploads_and_is_told_what_to_write(desk, media):  # noqa: F811
    said = desk.post(UPLOAD, {"image": file(), "alternative": "A boat"}).json()
    one = Image.objects.get()
    assert said == {
        "image_code": f"![A boat]({one.name.path})",
        "is_new": True,
        "address": one.name.path,
        "alternative": "A boat",
        "title": "A boat",
        "width": 1_200,
        "height": 800,
        "thumbnail": one.name.path.replace(".webp", "-480.webp"),
    }
    again = desk.post(UPLOAD, {"image": file()}).json()
    assert (again["is_new"], again["alternative"]) == (False, "A boat")
    assert [each["title"] for each in desk.get(SEARCH, {"term": "boat"}).json()["results"]] == [
        "A boat"
    ]
    assert desk.get(SEARCH, {"term": "ship"}).json() == {"results": []}


def test_an_upload_is_refused_with_a_sentence(desk, media, monkeypatch):  # noqa: F811
    assert desk.post(UPLOAD).status_code == 400
    response = desk.post(UPLOAD, {"image": file(b"GIF89a")})
    assert response.status_code == 400
    assert "can be read" in response.json()["image"][0]
    (media / "images").parent.mkdir(parents=True)
    (media / "images").write_text("no folder can stand here")
    response = desk.post(UPLOAD, {"image": file()})
    assert response.status_code == 503
    assert "could not be stored" in response.json()["image"][0]
    assert not Image.objects.exists()


def test_who_uploads_without_end_has_to_wait(desk, media, monkeypatch):  # noqa: F811
    monkeypatch.setattr(request_throttle, "time", SimpleNamespace(monotonic=lambda: 0.0))
    answers = [desk.post(UPLOAD, {"image": file(b"x")}).status_code for _ in range(21)]
    assert answers == [400] * 20 + [429]
    response = desk.post(ADD, {"picture": file(), "alternative": "x"})
    assert (response.status_code, response["Retry-After"]) == (429, "5")


@pytest.mark.parametrize(
    ("rights", "see", "send", "tend"),
    [
        (("change_article",), 403, 403, 403),
        (("view_image",), 200, 403, 403),
        (("add_image",), 200, 200, 403),
        (("change_image", "delete_image"), 200, 403, 200),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_images_have_rights_of_their_own(client, image, rights, see, send, tend):  # noqa: F811
    client.force_login(make_user("other", permissions=rights))
    assert client.get(LIST).status_code == see
    assert client.get(SEARCH).status_code == see
    assert client.post(UPLOAD, {"image": file()}).status_code == send
    assert client.get(reverse("admin:articles_image_delete", args=[image.pk])).status_code == tend
    client.post(page_of(image), {"alternative": "Another"})
    assert Image.objects.get().alternative == ("Another" if tend == 200 else "A boat")
