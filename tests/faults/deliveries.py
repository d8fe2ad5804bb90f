"""Generated deliveries: small files with everything that an import looks at, the same each time."""

from collections.abc import Iterable
from pathlib import Path

SUBJECTS = ("arts", "biology", "chemistry", "physics", "world-history")
# Five batches (tests.faults.site), and more than an import reads without workers.
LIBRARY = 250


def address(number: int) -> tuple[str, str]:
    return SUBJECTS[number % len(SUBJECTS)], f"question-{number:05}"


def path_of(number: int) -> str:
    subject, slug = address(number)
    return f"{subject}/{slug}.md"


def url_of(number: int) -> str:
    subject, slug = address(number)
    return f"/learn/{subject}/questions/{slug}"


def article_file(number: int, *, week: int = 0) -> bytes:
    """The bytes of one file as a week's delivery holds it.

    In week 0: twins across subjects, garbled words, links to others and to nowhere. In each later
    week, by the number: another answer under another id, a corrected line, other metadata, or
    the very same bytes.
    """
    kind = number % 4
    subject, slug = address(number)
    values = {
        "id": number,
        "title": f"What is question {number}?",
        "description": f"About question {number}.",
        "author": "QuickTakes",
        "answer": _answer(number),
    }
    if week and kind == 0:
        values["id"] = number + 100_000 * week
        words = " ".join(f"week{week}word{n}of{number}" for n in range(12))
        values["answer"] = f"{words}\\n\\nNothing of what stood here is left: {words}."
    elif week and kind == 1:
        values["answer"] = values["answer"].replace("first line", f"first line of week {week}")
        if number % 3 == 0:
            values["answer"] += f"\\n\\nA last line of week {week}."
    elif week and kind == 2:
        values["title"] = f"What is question {number} in week {week}?"
        values["description"] = f"About question {number}, week {week}."
        values["author"] = f"Writer {week}"
    related = [number + 1, number * 7 % LIBRARY, number + 11 * (week + 1)]
    if kind == 3:
        related = [number + 1]
    lines = [f"related_article{place}:\n  url: {url_of(n)}" for place, n in enumerate(related, 1)]
    return "\n".join(
        [
            "---",
            "_schema: default",
            f"id: {values['id']}",
            f"date: 2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
            f'title: "{values["title"]}"',
            "seo:",
            f'  page_description: "{values["description"]}"',
            '  page_keywords: "one, two"',
            f"author: {values['author']}",
            f"answer: '{values['answer']}'",
            f"subject: {subject}",
            f"url: /learn/{subject}/questions/{slug}",
            *lines,
            "---",
            "",
        ]
    ).encode()


def is_twin(number: int) -> bool:
    """Tell whether nine others, in other subjects, too, have the same answer."""
    return number % 10 in (1, 3) and number % 100 < 50


def _answer(number: int) -> str:
    if is_twin(number):
        return f"One text in many places, number {number // 100}.\\n\\nIt is the first line."
    garbled = "Hereâ€™s a garbled word. " if number % 40 == 0 else ""
    return (
        f"The first line of answer {number}.\\n\\n{garbled}It has $x_{{{number}}}$ and **words**."
        f"\\n\\n- one\\n- two\\n\\nThe end of answer {number}."
    )


def deliver(folder: Path, numbers: Iterable[int], *, week: int = 0) -> Path:
    """Write the files into a folder."""
    for number in numbers:
        path = folder / path_of(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(article_file(number, week=week))
    return folder
