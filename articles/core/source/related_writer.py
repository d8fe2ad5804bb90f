"""Writer of a file's related questions, which edits only the blocks that change.

A block is `related_article<N>` with id, title, subject and url. A link that the file already has
keeps its block unchanged, including its id (docs/corpus.md, "Related questions"), even if it moves
to another number. A block that reading ignores (a repeated link, for example) is kept where
possible.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from articles.core.article_content import RelatedLink
from articles.core.source.article_paths import article_path, parse_article_path
from articles.core.source.byte_preserving_text import Edit
from articles.core.source.canonical_format import style_of
from articles.core.source.field_positions import Entry, Node, block_indent, line_start, next_line
from articles.core.source.yaml_scalars import Style, scalars

_NAME = re.compile(r"related_article(\d{1,4})")
_HOUSE_INDENT = 4


class Target(NamedTuple):
    """What a file says of an article that it relates to, besides its address and title."""

    source_id: int | None
    subject_name: str


class _Slot(NamedTuple):
    number: int
    entry: Entry
    path: str | None  # None for a block that names no article


def related_edits(
    text: str,
    root: Node,
    links: Sequence[RelatedLink],
    targets: Mapping[str, Target],
    *,
    insert_at: int,
) -> Iterator[list[Edit]]:
    """The ways to make the file's related questions `links`, the most sparing first.

    `text` is the YAML that `root` maps; new blocks go to `insert_at` where there are none yet.
    `targets` gives id and subject of the articles at the paths of new links.
    """
    slots = _read_slots(root)
    blocks = _Blocks(text, slots, targets)
    used = _slots_in_use(slots)
    for chosen in [used, slots] if len(used) < len(slots) else [slots]:
        edits = []
        for slot, link in zip(chosen, links, strict=False):
            written = blocks.write(link)
            if written != text[slot.entry.colon : slot.entry.node.end]:
                edits.append(Edit(slot.entry.colon, slot.entry.node.end, written))
        for slot in chosen[len(links) :]:
            start = line_start(text, slot.entry.start)
            edits.append(Edit(start, next_line(text, slot.entry.node.end), ""))
        place = max((next_line(text, slot.entry.node.end) for slot in slots), default=insert_at)
        added = "".join(
            f"{' ' * root.entries[0].column}related_article{number}:{blocks.write(link)}\n"
            for number, link in enumerate(links[len(chosen) :], start=_first_free(slots))
        )
        yield [*edits, *([Edit(place, place, added)] if added else [])]


def _first_free(slots: list[_Slot]) -> int:
    return max((slot.number for slot in slots), default=0) + 1


def _read_slots(root: Node) -> list[_Slot]:
    slots = []
    for entry in root.entries:
        match = _NAME.fullmatch(entry.key)
        if match:
            slots.append(_Slot(int(match[1]), entry, _path_of(entry.node)))
    return sorted(slots, key=lambda slot: (slot.number, slot.entry.key))


def _path_of(node: Node) -> str | None:
    url = node.find("url")
    location = parse_article_path((url.node if url else node).value or "")
    return article_path(*location) if location else None


def _slots_in_use(slots: list[_Slot]) -> list[_Slot]:
    """Those that reading takes: the first of each path."""
    seen: set[str] = set()
    used = []
    for slot in slots:
        if slot.path is not None and slot.path not in seen:
            seen.add(slot.path)
            used.append(slot)
    return used


class _Blocks:
    """Writes the block of a link: its own where the file has it, else a new one."""

    def __init__(self, text: str, slots: list[_Slot], targets: Mapping[str, Target]) -> None:
        self.text = text
        self.targets = targets
        self.known = {slot.path: slot.entry for slot in reversed(slots) if slot.path}
        samples = [slot.entry for slot in slots if slot.entry.node.is_block_mapping]
        self.sample = samples[0] if samples else None

    def write(self, link: RelatedLink) -> str:
        """What stands behind `related_article1:`, without the last newline."""
        entry = self.known.get(link.path)
        if entry is None:
            return self._write_new(link)
        block = self.text[entry.colon : entry.node.end]
        title = entry.node.find("title")
        if (title.node.value or "" if title else "") == link.title:
            return block
        if title is None or title.node.value is None or not entry.node.is_block_mapping:
            return self._write_new(link)
        written = next(scalars(link.title, self._style(title), column=title.column))
        start, end = title.node.start - entry.colon, title.node.end - entry.colon
        space = " " if block[start - 1 : start] == ":" else ""
        return block[:start] + space + written + block[end:]

    def _write_new(self, link: RelatedLink) -> str:
        column = self.sample.node.entries[0].column if self.sample else _HOUSE_INDENT
        target = self.targets.get(link.path, Target(None, ""))
        title = self.sample.node.find("title") if self.sample else None
        styles = {"title": self._style(title) if title else style_of("related.title", column=4)}
        values = {
            "id": "" if target.source_id is None else str(target.source_id),
            "title": link.title,
            "subject": target.subject_name,
            "url": link.path,
        }
        lines = []
        for key, value in values.items():
            if value:
                style = styles.get(key, Style("", column + 4))
                written = next(scalars(value, style, column=column))
                lines.append(f"\n{' ' * column}{key}: {written}")
        return "".join(lines)

    def _style(self, title: Entry) -> Style:
        indent = block_indent(self.text, title.node)
        house = style_of("related.title", column=title.column)
        return Style(title.node.style, indent or house.indent)
