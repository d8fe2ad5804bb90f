"""Article files in which every text is a vector, and what else a page may print of a delivery."""

import json
from pathlib import Path

from tests.fuzzing.markup_vectors import BREAKOUTS, CALL, PAYLOADS, numbered

SUBJECT = "hostile-answers"
# Of one answer, so that all of them are on ten pages; FUZZ_SECONDS has each of a few on its own.
VECTORS_OF_AN_ANSWER = 450
# Fields of one line, of which each article has others.
_FIELDS = ("author", "reviewed_by", "date_format", "post_on_text", "short_answer")


def breakouts() -> list[str]:
    """Short texts that end what they stand in and run a script."""
    return [
        frame.replace("§", payload).replace("@", "0")
        for number, frame in enumerate(BREAKOUTS)
        for payload in PAYLOADS[number % 3 : number % 3 + 2]
    ]


def write_library(folder: Path, *, of_an_answer: int = VECTORS_OF_AN_ANSWER, word: str = "") -> int:
    """Write the files below a folder; returns how many. `word` makes a second delivery another."""
    texts = [text for _, text in numbered()]
    small = breakouts()
    subject = folder / SUBJECT
    subject.mkdir(parents=True, exist_ok=True)
    starts = range(0, len(texts), of_an_answer)
    for number, start in enumerate(starts):
        some = texts[start : start + of_an_answer]
        slug = f"vectors-{number}"
        (subject / f"{slug}.md").write_text(
            _file(slug, number, some, small, word), encoding="utf-8"
        )
    # Neither has an article: their names and their faults stand in the report of the import.
    name = "<img src=x onerror=top.hit(0)>\"'.md"
    (subject / name).write_text("---\ntitle: [\n---\n")
    (subject / "broken.md").write_text(f"---\nurl: {json.dumps(small[0])}\n---\n")
    return len(starts)


def _file(slug, number, vectors, small, word):
    def next_small(offset):
        return small[(number * 13 + offset) % len(small)]

    fields = {
        "id": number + 1,
        "title": f"Hostile zebra {number}? {next_small(0)}",
        "article_title": f"Hostile zebra {number}? {next_small(1)}",
        "question": f"Hostile zebra {number}? {next_small(2)}",
        "date": "2024-12-07",
        "seo": {
            "title": next_small(3),
            "page_description": f"Zebras. {next_small(4)}",
            "page_keywords": f"zebra, {next_small(5)}",
        },
        **{name: next_small(6 + place)[:59] for place, name in enumerate(_FIELDS)},
        "subject": f"Hostile {small[3]}"[:80],
        "answer": "\n\n".join([f"Zebras {word} are striped.", *vectors]),
        "sources": [f"https://example.org/{number}", "javascript:top.hit(0)", next_small(12)],
        "file_name": f"{slug}.md",
        "url": f"/learn/{SUBJECT}/questions/{slug}",
        "related_article1": {
            "id": 1,
            "title": next_small(14),
            "url": f"/learn/{SUBJECT}/questions/vectors-{(number + 1) % 8}",
        },
        CALL: next_small(15),
    }
    return (
        "---\n"
        + "".join(f"{json.dumps(key)}: {json.dumps(value)}\n" for key, value in fields.items())
        + "---\n"
    )
