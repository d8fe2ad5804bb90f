"""Images of the library in pages, and their delivery."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.core.images.image_names import PATH
from articles.models import Subject
from articles.publishing import save_subject
from tests.factories import make_article
from tests.images.conftest import image, media  # noqa: F401 - fixtures
from tests.pictures import opened

pytestmark = pytest.mark.django_db


def test_a_page_offers_every_width_and_keeps_the_room(get, image):  # noqa: F811
    page = get(make_article(answer=f"Look:\n\n{image.markdown}").get_absolute_url())
    (shown,) = page.tree.xpath("//div[@class='prose']//img")
    stem = image.name.path.removesuffix(".webp")
    assert dict(shown.attrib) == {
        "src": f"{stem}.webp",
        "alt": "A boat",
        "width": "1200",
        "height": "800",
        "srcset": f"{stem}-480.webp 480w, {stem}-960.webp 960w, {stem}.webp 1200w",
        "sizes": "(min-width: 41rem) 38rem, calc(100vw - 2.25rem)",
        "loading": "lazy",
        "decoding": "async",
    }


def test_an_image_is_given_for_ever_and_costs_no_query(client, image, django_assert_num_queries):  # noqa: F811
    with django_assert_num_queries(0):
        response = client.get(image.name.path, headers={"accept-encoding": "gzip"})
    assert opened(response.content).size == (1_200, 800)
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert not response.has_header("Content-Encoding")
    assert not response.cookies
    again = client.get(image.name.path, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(image.name.path).status_code == 405


@pytest.mark.parametrize("width", [480, 960])
def test_a_smaller_form_is_made_when_it_is_asked_for(client, image, media, width):  # noqa: F811
    path = PATH + image.name.smaller_file_name(width)
    response = client.get(path)
    assert opened(response.content).size == (width, width * 2 // 3)
    assert client.get(path).content == response.content
    assert sum(file.is_file() for file in media.rglob("*")) == 2


def test_no_other_address_leads_to_a_file(client, image, media):  # noqa: F811
    (media / "secret.webp").write_bytes(b"secret")
    digest = image.name.digest
    for path in (
        "/media/",
        PATH,
        f"{PATH}{digest[:2]}/{image.name.file_name}",
        f"{PATH}..%2f..%2fsecret.webp",
        "/media/secret.webp",
        f"{PATH}{'0' * 32}-1200x800.webp",
        f"{PATH}{digest}-1200x801.webp",
        f"{PATH}{digest}-1200x800-481.webp",
        f"{PATH}{digest}-1200x800-{'9' * 5_000}.webp",
        f"{PATH}{digest}-1200x800.png",
    ):
        assert client.get(path).status_code == 404, path


def test_a_feed_names_the_image_with_its_host_and_no_other_width(client, image):  # noqa: F811
    make_article(answer=image.markdown)
    feed = client.get("/feed.xml").content.decode()
    assert f'src="http://127.0.0.1:8000{image.name.path}"' in feed.replace("&quot;", '"')
    assert "srcset" not in feed
    assert "sizes" not in feed


def test_an_introduction_holds_images_as_well(get, image):  # noqa: F811
    make_article()
    subject = Subject.objects.get()
    subject.introduction = image.markdown
    save_subject(subject)
    assert get(subject.get_absolute_url()).tree.xpath("//img/@srcset")


@pytest.mark.parametrize(("length", "status"), [(1_007, 403), (16_000_001, 400)])
def test_a_form_without_end_is_refused_before_it_is_read(length, status):
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "x" * 32
    body = b"--x\r\n" + b"0" * 1_000 + b"\r\n"
    path, kind = reverse("admin:login"), "multipart/form-data; boundary=x"
    response = client.generic("POST", path, body, content_type=kind, CONTENT_LENGTH=str(length))
    assert response.status_code == status
