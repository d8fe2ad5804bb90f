"""Files of every kind in one folder, through the real command: the good ones are imported, each bad
one is named with its reason, and what was repaired is said."""

import os
import zipfile

import pytest

from tests.faults.deliveries import article_file, deliver, path_of
from tests.faults.site import ARTICLES

# setpriv is a part of util-linux: root reads everything unless it lays that power down.
AS_EVERYBODY = (
    ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
)


def article(slug, *lines, answer='"An answer."', ends=True):
    """A file of as little as an article needs, and the lines given."""
    first = ["---", f"title: About {slug}", "date: 2024-12-07", f"url: /learn/zoo/questions/{slug}"]
    last = [f"answer: {answer}", "---", ""] if ends else [f"answer: {answer}", ""]
    return "\n".join([*first, *lines, *last]).encode()


ALIASES = ["a: &a [x, x, x, x, x, x, x, x, x]"] + [
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
]

# Name → bytes, and what the command must say of it.
BAD = {
    "long-answer": (
        article("long-answer", answer=f'"{"word " * 41_000}"'),
        "the field “answer” has more than 200,000 characters",
    ),
    "empty": (b"", "is empty."),
    "blank": (b" \n\n", "is empty."),
    "no-front-matter": (b"Just a text.\n", "has no front matter."),
    "zeros": (bytes(1_000), "is empty."),
    "binary": (bytes(range(256)) * 10, "has no front matter."),
    "unterminated": (
        article("unterminated", ends=False),
        "line 2: has front matter that does not end with a line “---”.",
    ),
    "not-yaml": (article("not-yaml", "author: [never closed"), "has YAML that cannot be read: "),
    "tabs": (article("tabs", "\tauthor: x"), "has YAML that cannot be read: "),
    "twice": (article("twice", "author: A", "author: B"), "line 6: the field “author” stands"),
    "aliases": (article("aliases", *ALIASES), "line 5: has front matter with an anchor."),
    "nested": (
        article("nested", "deep: " + "[" * 5_000 + "]" * 5_000),
        "line 5: has front matter nested deeper than 8 levels.",
    ),
    "many": (
        article("many", "wide: [" + "x, " * 5_000 + "x]"),
        "has front matter of more than 2000 values.",
    ),
    "tagged": (
        article("tagged", "author: !!python/object/apply:os.system [id]"),
        "has front matter with a tag.",
    ),
    "documents": (
        article("documents", "--- # another", "a: b"),
        "has front matter of more than one",
    ),
    "long-line": (
        article("long-line", answer=f'"{"word " * 10_000_000}"'),
        "has more than 1,048,576 bytes.",
    ),
    "no-answer": (article("no-answer", answer=""), "the field “answer” is missing or empty."),
    "answer-of-lists": (article("x", answer="[a, b]"), "the field “answer” is no text."),
}

GOOD = {
    "plain": article("plain"),
    "byte-order-mark": b"\xef\xbb\xbf" + article("byte-order-mark"),
    "carriage-returns": article("carriage-returns").replace(b"\n", b"\r\n"),
    "old-carriage-returns": article("old-carriage-returns").replace(b"\n", b"\r"),
    "latin": article("latin", answer='"Caf\u00e9"').decode().encode("latin-1"),
    "wide": article("wide").decode().encode("utf-16"),
    "nul": article("nul", answer='"An\0 answer."'),
    "fences-inside": article("fences-inside", answer="|\n  One.\n  ---\n  --- two\n  Three."),
    "fences-escaped": article("fences-escaped", answer='"One.\\n\\n---\\n\\nTwo."'),
    "long-lines": article("long-lines", answer=f'"{"word " * 39_000}"'),
    "escaped-nul": article("escaped-nul", answer='"An\\0 answer."'),
    "long-author": article("long-author", f"author: {'x' * 201}"),
    "long-format": article("long-format", f"date_format: {'D' * 61}"),
    "long-subject-name": article("long-subject-name", f"subject: {'Zoo ' * 100}"),
    "long-key": article("long-key", f"{'k' * 90}: x"),
    "far-dates": article("far-dates").replace(b"2024-12-07", b"9999-12-31"),
    "early-dates": article("early-dates").replace(b"2024-12-07", b"0001-01-01"),
    "nested-marks": article("nested-marks", answer=f'"{"> " * 20_000}deep {"*" * 20_000}"'),
}
FINDINGS = {"latin": "encoding", "wide": "encoding", "nul": "control-characters"}


