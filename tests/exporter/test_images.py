"""Images go out with the articles that name them, and come in again."""

import shutil
import tarfile
import zipfile

import pytest

from articles.core.images.image_names import ImageName
from articles.core.source.reader import read_document
from articles.images.image_files import delete_files, read_image
from articles.images.image_library import delete_images, take_upload
from articles.importer.run import Import
from articles.models import Article, Finding, Image, ImageUse
from tests.exporter.conftest import files_in
from tests.factories import make_article
from tests.images.conftest import image, media  # noqa: F401 - fixtures
from tests.pictures import drawing

pytestmark = pytest.mark.django_db


def empty(media_folder):
    Article.objects.all().delete()
    ImageUse.objects.all().delete()
    Image.objects.all().delete()
    shutil.rmtree(media_folder)


def imported(*paths, **options):
    return Import([str(path) for path in paths], workers=1, **options).run()


@pytest.mark.parametrize("form", ["folder", "tar.gz", "zip"])
def test_a_library_comes_out_as_it_went_in(image, media, export, tmp_path, form):  # noqa: F811
    make_article("boats", answer=f"Look:\n\n{image.markdown}", question="What floats?")
    make_article("words")
    take_upload(drawing(), file_name="nobody names it.png")
    export()
    before = files_in(export.folder)
    path = f"images/{image.name.file_name}"
    assert before.keys() == {"subjects.yml", "physics/boats.md", "physics/words.md", path}
    assert before[path] == read_image(image.name)
    source = export.folder
    if form == "tar.gz":
        source = tmp_path / "library.tar.gz"
        export(target=source)
        with tarfile.open(source) as archive:
            assert path in archive.getnames()
    elif form == "zip":
        source = tmp_path / "library.zip"
        with zipfile.ZipFile(source, "w") as archive:
            for name, data in before.items():
                archive.writestr(f"library/{name}", data)
    empty(media)

    assert imported(source, dry_run=True).new_images == 1
    assert not Image.objects.exists()
    report = imported(source)
    assert (report.new_images, report.known_images) == (1, 0)
    assert not Finding.objects.filter(kind="image-missing").exists()
    assert Image.objects.get().alternative == "A boat"
    assert imported(source).known_images == 1
    target = tmp_path / "again"
    export(target=target)
    assert files_in(target) == before


def test_an_import_takes_no_other_file_for_an_image(image, media, export):  # noqa: F811
    make_article("boats", answer=image.markdown)
    export()
    name, data = image.name, read_image(image.name)
    other = ImageName("0" * 32, name.width, name.height)
    folder = export.folder / "images"
    (folder / other.file_name).write_bytes(data)
    (folder / "photo.jpg").write_bytes(b"x")
    (folder / name.file_name).write_bytes(data + b"<script>")
    empty(media)
    report = imported(export.folder)
    assert (report.new_images, report.refused_images, report.ignored) == (0, 2, 1)
    assert [reason for _, reason in report.notes] == [
        "the image was not taken: it holds other bytes than its name says"
    ] * 2
    assert "Images: 0 new, 0 known, 2 refused." in report.lines()
    assert Finding.objects.get(kind="image-missing").detail == name.path
    # It comes with a later delivery.
    (folder / name.file_name).write_bytes(data)
    imported(export.folder)
    assert not Finding.objects.filter(kind="image-missing").exists()


def test_an_image_that_is_gone_is_a_failure_of_the_export(image, export):  # noqa: F811
    make_article("boats", answer=image.markdown)
    delete_images([image])
    delete_files(image.name)
    report = export()
    ((path, reason),) = report.failures
    assert path == f"images/{image.name.file_name}"
    assert "does not have it" in reason


def test_a_file_that_names_the_image_by_its_place_stays_as_it_is(image, media, export, tmp_path):  # noqa: F811
    make_article("boats", answer=image.markdown)
    export()
    path = export.folder / "physics/boats.md"
    path.write_bytes(path.read_bytes().replace(b"/media/images/", b"../images/"))
    data = path.read_bytes()
    assert read_document(data, path="physics/boats.md").content.answer.startswith("![A boat](../")
    empty(media)
    imported(export.folder)
    article = Article.objects.select_related("rendering").get()
    assert f'src="{image.name.path}"' in article.rendering.html
    export(target=tmp_path / "again")
    assert (tmp_path / "again/physics/boats.md").read_bytes() == data
    assert (tmp_path / "again/images" / image.name.file_name).exists()
