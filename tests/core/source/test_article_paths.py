import pytest

from articles.core.source.article_paths import (
    article_path,
    is_slug,
    is_subject_slug,
    location_of,
    normalise_path,
    parse_article_path,
    parse_delivered_path,
    parse_source_path,
    source_path,
    why_no_location,
)
from articles.core.source.read_errors import LocationUnknown
from tests.core.source.files import read

HEAT = ("physics", "what-is-heat")

PATHS = [
    ("content/post/my-post/index.md", ("post", "my-post"), ""),
    ("content/post/my-post/index.markdown", ("post", "my-post"), ""),
    ("all.zip!post/my-post/index.md", ("post", "my-post"), ""),
    ("/srv/site/docs/guide/INDEX.md", ("docs", "guide"), ""),
    ("physics/what-is-heat.markdown", HEAT, ""),
    ("physics/index-of-refraction.md", ("physics", "index-of-refraction"), ""),
    ("my-post/index.md", None, "it lies in no folder that names a subject"),
    ("content/post/My_Post/index.md", None, "its name “My_Post” is no address"),
    ("content/Post/my-post/index.md", None, "its folder “Post” is no address of a subject"),
    ("content/post/_index.md", None, "its name “_index” is no address"),
    ("content/post/my_post.md", None, "its name “my_post” is no address"),
    ("content/post/my.post.md", None, "its name “my.post” is no address"),
    ("content/post/index.en.md", None, "its name “index.en” is no address"),
    ("content/post/My Post.md", None, "its name “My Post” is no address"),
    ("content/post/MyPost.md", None, "its name “MyPost” is no address"),
    ("content/post/über.md", None, "its name “über” is no address"),
    ("content/post/你好.md", None, "its name “你好” is no address"),
    ("content/post/---.md", None, "its name “---” is no address"),
    ("content/post/.md", None, "its name “” is no address"),
    ("_posts/my-post.md", None, "its folder “_posts” is no address of a subject"),
    ("Meine Notizen/x.md", None, "its folder “Meine Notizen” is no address of a subject"),
    ("all.zip!x.md", None, "it lies in no folder that names a subject"),
    ("x.md", None, "it lies in no folder that names a subject"),
    ("./x.md", None, "it lies in no folder that names a subject"),
    (f"physics/{'a' * 201}.md", None, "(at most 200 characters)"),
    (f"{'a' * 81}/x.md", None, "(at most 80 characters)"),
]


@pytest.mark.parametrize(("path", "location", "reason"), PATHS, ids=[x[0][:40] for x in PATHS])
def test_a_file_without_an_address_is_placed_by_its_path_or_told_why_not(path, location, reason):
    assert parse_delivered_path(path) == location
    if location is None:
        assert reason in why_no_location(path)
        with pytest.raises(LocationUnknown) as caught:
            read(without=("url",), path=path)
        assert str(caught.value) == f"{path}: has no field “url”, and {why_no_location(path)}."
    else:
        document = read(without=("url",), path=path)
        assert (document.subject_slug, document.slug) == location
        assert location_of(path) == source_path(*location)


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
