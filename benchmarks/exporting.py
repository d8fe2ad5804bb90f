"""What an export costs, beside `yaml.CSafeLoader` over the same files in the same run.

    python benchmarks/exporting.py FOLDER [--rounds 3]

Imports the folder into an empty SQLite database once. Each round then measures whole commands,
start-up included: `export_articles` into an empty folder, again into the same, into an archive, and
into an empty folder after one article in a hundred was edited. Memory is the highest resident set
of a command. Prints each round and the medians; fails where a file differs from the one imported.
"""

import argparse
import filecmp
import os
import sqlite3
import tempfile
from pathlib import Path

from importing import print_rounds, read_with_yaml, run


def measure(folder: Path, work: Path, environment: dict[str, str]) -> dict[str, float]:
    """Return one round: seconds, ratios and MB."""
    files = sorted(folder.rglob("*.md"))
    baseline = read_with_yaml(files)
    with tempfile.TemporaryDirectory(dir=work) as target:
        first, peak = run(["export_articles", f"{target}/site"], environment)
        check(files, Path(target, "site"))
        again, _ = run(["export_articles", f"{target}/site"], environment)
        archive, archive_peak = run(["export_articles", f"{target}/site.tar.gz"], environment)
        edit(work / "site.sqlite3", "author || '.'")
        edited, _ = run(["export_articles", f"{target}/edited"], environment)
        edit(work / "site.sqlite3", "rtrim(author, '.')")
    return {
        "files": len(files),
        "CSafeLoader s": baseline,
        "export s": first,
        "unchanged s": again,
        "archive s": archive,
        "1% edited s": edited,
        "export ×": first / baseline,
        "unchanged ×": again / baseline,
        "peak MB": max(peak, archive_peak) / 1e6,
    }


def check(files: list[Path], target: Path) -> None:
    """Ends the benchmark where an exported file is not the imported one."""
    for file in files:
        written = target / file.parent.name / file.name
        if not filecmp.cmp(file, written, shallow=False):
            raise SystemExit(f"{written} differs from {file}")


def edit(database: Path, expression: str) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute(f"UPDATE articles_article SET author = {expression} WHERE id % 100 = 0")
    connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        database = f"sqlite:///{work}/site.sqlite3"
        environment = {**os.environ, "DATABASE_URL": database, "VAR_DIR": work}
        run(["migrate"], environment)
        run(["import_articles", str(options.folder)], environment)
        rounds = [measure(options.folder, Path(work), environment) for _ in range(options.rounds)]
    print_rounds(rounds)


if __name__ == "__main__":
    main()
