"""A publisher who corrects files that editors have changed: of the real deliveries hardly one does,
for whatever they changed came under a new id."""

import random
from dataclasses import replace
from pathlib import Path

from articles.core.article_content import DATES, FIELDS, ArticleContent, RelatedLink, changed_fields
from articles.core.source import SourceDocument, read_document
from articles.core.source.related_writer import Target
from articles.core.source.writer import Wanted, rewrite
from tests.corpus.replay_oracle import has_adopted

# A file names no more.
MOST_RELATED = 5
TARGET = Target(1, "Corrected")
# A mark that is set or not: whoever corrects it says what somebody said before.
CORRECTED = [name for name in FIELDS if name != "no_index"]


class Publisher:
    """`files` holds the last file of each path; `folder` is where deliveries are written."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.files: dict[str, bytes] = {}

    def deliver(self, files: dict[str, Path]) -> None:
        """Know the files of a delivery."""
        self.files |= {path: file.read_bytes() for path, file in files.items()}

    def correct(self, edited: dict[str, ArticleContent], count: int) -> Path:
        """Write a delivery with a correction in each of `count` files; `edited` is what editors
        have made of the articles. Two in three are of a field that an editor changed, too."""
        self.folder.mkdir()
        for path in self.random.sample(sorted(edited), min(count, len(edited))):
            file = read_document(self.files[path], path=path)
            changed = changed_fields(file.content, edited[path])
            fields = [name for name in CORRECTED if name in changed] or CORRECTED
            name = self.random.choice(fields if self.random.random() < 0.67 else CORRECTED)
            content = self._corrected(file.content, name)
            if not _is_as_before_or_adopts(name, file.content, content, edited[path]):
                self._write(path, file, content)
        return self.folder

    def _write(self, path: str, file: SourceDocument, content: ArticleContent) -> None:
        wanted = Wanted(
            subject_slug=file.subject_slug,
            slug=file.slug,
            subject_name=file.subject_name,
            source_id=file.source_id,
            content=content,
            targets={link.path: TARGET for link in content.related},
        )
        data = rewrite(self.files[path], path=path, base=file.content, wanted=wanted)
        place = self.folder / path
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(data)

    def _corrected(self, content: ArticleContent, name: str) -> ArticleContent:
        mark = f"correction {self.random.randrange(10**9)}"
        if name == "related":
            return replace(content, related=self._rows(list(content.related), mark))
        value = getattr(content, name)
        if name == "answer":
            value = self._answer(value.split("\n"), mark)
        elif name in DATES:
            value = (value or content.published_on).replace(month=2, day=2)
        elif name == "score":
            value = round(self.random.random(), 6)
        else:
            value = mark
        return replace(content, **{name: value})

    def _answer(self, lines: list[str], mark: str) -> str:
        """A line is corrected, or three neighbours with words are, or a paragraph comes."""
        words = [at for at, line in enumerate(lines) if any(map(str.isalnum, line))]
        kind = self.random.choice(["line", "neighbours", "paragraph"])
        first = self.random.randrange(len(words))
        if kind == "paragraph":
            lines[words[first] : words[first]] = [mark, ""]
        else:
            for at in words[first : first + (1 if kind == "line" else 3)]:
                lines[at] += f" {mark}."
        return "\n".join(lines)

    def _rows(self, rows: list[RelatedLink], mark: str) -> tuple[RelatedLink, ...]:
        kind = self.random.choice(["retitle", "reorder", "remove", "add"])
        if not rows or (kind == "add" and len(rows) < MOST_RELATED):
            number = self.random.randrange(10**9)
            return (*rows, RelatedLink(f"/learn/corrected/questions/q-{number}", mark))
        at = self.random.randrange(len(rows))
        if kind == "retitle":
            rows[at] = replace(rows[at], title=mark)
        elif kind == "reorder":
            rows.insert(0, rows.pop(at))
        else:
            del rows[at]
        return tuple(rows)


def _is_as_before_or_adopts(
    name: str, before: ArticleContent, after: ArticleContent, edited: ArticleContent
) -> bool:
    """Whether nothing is corrected, or what an editor had said already: to adopt that, and to take
    it back, is another story (`tests/importer/planning/test_taken_back.py`)."""
    was, new, own = (getattr(content, name) for content in (before, after, edited))
    return new in (was, own) or (name == "related" and has_adopted(was, new, own))
