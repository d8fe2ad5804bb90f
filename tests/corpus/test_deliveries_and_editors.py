"""The real deliveries, replayed in their order, with editors at work between them."""

import random
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from articles.core.article_content import ArticleContent, RelatedLink
from articles.core.merging import is_replacement
from articles.core.source import read_document
from articles.core.source.article_paths import article_path
from articles.importer.run import Import
from articles.models import Article, Conflict
from articles.publishing import revise

pytestmark = [pytest.mark.corpus, pytest.mark.django_db]

SEED = 20250217
EDITS = 200
SIMPLE_FIELDS = tuple(
    name for name in ArticleContent.__dataclass_fields__ if name not in {"answer", "related"}
)


def read(path: Path):
    return read_document(path.read_bytes(), path="/".join(path.parts[-2:]))


class Editors:
    """Two hundred edits of every field, and an oracle that says what an import must make of them:
    it knows each article's base and what an editor made of it, and asks git to merge answers."""

    def __init__(self, deliveries, folder):
        self.random = random.Random(SEED)
        self.base = {}  # path: the document that the last delivery held
        self.ours = {}  # path: the content that must be live, for edited articles
        self.held = set()
        self.collisions = set()  # (path, field)
        self.later = {path: set() for path in deliveries}
        seen = set()
        for delivery in reversed(deliveries):
            self.later[delivery] = set(seen)
            seen |= {"/".join(path.parts[-2:]) for path in delivery.rglob("*.md")}
        self.folder = folder

    def work(self, delivery, count):
        changing = sorted(self.later[delivery] & self.base.keys())
        for number in range(count):
            pool = changing if changing and number % 4 else sorted(self.base)
            self.edit(self.random.choice(pool), number)

    def edit(self, path, number):
        article = Article.objects.select_related("subject").get(
            subject__slug=path.split("/")[0], slug=path.split("/")[1].removesuffix(".md")
        )
        before = article.content()
        field = self.random.choice([*SIMPLE_FIELDS, "answer", "answer", "answer", "related"])
        after = replace(before, **{field: self.change(before, field, f"mark {path} {number}")})
        revise(article, after)
        self.ours[path] = after

    def change(self, content, field, mark):
        value = getattr(content, field)
        if field == "answer":
            lines = value.split("\n")
            place = self.random.randrange(len(lines))
            if self.random.random() < 0.5:
                lines[place] += f" {mark}."
            else:
                lines[place:place] = [mark, ""]
            return "\n".join(lines)
        if field == "related":
            pick = RelatedLink(article_path("picked", f"q-{self.random.randrange(10**9)}"), mark)
            return (*value[1:], pick)
        if field == "published_on":
            return value.replace(year=value.year - 1)
        if field == "score":
            return self.random.random()
        if field == "no_index":
            return not value
        return mark[:50]

    def expect(self, delivery):
        """Move bases on, and work out what must be live and what a person must be asked."""
        for file in sorted(delivery.rglob("*.md")):
            path = "/".join(file.parts[-2:])
            theirs = read(file)
            base = self.base.get(path)
            self.base[path] = theirs
            if path not in self.ours:
                continue
            new_id = base.source_id != theirs.source_id
            if path in self.held or is_replacement(base.content, theirs.content, has_new_id=new_id):
                self.held.add(path)
            else:
                self.merge(path, base.content, theirs.content)

    def merge(self, path, base, theirs):
        ours = self.ours[path]
        for field in SIMPLE_FIELDS:
            was, new, own = (getattr(side, field) for side in (base, theirs, ours))
            if own == was:
                ours = replace(ours, **{field: new})
            elif new not in (was, own):
                self.collisions.add((path, field))
        if theirs.answer != base.answer:
            merged = self.git_merge(base.answer, theirs.answer, ours.answer)
            if merged is None:
                self.collisions.add((path, "answer"))
            else:
                ours = replace(ours, answer=merged)
        if theirs.related != base.related and ours.related == base.related:
            ours = replace(ours, related=theirs.related)
        self.ours[path] = ours

    def git_merge(self, base, theirs, ours):
        names = ("ours", "base", "theirs")
        for name, text in zip(names, (ours, base, theirs), strict=True):
            (self.folder / name).write_bytes(f"{text}\n".encode())
        command = ["git", "merge-file", "-p", *(str(self.folder / name) for name in names)]
        result = subprocess.run(command, capture_output=True)
        return result.stdout.decode()[:-1] if result.returncode == 0 else None


def test_with_editors_at_work_nothing_is_lost_overwritten_or_blended(deliveries, tmp_path):
    editors = Editors(deliveries, tmp_path)
    per_pause = EDITS // (len(deliveries) - 1) + 1
    for delivery in deliveries:
        Import([str(delivery)], workers=2).run()
        editors.expect(delivery)
        editors.work(delivery, per_pause)
    assert_as_expected(editors)


def assert_as_expected(editors):
    articles = {
        article.source_path: article.content()
        for article in Article.objects.select_related("subject").prefetch_related("related")
    }
    for path, expected in editors.ours.items():
        live = articles[path]
        assert replace(live, related=()) == replace(expected, related=()), path
        picks = {link for link in expected.related if link.path.startswith("/learn/picked/")}
        assert picks <= set(live.related), path
    for path in articles.keys() - editors.ours.keys():
        assert articles[path] == editors.base[path].content, path
    open_now = Conflict.objects.filter(closed_at=None).select_related("article__subject")
    asked = {(conflict.article.source_path, conflict.field) for conflict in open_now}
    expected = {(path, "replacement") for path in editors.held} | editors.collisions
    assert asked == expected
    assert len(editors.held) > 20
    assert len(editors.collisions) >= 2
