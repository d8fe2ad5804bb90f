"""Where a file of another system belongs, by its names, folders and categories."""

import pytest

from articles.core.source.foreign_fields import read_foreign
from articles.core.source.foreign_places import NoPlace, Origin, place_of

PLACES = [
    ("hugo", "content/post/my-post.md", "", {}, "post/my-post"),
    ("hugo", "content/post/my-post/index.md", "", {}, "post/my-post"),
    ("hugo", "content/post/My_Post.en.md", "", {}, "post/my-post"),
    ("hugo", "content/en/docs/a.md", "", {}, "docs/a"),
    ("hugo", "content/docs/functions/math/a.md", "", {}, "docs/a"),
    ("hugo", "post/my-post.md", "content", {}, "post/my-post"),
    ("hugo", "my-post.md", "post", {}, "post/my-post"),
    ("hugo", "content/post/a.md", "", {"categories": ["Modern Physics"]}, "modern-physics/a"),
    ("hugo", "content/post/a.md", "", {"slug": "b"}, "post/b"),
    ("hugo", "content/post/a.md", "", {"slug": "Über uns"}, "post/uber-uns"),
    ("hugo", "content/about.md", "", {"categories": ["x"]}, "x/about"),
    ("hugo", "site-main/content/post/a.md", "", {}, "post/a"),
    ("jekyll", "_posts/2024-12-07-what-is-heat.md", "", {}, "posts/what-is-heat"),
    ("jekyll", "_posts/2024-12-07-what-is-heat.md", "", {"categories": "a b"}, "a/what-is-heat"),
    ("jekyll", "physics/_posts/2024-12-07-a.md", "", {}, "physics/a"),
    ("jekyll", "_posts/physics/2024-12-07-a.md", "", {}, "physics/a"),
    ("jekyll", "2024-12-07-a.md", "_posts", {}, "posts/a"),
    ("jekyll", "_drafts/a.md", "", {}, "posts/a"),
    ("jekyll", "_posts/2024-13-41-a.md", "", {}, "posts/2024-13-41-a"),
    ("obsidian", "Physics/What is Heat.md", "Vault", {}, "physics/what-is-heat"),
    ("obsidian", "Modern Physics/Heat/a.md", "Vault", {}, "modern-physics/a"),
    ("obsidian", "a.md", "Vault", {}, "vault/a"),
    ("docusaurus", "docs/guide/01-intro.md", "", {}, "guide/intro"),
    ("docusaurus", "docs/intro.md", "", {}, "docs/intro"),
    ("docusaurus", "docs/guide/index.md", "", {}, "docs/guide"),
    ("docusaurus", "docs/guide/a.md", "", {"slug": "/start/here/"}, "guide/here"),
    ("docusaurus", "docs/guide/a.md", "", {"id": "here"}, "guide/here"),
    ("docusaurus", "blog/2021-08-26-welcome.md", "", {}, "blog/welcome"),
    ("docusaurus", "blog/2021-08-26-welcome/index.md", "", {}, "blog/welcome"),
    ("docusaurus", "guide/a.md", "docs", {}, "guide/a"),
    ("docusaurus", "docs/02-guide/03-a.md", "", {}, "guide/a"),
    ("docusaurus", "blog/2024-12-07/a.md", "", {}, "blog/a"),
    ("hugo", "content/post/2024/a.md", "", {}, "post/a"),
    ("hugo", "2024/a.md", "post", {}, "post/a"),
]


def place(system, inside, root="", values=()):
    fields = read_foreign(dict(values), splits_words=system == "jekyll")
    return place_of(Origin(system, inside=inside, root=root), fields)


@pytest.mark.parametrize(("system", "inside", "root", "values", "expected"), PLACES)
def test_where_a_file_belongs(system, inside, root, values, expected):
    assert "/".join(place(system, inside, root, values).location) == expected


@pytest.mark.parametrize(
    ("system", "inside", "reason"),
    [
        ("hugo", "content/post/你好.md", "has no letter of an address: give it a “slug”"),
        ("hugo", "content/about.md", "neither a category nor a folder"),
        ("obsidian", "a.md", "neither a category nor a folder"),
        ("obsidian", "物理/a.md", "neither a category nor a folder"),
    ],
)
def test_where_none_can_be_made_the_reason_is_told(system, inside, reason):
    with pytest.raises(NoPlace, match=reason):
        place(system, inside)


def test_a_name_says_the_day_and_a_folder_that_it_is_a_draft():
    post = place("jekyll", "_posts/2024-12-07-what-is-heat.md")
    assert (str(post.day), post.title, post.is_draft) == ("2024-12-07", "What is heat", False)
    assert str(place("docusaurus", "blog/2024-12-07/a.md").day) == "2024-12-07"
    assert place("jekyll", "_drafts/a.md").is_draft
    assert place("jekyll", "a.md", root="_drafts").is_draft


@pytest.mark.parametrize(
    ("category", "name"), [("Physics", "Physics"), ("modern-physics", "Modern physics")]
)
def test_a_category_names_its_subject(category, name):
    assert place("hugo", "a.md", values={"categories": [category]}).subject_name == name


def test_names_without_end_give_addresses_of_their_length():
    found = place("hugo", f"content/{'b' * 300}/{'a' * 300}.md").location
    assert (len(found.subject_slug), len(found.slug)) == (80, 200)
