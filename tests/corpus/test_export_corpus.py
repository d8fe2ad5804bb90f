"""The publisher's real files, edited, come out as they came in but for the edit."""

import random
import re
from dataclasses import replace
from datetime import date

import pytest

from articles.core.article_content import DATES, RelatedLink
from articles.core.source.canonical_format import KEY_OF_FIELD
from articles.core.source.reader import read_document
from articles.core.source.related_writer import Target
from articles.core.source.sheets import open_sheet
from articles.core.source.writer import Unwritable, rewrite, write_new
from articles.core.text.damage_repair import mend_fences
from articles.exporter.run import Export
from articles.importer.run import Import
from articles.models import Article
from tests.core.source.writing import wanted_of
from tests.corpus.exported_files import bytes_by_path

pytestmark = pytest.mark.corpus

EDITS, SEED = 500, 20250519
PIECES = (
    *("\n", "\n\n- item\n", "\\n", "`a\\nb`", "$\\nu$", "\nu = $x$", "\\neg", "\n    code\n", "  "),
    *(
        "é",
        "λ: ",
        "# x",
        "'q'",
        '"z"',
        "---",
        "\n---\n",
        "~",
        "&nbsp;",
        "\t",
        "|",
        ">-",
        "{a",
        "😀",
    ),
)


def test_random_edits_are_read_back_and_change_no_other_line(corpus_documents, corpus_folder):
    """500 articles, one to three fields each; the seed is fixed, and printed with a failure."""
    print("seed", SEED)  # noqa: T201
    chooser = random.Random(SEED)
    refused = []
    for path in chooser.sample(sorted(corpus_documents), EDITS):
        document, data = corpus_documents[path], (corpus_folder / path).read_bytes()
        changes = edit(chooser, document.content)
        wanted = wanted_of(document, **changes)
        try:
            written = rewrite(data, path=path, base=document.content, wanted=wanted)
        except Unwritable:
            # The one thing that no file can hold: a listing that every reading mends.
            assert mend_fences(wanted.content.answer)[1], (path, changes)
            refused.append(path)
            continue
        assert read_document(written, path=path).content == wanted.content, (path, changes)
        assert untouched(data, changes) == untouched(written, changes), (path, changes)
    assert len(refused) <= 2


def edit(chooser, content):
    """{field: value} of what an editor might do."""
    changes = {}
    for name in chooser.sample(sorted(KEY_OF_FIELD), chooser.randint(1, 3)):
        value = getattr(content, name)
        if name == "related":
            changes[name] = edited_links(chooser, value)
        elif name == "score":
            changes[name] = chooser.choice([None, -1.0, 0.5])
        elif name == "no_index":
            changes[name] = not value
        elif name == "sources":
            changes[name] = chooser.choice(["", "https://example.org/a\nhttp://example.org/b B: b"])
        elif name in DATES:
            changes[name] = chooser.choice([None, (value or date(2025, 1, 2)).replace(year=2026)])
        else:
            start = chooser.randint(0, len(value))
            end = chooser.choice([start, min(len(value), start + 20)])
            text = value[:start] + chooser.choice(PIECES) + value[end:]
            can_be_empty = name not in ("title", "answer")
            changes[name] = "" if can_be_empty and chooser.random() < 0.2 else text
    return changes


def edited_links(chooser, links):
    links = list(links)
    if len(links) > 1 and chooser.random() < 0.5:
        chooser.shuffle(links)
    if links and chooser.random() < 0.5:
        links.pop(chooser.randrange(len(links)))
    if links and chooser.random() < 0.3:
        links[0] = replace(links[0], title="Another: title")
    if chooser.random() < 0.5:
        new = RelatedLink("/learn/physics/questions/new", "What's new?")
        links.insert(chooser.randint(0, len(links)), new)
    return tuple(links)


def untouched(data, changes):
    """The lines of a file without those of the changed fields; each belongs to the last key."""
    changed = {KEY_OF_FIELD[name] for name in changes}
    kept, key, group = [], "", ""
    text = data.decode()
    for line in text.partition("\n---\n")[0].split("\n"):
        match = re.match(r"(  )?([a-z_]+)\d*:(?: |$)", line)
        if not line:
            continue  # 586 files end their front matter with a blank line, which is no field's
        if match and (not match[1] or group == "seo"):
            group = group if match[1] else match[2]
            key = f"seo.{match[2]}" if match[1] else match[2].replace("related_article", "related")
        if key not in changed:
            kept.append(line)
    return kept, "" if "answer" in changes else text.partition("\n---\n")[2]


def test_the_house_format_is_that_of_the_real_files(corpus_documents, corpus_folder):
    """Written from its content alone, a real file comes out as it is, but for what no content
    holds: plain titles (1 in 6), related questions that are read as none, and the blank line that
    ends the front matter of 586 files."""
    chooser = random.Random(SEED)
    seen = 0
    for path in chooser.sample(sorted(corpus_documents), EDITS):
        document, data = corpus_documents[path], (corpus_folder / path).read_bytes()
        blocks = [
            e for e in open_sheet(data, path=path).root.entries if e.key.startswith("related_")
        ]
        if (
            b"\ntitle: >-\n" not in data
            or b"\n\n---" in data
            or len(blocks) != len(document.content.related)
        ):
            continue
        values = [{e.key: e.node.value for e in block.node.entries} for block in blocks]
        targets = {v["url"]: Target(int(v["id"]), v["subject"]) for v in values}
        assert write_new(wanted_of(document, targets=targets)) == data, path
        seen += 1
    assert seen > EDITS / 2


@pytest.mark.django_db
def test_edited_articles_come_out_and_in_again(corpus_folder, corpus_documents, tmp_path):
    """Through the database and the command's own code: 100 edits of real articles."""
    chooser = random.Random(SEED)
    subject = corpus_folder / "physics"
    Import([str(subject)], workers=2).run()
    articles = list(Article.objects.order_by("slug"))
    for article in chooser.sample(articles, 100):
        Article.objects.filter(pk=article.pk).update(
            title=article.title + ": more", seo_keywords="", answer=article.answer + "\n\nEnd."
        )
    before = {a.pk: a.content() for a in Article.objects.prefetch_related("related")}

    report = Export(str(tmp_path)).run()

    assert report.failures == []
    changed = [
        path
        for path, data in bytes_by_path(tmp_path).items()
        if data != (corpus_folder / path).read_bytes()
    ]
    assert len(changed) == 100
    again = Import([str(tmp_path)], workers=2).run()
    assert again.counts["unchanged"] == len(articles)
    assert {a.pk: a.content() for a in Article.objects.prefetch_related("related")} == before
