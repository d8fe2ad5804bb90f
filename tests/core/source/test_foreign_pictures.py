"""Pictures in texts of other systems: which file each names, and how its address is changed."""

import pytest

from articles.core.source.foreign_pictures import find_file, pictures_in, with_addresses

PLACES = [
    ("hugo", "content/post/a.md", "/img/x.png", "static/img/x.png"),
    ("hugo", "content/post/a/index.md", "x.png", "content/post/a/x.png"),
    ("hugo", "content/post/a.md", "../x.png", "content/x.png"),
    ("hugo", "site/content/a.md", "/x.png?v=2", "site/static/x.png"),
    ("hugo", "content/a.md", "my%20map.png", "content/my map.png"),
    ("hugo", "content/a.md", "/../../etc/x.png", None),
    ("hugo", "content/a.md", "https://e.org/img/x.png", None),
    ("hugo", "content/a.md", "//e.org/img/x.png", None),
    ("jekyll", "_posts/2024-12-07-a.md", "/assets/x.png", "assets/x.png"),
    ("jekyll", "_posts/2024-12-07-a.md", "{{ site.baseurl }}/assets/x.png", "assets/x.png"),
    ("jekyll", "_posts/a.md", "{{ '/assets/x.png' | relative_url }}", "assets/x.png"),
    ("jekyll", "_posts/a.md", "{{ page.image }}", None),
    ("obsidian", "Notes/A.md", "x.png", "Files/x.png"),
    ("obsidian", "Notes/A.md", "Files/x.png", "Files/x.png"),
    ("docusaurus", "docs/a/b.md", "./x.png", "docs/a/x.png"),
    ("docusaurus", "docs/a/b.md", "/img/x.png", "static/img/x.png"),
    ("docusaurus", "docs/a/b.md", "@site/static/img/x.png", "static/img/x.png"),
    ("zola", "content/a/index.md", "x.png", "content/a/x.png"),
    ("zola", "content/a.md", "/x.png", "static/x.png"),
]


@pytest.mark.parametrize(("system", "inside", "address", "expected"), PLACES)
def test_which_file_an_address_names(system, inside, address, expected):
    # Only the file itself, and one of the same name that no address means.
    path = expected or "static/img/x.png"
    files = {path: path, "other/y.png": "other/y.png"}
    if system == "obsidian":
        files["x.png"] = path
    assert find_file(address, inside=inside, system=system, files=files) == expected


TEXTS = [
    ("hugo", "---\na: '![x](a.png)'\n---\n![A](a.png) `![b](b.png)`", "hugo yaml", ["a.png"]),
    ("hugo", '+++\nt = "T"\n+++\r\n![A]( <a b.png> "T" )', "toml", ["a b.png"]),
    ("hugo", '{"t": "![x](no.png)"}\n![A](a_(1).png)', "json", ["a_(1).png"]),
    ("hugo", "---\nt: never ends\n![A](a.png)", "no end", []),
    ("hugo", "![[a.png]] $![x](y)$ [a](b.png)", "no picture", []),
    ("obsidian", "![[a.png]] ![[b.jpg|A boat]] ![[c.png|300x200]] ![[Note]]", "embeds",
     ["a.png", "b.jpg", "c.png"]),
]  # fmt: skip


@pytest.mark.parametrize(("system", "text", "label", "expected"), TEXTS)
def test_which_pictures_a_text_has(system, text, label, expected):
    assert [picture.address for picture in pictures_in(text, system)] == expected


def test_addresses_are_changed_and_nothing_else():
    text = "---\r\nt: ![A](a.png)\r\n---\r\n![A \\[1\\]](a.png 'T')\r\n\r\n![B](b.png)\r\n"
    changed = with_addresses(
        text.encode(), "hugo", lambda address: "../images/n.webp" if address == "a.png" else None
    )
    assert changed.decode() == text.replace("](a.png 'T')", "](../images/n.webp 'T')")
    assert with_addresses(b"\xff![A](a.png)", "hugo", lambda address: "x") == b"\xff![A](a.png)"


def test_an_embed_becomes_a_picture_with_words():
    text = b"![[Files/boat.png]] and ![[b.png|A boat]] and ![[c.png|300]]"
    assert with_addresses(text, "obsidian", lambda address: "n").decode() == (
        "![boat](n) and ![A boat](n) and ![c](n)"
    )


@pytest.mark.parametrize("unit", ["![", "![a](", "![[", "![a]({{", "![a](x(", "![a\\"])
def test_a_hostile_text_ends(unit):
    list(pictures_in(unit * 30_000, "obsidian"))
