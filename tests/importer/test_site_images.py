"""Pictures of sites of other systems come into the library with the pages that name them."""

import tarfile
from zipfile import ZipFile

import pytest

from articles.exporter.run import Export
from articles.models import Article, Finding, Image, ImageUse
from tests.images.conftest import media  # noqa: F401 - a fixture
from tests.importer.conftest import edit
from tests.pictures import drawing, photograph

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

PAGE = """---
title: "What floats?"
date: 2024-12-07
---

A boat: ![A boat](/img/boat.jpg "At sea")

![A frame](frame.png) ![Gone](gone.png) ![A plan](plan.svg)
"""
FILES = {
    "content/post/boats/index.md": PAGE.encode(),
    "content/post/boats/frame.png": drawing((300, 200)),
    "content/post/boats/plan.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "static/img/boat.jpg": photograph((600, 400)),
    "static/img/icon.png": drawing((30, 20)),
}


@pytest.fixture
def folder(tmp_path):
    for name, data in FILES.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "site"


def packed(folder, form):
    archive = folder.parent / f"site.{form}"
    if form == "zip":
        with ZipFile(archive, "w") as file:
            for name in FILES:
                file.write(folder / name, name)
    else:
        with tarfile.open(archive, "w:gz") as file:
            for name in FILES:
                file.add(folder / name, name)
    return archive


@pytest.mark.parametrize("form", ["folder", "zip", "tar.gz"])
def test_what_a_page_names_is_taken_and_shown(client, folder, run_import, form):
    source = folder if form == "folder" else packed(folder, form)
    planned = run_import(source, system="hugo", dry_run=True)
    assert (planned.new_images, planned.refused_images, Image.objects.count()) == (2, 1, 0)
    report = run_import(source, system="hugo", expected=planned.plan)
    assert (report.new_images, report.refused_images, report.ignored) == (2, 1, 1)
    article = Article.objects.get()
    boat, frame = Image.objects.order_by("-width")
    assert f'![A boat](../images/{boat.name.file_name} "At sea")' in article.answer
    assert f"![A frame](../images/{frame.name.file_name})" in article.answer
    assert f'src="{boat.name.path}"' in client.get(article.get_absolute_url()).text
    assert (boat.alternative, ImageUse.objects.count()) == ("A boat", 2)
    # Those that are not there, or no picture that is taken, are told as before.
    told = Finding.objects.filter(kind="foreign-markup").order_by("pk")
    assert [finding.detail for finding in told] == ["![Gone](gone.png)", "![A plan](plan.svg)"]
    assert "SVG" in dict(report.notes)[f"{source}: content/post/boats/plan.svg"]


def test_a_second_import_changes_nothing_and_an_edit_is_exported(folder, run_import, tmp_path):
    run_import(folder, system="hugo")
    again = run_import(folder, system="hugo")
    assert (again.counts["unchanged"], again.known_images, again.new_images) == (1, 2, 0)
    edit(Article.objects.get(), title="What swims?")
    assert Export(str(tmp_path / "out")).run().failures == []
    (page,) = (tmp_path / "out").rglob("*.md")
    names = {image.name.file_name for image in Image.objects.all()}
    assert {path.name for path in (tmp_path / "out" / "images").iterdir()} == names
    expected = PAGE.replace("floats", "swims")
    for image, old in zip(
        Image.objects.order_by("-width"), ("/img/boat.jpg", "frame.png"), strict=True
    ):
        expected = expected.replace(f"({old}", f"(../images/{image.name.file_name}")
    assert page.read_text() == expected
    assert run_import(tmp_path / "out").counts["unchanged"] == 1
