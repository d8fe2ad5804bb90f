import pytest

from articles.core.source.article_paths import (
    article_path,
    is_slug,
    is_subject_slug,
    location_of,
    normalise_path,
    parse_article_path,
    parse_source_path,
    source_path,
)

HEAT = ("physics", "what-is-heat")


@pytest.mark.parametrize(
    "path",
    [
        "/learn/physics/questions/what-is-heat",
        "/learn/physics/questions/what-is-heat/",
        "/learn/physics/questions/what-is-heat.html",
        "learn/physics/questions/what-is-heat",
        "https://example.org/learn/physics/questions/what-is-heat?utm_source=x#top",
        "HTTP://example.org//learn/Physics/questions/What-Is-Heat",
        " /learn/physics/questions/what-is-heat\n",
    ],
)
def test_an_address_names_a_location(path):
    assert parse_article_path(path) == HEAT
    assert normalise_path(path) == "/learn/physics/questions/what-is-heat"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/learn/physics",
        "/learn/physics/questions/",
        "/learn/physics/questions/a/b",
        "/learn//questions/a",
        "/learn/X/questions/undefined/learn/physics/questions/what-is-heat",
        "/learn/physics/questions/what_is_heat",
        "/learn/physics/questions/../secret",
        "/learn/physics/questions/h%C3%A9at",
        "/learn/physics/questions/héat",
        "/learn/physics/questions/-",
        "/teach/physics/questions/what-is-heat",
        "javascript:/learn/physics/questions/what-is-heat",
        "/learn/physics/questions/" + "a" * 201,
        "/learn/" + "a" * 101 + "/questions/a",
    ],
)
def test_anything_else_names_none(path):
    assert parse_article_path(path) is None
    assert normalise_path(path) is None


def test_the_longest_slug_is_accepted():
    assert parse_article_path("/learn/physics/questions/" + "a" * 200) == ("physics", "a" * 200)


@pytest.mark.parametrize(
    "path",
    [
        "physics/what-is-heat.md",
        "content/learn/physics/what-is-heat.md",
        "/srv/content/learn/physics/what-is-heat.md",
        "2025-02-17/physics/what-is-heat.md",
        "content\\learn\\physics\\what-is-heat.md",
        "delivery.zip!physics/what-is-heat.md",
        "/srv/delivery.tar.xz!content/learn/physics/what-is-heat.md",
    ],
)
def test_a_file_path_names_a_location(path):
    assert parse_source_path(path) == HEAT
    assert location_of(path) == "physics/what-is-heat.md"


@pytest.mark.parametrize(
    "path",
    ["what-is-heat.md", "physics/what-is-heat.txt", "physics/READ ME.md", "Physics/a.md", ""],
)
def test_other_files_name_none(path):
    assert parse_source_path(path) is None
    assert location_of(path) == path


def test_paths_are_built():
    assert article_path(*HEAT) == "/learn/physics/questions/what-is-heat"
    assert source_path(*HEAT) == "physics/what-is-heat.md"


@pytest.mark.parametrize("slug", ["a", "a-b", "2024", "-a", "a--b"])
def test_slugs(slug):
    assert is_slug(slug)
    assert is_subject_slug(slug)


@pytest.mark.parametrize("slug", ["", "-", "A", "a b", "a_b", "a\n", "é", "a/b", "."])
def test_no_slugs(slug):
    assert not is_slug(slug)
    assert not is_subject_slug(slug)
