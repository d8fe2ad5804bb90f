"""`benchmarks/run`: what is asked for, what is here, and the tables."""

import argparse
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.side_by_side.imports import HUGO, measure_imports
from benchmarks.side_by_side.measurement import CONNECTIONS, Failed
from benchmarks.side_by_side.pages import BARE, Pages
from benchmarks.side_by_side.sizes import measure_sizes, print_sizes
from benchmarks.side_by_side.table import print_table


def main() -> None:
    options = read_options()
    # What has been started is ended, and the folder removed, as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if not shutil.which("wrk"):
        sys.exit("wrk is missing, and every row needs it (apt-get install wrk).")
    started, busy = time.monotonic(), load()
    with ExitStack() as stack:
        folder = options.work or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-"))
        )
        folder.mkdir(parents=True, exist_ok=True)
        try:
            if options.sizes:
                print_sizes(measure_sizes(options.folder, options.sizes, folder, options.seconds))
            else:
                compare(options, folder)
        except Failed as error:
            sys.exit(str(error))
    minutes = (time.monotonic() - started) / 60
    print(
        f"{CONNECTIONS} connections, {options.seconds} s a row, one worker; {processor()},"
        f" {os.cpu_count()} cores, Python {platform.python_version()}; load average {busy} at the"
        f" start, {load()} at the end; {minutes:.1f} minutes."
    )


def compare(options: argparse.Namespace, folder: Path) -> None:
    """Measure and print both tables. Raises Failed."""
    pages = Pages(folder, options.seconds)
    pages.measure(options.folder, options.articles)
    print_table(pages.rows, "requests", BARE)
    rows, left_out = measure_imports(options.folder, options.imported, folder)
    print_table(rows, "articles", HUGO)
    for sentence in (*pages.left_out, *left_out):
        print(sentence)
    print(f"{', '.join(versions(pages))}.")


def versions(pages: Pages) -> list[str]:
    """Return the names and versions of the others that took part."""
    found = [pages.wagtail_version] if pages.wagtail_version else []
    for program, argument in (("nginx", "-v"), ("hugo", "version"), ("wrk", "-v")):
        path = shutil.which(program) or shutil.which(program, path="/usr/sbin")
        if path:
            ran = subprocess.run([path, argument], capture_output=True, text=True, check=False)
            number = re.search(r"\d+\.\d+[\d.]*", ran.stdout + ran.stderr)
            found.append(f"{program} {number.group() if number else ''}".strip())
    return found


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks/run", description=__doc__)
    parser.add_argument("folder", type=Path, help="article files (.md), in folders of subjects")
    parser.add_argument("--articles", type=int, default=400, help="of the pages' library (400)")
    parser.add_argument("--imported", type=int, default=4000, help="of the import (4000)")
    parser.add_argument("--seconds", type=int, default=5, help="of each row (5)")
    parser.add_argument(
        "--sizes",
        type=lambda text: [int(number) for number in text.split(",")],
        help="measure the site alone in libraries of so many articles: 10000,100000,1000000",
    )
    parser.add_argument("--work", type=Path, help="a new folder that is kept, for a look at it")
    return parser.parse_args()


def load() -> str:
    """Return the machine's load average over the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def processor() -> str:
    """Return the name of the processor."""
    names = re.findall(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    main()