@pytest.fixture
def folder(tmp_path):
    """Everything at once, with what is no file at all."""
    folder = tmp_path / "delivery" / "zoo"
    folder.mkdir(parents=True)
    for name, data in GOOD.items():
        (folder / f"{name}.md").write_bytes(data)
    for name, (data, _) in BAD.items():
        (folder / f"{name}.md").write_bytes(data)
    (folder / "directory.md").mkdir()
    (folder / "directory.md" / "inside.md").write_bytes(article("inside"))
    (folder / "dangling.md").symlink_to(tmp_path / "nowhere")
    (folder / "link.md").symlink_to(folder / "plain.md")
    os.mkfifo(folder / "fifo.md")
    (folder / "unreadable.md").write_bytes(article("unreadable"))
    (folder / "unreadable.md").chmod(0)
    with open(os.fsencode(folder) + b"/caf\xe9.md", "wb") as file:
        file.write(b"no front matter")
    (folder / "notes.txt").write_text("for people")
    return folder


OTHERS = {
    "dangling.md": "is a link",
    "link.md": "is a link",
    "fifo.md": "is not a regular file",
    "unreadable.md": "Permission denied",
    "caf\\xe9.md": "has no front matter",
}


def test_the_good_are_imported_and_each_bad_one_is_named(site, folder, tmp_path):
    report = tmp_path / "report.json"
    outcome = site.import_(folder.parent, "--report", report, prefix=AS_EVERYBODY)
    assert outcome.status == 1
    failed = {
        line.removeprefix(f"failed: {folder}/")
        for line in outcome.stderr.splitlines()
        if line.startswith("failed: ")
    }
    for name, reason in {**{f"{n}.md": r for n, (_, r) in BAD.items()}, **OTHERS}.items():
        [said] = [line for line in failed if line.startswith((f"{name}:", f"{name}, line"))]
        assert reason in said, said
    assert len(failed) == len(BAD) + len(OTHERS)
    assert f"{len(failed)} of {len(failed) + len(GOOD) + 1} files failed." in outcome.stderr
    assert site.number(ARTICLES) == len(GOOD) + 1  # and the one inside directory.md
    snapshot = site.snapshot()
    assert snapshot["broken"] == []
    found = {path.rpartition("/")[2]: article for path, article in snapshot["articles"].items()}
    assert found.keys() == {*GOOD, "inside"}
    for name, kind in FINDINGS.items():
        assert kind in [finding[0] for finding in found[name]["findings"]]
    assert found["latin"]["content"]["answer"] == "Café"
    assert found["nul"]["content"]["answer"] == "An answer."
    assert found["fences-inside"]["content"]["answer"].rstrip() == "One.\n---\n--- two\nThree."
    assert found["carriage-returns"]["content"]["answer"] == "An answer."
    assert {"zoo/twice.md", "zoo/long-line.md"} <= {path for path, _ in snapshot["refused"]}
    assert report.stat().st_size > 0
    # Nothing of it is new the second time, and nothing has gone.
    again = site.import_(folder.parent, prefix=AS_EVERYBODY)
    assert again.counts["unchanged"] == len(GOOD) + 1
    assert again.counts["failed"] == len(failed)
    assert site.snapshot()["articles"] == snapshot["articles"]


