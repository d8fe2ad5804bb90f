"""The library of images: stored once, found, used, deleted."""

from dataclasses import replace

import pytest
from django.utils import timezone

from articles import publishing
from articles.images import image_files
from articles.images.image_files import is_smaller_stored, read_image, read_smaller
from articles.images.image_library import delete_images, find_images, take_stored, take_upload
from articles.images.image_uses import unused, uses_of
from articles.models import Conflict, Draft, Image, ImageUse, PageDraft, Status
from tests.factories import make_article, make_page, make_subject
from tests.pictures import drawing, photograph

pytestmark = pytest.mark.django_db


def files(media):
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def test_a_picture_is_stored_once(image, media):
    assert files(media) == [image.name.file_name]
    again, is_new = take_upload(photograph(), file_name="again.jpg", alternative="Another text")
    # Another file of the same pixels.
    same, _ = take_upload(photograph(comment=b"Taken in 1998"), file_name="same.jpg")
    assert (again.pk, same.pk, is_new) == (image.pk, image.pk, False)
    assert again.alternative == "A boat"
    assert files(media) == [image.name.file_name]


def test_a_file_that_is_lost_or_broken_is_stored_again(image, media):
    (path,) = (path for path in media.rglob("*") if path.is_file())
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    assert read_image(image.name) is None
    take_upload(photograph(), file_name="boat.jpg")
    assert path.read_bytes() == whole
    path.unlink()
    take_stored(image.name, whole)
    assert files(media) == [image.name.file_name]


def test_smaller_forms_are_made_once(image, media):
    small = read_smaller(image.name, 480)
    assert read_smaller(image.name, 480) == small
    assert files(media) == sorted([image.name.file_name, image.name.smaller_file_name(480)])


def test_what_another_process_deletes_is_made_again_within_a_minute(image, media, monkeypatch):
    """A picture that is deleted and uploaded again has no smaller forms; who has seen them does not
    lead readers there for ever."""
    smaller = image.name.smaller_file_name(480)
    assert is_smaller_stored(image.name, 480)
    for path in media.rglob(smaller):
        path.unlink()
    now = image_files.monotonic()
    for later, is_there in ((1, False), (image_files._KNOWN_SECONDS + 1, True)):
        monkeypatch.setattr(image_files, "monotonic", lambda later=later: now + later)
        assert is_smaller_stored(image.name, 480)
        assert (smaller in files(media)) is is_there


def test_images_are_found_by_words(image):
    assert list(find_images("BOAT a")) == [image]
    assert list(find_images("boat.jpg")) == [image]
    assert not find_images("boat house")


def test_an_image_goes_with_all_its_files(image, media, django_capture_on_commit_callbacks):
    read_smaller(image.name, 960)
    with django_capture_on_commit_callbacks(execute=True):
        delete_images([image])
    assert files(media) == []
    assert not Image.objects.exists()


def test_uses_are_known_in_every_version(image):
    text = image.markdown
    article = make_article(answer=text)
    assert uses_of(image).live == (article,)
    publishing.withdraw(article)
    assert uses_of(image).is_shown
    fresh = type(article).objects.get(pk=article.pk)
    article = publishing.revise(fresh, type(fresh.content())(title="Without", answer="Words."))
    uses = uses_of(image)
    assert (uses.live, uses.past, uses.is_shown, uses.is_kept) == ((), (article,), False, True)
    publishing.delete(article)
    (gone,) = uses_of(image).gone
    assert gone.key == article.pk
    assert list(unused(Image.objects.all())) == []


def test_uses_are_known_beside_the_articles(image):
    article, other = make_article(), make_article(status=Status.DRAFT)
    assert list(unused(Image.objects.all())) == [image]
    Draft.objects.create(
        article_key=article.pk,
        base_version=1,
        values={"answer": [image.markdown]},
        saved_at=timezone.now(),
    )
    Conflict.objects.create(article=other, field="answer", theirs=image.markdown)
    subject = make_subject("history", introduction=image.markdown)
    uses = uses_of(image)
    assert (uses.drafted, uses.disputed, uses.subjects) == ((article,), (other,), (subject,))
    another, _ = take_upload(drawing(), file_name="frame.png")
    assert list(unused(Image.objects.all())) == [another]


def test_a_text_without_images_notes_nothing():
    assert not ImageUse.objects.exists()
    make_article(answer="Words about images/ and [a link](/media/other.png).")
    assert not ImageUse.objects.exists()


def test_what_a_plain_page_names_in_text_draft_or_an_older_version_is_used(image):
    page = make_page(text=image.markdown)
    assert uses_of(image).pages == (page,)
    content = replace(page.content(), text="Words.")
    place = {"slug": "about", "status": "published", "expected_version": 1}
    page = publishing.save_page(page.pk, content, **place)
    uses = uses_of(image)
    assert (uses.pages, uses.past_pages, uses.is_shown) == ((), (page,), False)
    assert not unused(Image.objects.all())
    values = {"text": image.markdown}
    PageDraft.objects.create(page=page, base_version=2, values=values, saved_at=timezone.now())
    assert uses_of(image).pages == (page,)
