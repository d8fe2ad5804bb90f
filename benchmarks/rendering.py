"""How fast answers become pages: `python -m benchmarks.rendering FOLDER` (of .md files).

All files are read and decoded first; the time is that of `render` alone, in CPU seconds of one
process, so that a busy machine disturbs it little.
"""

import sys
from pathlib import Path
from time import process_time

from articles.core.rendering import render
from articles.core.source.read_errors import SourceError
from articles.core.source.reader import read_document


def read_answers(folder: Path) -> list[str]:
    """The decoded answers of all articles below `folder`; files that are none are left out."""
    answers = []
    for path in sorted(folder.rglob("*.md")):
        try:
            document = read_document(path.read_bytes(), path=f"{path.parent.name}/{path.name}")
        except SourceError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        answers.append(document.content.answer)
    return answers


def main(arguments: list[str]) -> int:
    """Prints the figures; returns the exit code."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    answers = read_answers(Path(arguments[0]))
    started = process_time()
    pages = [render(answer) for answer in answers]
    seconds = process_time() - started
    formulas = sum(page.formula_count for page in pages)
    unconverted = sum(len(page.problems) for page in pages)
    size = sum(len(page.html.encode()) for page in pages) / max(len(pages), 1)
    print(f"{len(pages):,} articles in {seconds:.2f} CPU seconds: {len(pages) / seconds:,.0f}/s")
    print(f"{formulas:,} formulas, {unconverted} unconverted; {size:,.0f} bytes of HTML a page")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