def test_what_cannot_be_read_is_not_taken_for_gone(site, tmp_path):
    """With --prune an article without a file is withdrawn: not while a file cannot be read, which
    may be the very one."""
    folder = deliver(tmp_path / "d", range(20))
    site.import_(folder)
    prune = (folder, "--complete", "--prune")
    (folder / "arts").chmod(0)
    try:
        outcome = site.import_(*prune, prefix=AS_EVERYBODY)
    finally:
        (folder / "arts").chmod(0o700)
    assert outcome.status == 1
    assert outcome.stderr == f"CommandError: {folder}/arts: Permission denied\n"
    (folder / path_of(5)).unlink()
    (folder / "arts" / "bad.md").write_bytes(b"")
    outcome = site.import_(*prune)
    assert outcome.status == 1
    assert f"failed: {folder}/arts/bad.md: is empty." in outcome.stderr
    assert "CommandError: Nothing was withdrawn, for 1 files failed." in outcome.stderr
    assert site.number(f"{ARTICLES} WHERE status = 'withdrawn'") == 0
    (folder / "arts" / "bad.md").unlink()
    assert site.import_(folder, "--complete", "--prune").status == 0
    assert site.number(f"{ARTICLES} WHERE status = 'withdrawn'") == 1


@pytest.mark.parametrize("name", ["locked.md", "locked"])
def test_a_path_that_cannot_be_read_is_named(site, tmp_path, name):
    path = tmp_path / name
    if name.endswith(".md"):
        path.write_bytes(article("locked"))
        path.chmod(0)
    else:
        path.mkdir(0)
    outcome = site.import_(path, prefix=AS_EVERYBODY)
    path.chmod(0o700)
    assert outcome.status == 1
    assert f"{path}: Permission denied" in outcome.stderr


def test_a_subject_that_no_column_holds_stops_no_other_file(site, tmp_path):
    """PostgreSQL refuses it, and the whole batch with it."""
    path = tmp_path / "long.md"
    path.write_bytes(article("long").replace(b"/zoo/", b"/" + b"z" * 90 + b"/"))
    outcome = site.import_(path, deliver(tmp_path / "d", range(3)))
    assert outcome.status == 1
    assert f"failed: {path}, line 4: the field “url” names no article" in outcome.stderr
    assert site.number(ARTICLES) == 3


SUBJECTS = {
    "bomb": (
        "\n".join(
            ["- slug: &a [x, x, x, x, x, x, x, x, x]", "  name: A"]
            + [line.replace(line[:1], "- slug", 1) for line in ALIASES[1:]]
        ).encode(),
        "entry 1: slug (a list) is not",
    ),
    "deep": (b"[" * 50_000, "the file: is not YAML"),
    "no-date": (b"- slug: 2024-13-45\n", "the file: is not YAML"),
    "latin": (b"- {slug: a, name: caf\xe9}\n", "the file: is not YAML"),
    "large": (b"# " + b"x" * 1_100_000, "the file: has more than 1,048,576 bytes"),
}


@pytest.mark.parametrize(
    ("kind", "place"),
    [*((kind, "folder") for kind in SUBJECTS), ("bomb", "zip"), ("bomb", "option")],
)
def test_a_list_of_subjects_that_cannot_be_used_stops_before_anything(site, tmp_path, kind, place):
    data, reason = SUBJECTS[kind]
    folder = deliver(tmp_path / "d", range(3))
    source, named, more = folder, folder / "subjects.yml", []
    if place == "zip":
        source = tmp_path / "d.zip"
        named = f"{source}!subjects.yml"
        with zipfile.ZipFile(source, "w") as archive:
            archive.writestr(path_of(1), article_file(1))
            archive.writestr("subjects.yml", data)
    elif place == "option":
        named = tmp_path / "own.yml"
        named.write_bytes(data)
        more = ["--subjects", named]
    else:
        named.write_bytes(data)
    outcome = site.import_(source, *more)
    assert outcome.status == 1
    assert f"CommandError: {named}: {reason}" in outcome.stderr
    assert site.number(ARTICLES) == 0
