"""Uploaded pictures and social cards in a bucket."""

import os
import subprocess
import sys
import time

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.doctor import Level, examine
from articles.images.image_library import delete_images, take_upload
from articles.models import Image
from articles.object_storage import StorageUnavailable, media_storage
from articles.object_storage import client as clients
from articles.seo import current_site
from articles.seo.card_files import card_png, remove_old_cards
from articles.seo.card_urls import home_card
from tests.faults.site import wait_until
from tests.pictures import opened, photograph
from tests.s3_server import read_publicly

FOREVER = "public, max-age=31536000, immutable"


@pytest.fixture
def image(db, bucket):
    return take_upload(photograph(), file_name="boat.jpg", alternative="A boat")[0]


@pytest.fixture
def no_pause(monkeypatch):
    monkeypatch.setattr(media_storage, "_PAUSE_SECONDS", 0.0)


def _address(name, width=None):
    file = name.smaller_file_name(width) if width else name.file_name
    return f"media/images/{file[:2]}/{file}"


def test_a_picture_and_its_smaller_forms_are_objects_for_ever(client, image, bucket):
    name = image.name
    assert bucket.names() == [_address(name)]
    smaller = client.get(name.path.replace(".webp", "-480.webp"))
    assert opened(smaller.content).size[0] == 480
    assert client.get(name.path).content == bucket.body(_address(name))
    assert sorted(bucket.names()) == sorted([_address(name), _address(name, 480)])
    _, headers = read_publicly(f"{bucket.public_url}/{_address(name)}")
    assert (headers["content-type"], headers["cache-control"]) == ("image/webp", FOREVER)
    take_upload(photograph(), file_name="again.jpg")
    assert len(bucket.names()) == 2


def test_a_deleted_picture_leaves_nothing(
    client, image, bucket, django_capture_on_commit_callbacks
):
    client.get(image.name.path.replace(".webp", "-480.webp"))
    with django_capture_on_commit_callbacks(execute=True):
        delete_images([image])
    assert bucket.names() == []
    assert client.get(image.name.path).status_code == 404


def test_readers_load_pictures_from_a_public_bucket(client, image, bucket, settings):
    settings.S3_PUBLIC_URL = bucket.public_url
    for ending, width in (("", 1_200), ("-960", 960)):
        answer = client.get(image.name.path.replace(".webp", f"{ending}.webp"))
        assert (answer.status_code, answer["Cache-Control"]) == (302, "public, max-age=86400")
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        body, _ = read_publicly(answer["Location"])
        assert opened(body).size[0] == width
    page = client.get("/")
    assert f"img-src 'self' {bucket.url} data:" in page["Content-Security-Policy"]
    assert page["Cross-Origin-Embedder-Policy"] == "credentialless"


def test_cards_are_drawn_once(db, bucket):
    card = home_card(current_site())
    data = card_png(card)
    (key,) = bucket.names("media/cards/")
    assert bucket.body(key) == data == card_png(card)
    assert remove_old_cards(current_site()) == (0, 1)


def test_a_killed_service_costs_pictures_and_no_page(client, image, bucket, no_pause):
    bucket.kill()
    assert client.get("/").status_code == 200
    answer = client.get(image.name.path)
    assert (answer.status_code, answer["Cache-Control"]) == (503, "private, no-store")
    assert card_png(home_card(current_site()))
    (examined,) = examine(["storage"])
    assert examined.level == Level.WARNING
    assert bucket.url in examined.problems[0].mend
    bucket.start()
    wait_until(lambda: client.get(image.name.path).status_code == 200, "the service")
    assert [one.level for one in examine(["storage", "uploads"])] == [Level.FINE] * 2


def test_a_bucket_that_is_not_there_is_no_healthy_one(bucket, settings):
    """Of an object in it the service says what it says of any that is missing."""
    default = settings.STORAGES["default"] | {"OPTIONS": {"bucket_name": "nobody-has-made-it"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    assert not default_storage.exists("images")
    (examined,) = examine(["storage"])
    assert examined.level == Level.WARNING
    assert "there is no bucket nobody-has-made-it" in examined.problems[0].sentence


def test_nobody_waits_for_a_service_that_has_just_failed(image, bucket):
    bucket.kill()
    with pytest.raises(StorageUnavailable, match="Could not connect"):
        default_storage.open("images/x")
    with pytest.raises(StorageUnavailable, match="a moment ago"):
        default_storage.exists("images/x")


def test_a_service_that_hangs_holds_a_reader_once(client, image, bucket, monkeypatch):
    times = {"connect_timeout": 2, "read_timeout": 0.5, "total_max_attempts": 1}
    monkeypatch.setitem(clients._TIMES, clients.IMPATIENT, times)
    clients._client.cache_clear()
    assert client.get(image.name.path).status_code == 200
    bucket.pause()
    try:
        assert client.get(image.name.path).status_code == 503
        began = time.monotonic()
        assert client.get(image.name.path).status_code == 503
        assert time.monotonic() - began < 0.5
        assert client.get("/").status_code == 200
    finally:
        bucket.go_on()
        clients._client.cache_clear()


def test_an_upload_is_refused_in_a_sentence_and_taken_later(admin_client, bucket, no_pause):
    def post():
        file = SimpleUploadedFile("boat.jpg", photograph(), content_type="image/jpeg")
        return admin_client.post(reverse("admin:articles_image_upload"), {"image": file})

    bucket.kill()
    answer = post()
    assert answer.status_code == 503
    assert "could not be stored" in answer.content.decode()
    assert not Image.objects.exists()
    bucket.start()
    assert post().status_code == 200
    assert len(bucket.names("media/images/")) == Image.objects.count() == 1


def test_without_a_bucket_nothing_of_it_is_loaded():
    program = (
        "import django, sys; django.setup();"
        "from django.core.files.storage import default_storage; default_storage.exists('x');"
        "import articles.static_site.bucket_copy, articles.backups.places;"
        "print({'boto3', 'botocore', 'storages'} & set(sys.modules))"
    )
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith(("S3_", "AWS_"))
    } | {"DJANGO_SETTINGS_MODULE": "qtsite.settings"}
    done = subprocess.run([sys.executable, "-c", program], env=variables, capture_output=True)
    assert done.stdout == b"set()\n", done.stderr
