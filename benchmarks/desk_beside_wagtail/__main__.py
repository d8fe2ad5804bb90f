"""`python -m benchmarks.desk_beside_wagtail FOLDER`: both desks, the tasks in turn, one table."""

import argparse
import platform
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image

from benchmarks.desk_beside_wagtail import own_desk, wagtail_tasks
from benchmarks.desk_beside_wagtail.hour import TASKS, Hour
from benchmarks.desk_beside_wagtail.person import Person, browser_programs
from benchmarks.desk_beside_wagtail.sites import LEFTOVER, OwnSite, WagtailDesk, prepare_files
from benchmarks.desk_beside_wagtail.tasks import Job
from benchmarks.side_by_side.__main__ import load, processor
from benchmarks.side_by_side.library import Entry
from benchmarks.side_by_side.measurement import Failed
from benchmarks.side_by_side.table import say

_WINDOW = (1280, 1000)


def main() -> None:
    options = read_options()
    # What has been started is ended, and the folder removed, as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started, busy = time.monotonic(), load()
    with ExitStack() as stack:
        folder = options.work or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="desks-"))
        )
        folder.mkdir(parents=True, exist_ok=True)
        try:
            hour, version = compare(options, folder, stack)
        except Failed as error:
            sys.exit(str(error))
    hour.print_table()
    print(
        f"{version}; {options.articles:,} articles, medians of {options.rounds}, both in turn;"
        f" window {_WINDOW[0]} × {_WINDOW[1]}, one process each; {processor()}, Python"
        f" {platform.python_version()}; load average {busy} at the start, {load()} at the end;"
        f" {(time.monotonic() - started) / 60:.1f} minutes."
    )


def compare(options: argparse.Namespace, folder: Path, stack: ExitStack) -> tuple[Hour, str]:
    """Make both sites, do the tasks; return what was measured, and Wagtail's version. Raises
    Failed."""
    browser_programs()
    slugs = prepare_files(options.folder, folder / "sample", options.articles, options.rounds)
    own, wagtail = OwnSite(folder / "own"), WagtailDesk(folder / "wagtail")
    say(f"{own_desk.OwnDesk.name}: a library of {options.articles:,} articles")
    entries = own.fill(folder / "sample")
    say("Wagtail: installing it, and a page for each article")
    version = wagtail.install()
    wagtail.fill(entries)
    own_served = stack.enter_context(own.serving())
    wagtail_served = stack.enter_context(wagtail.serving_desk())
    people = []
    for desk, name in ((own_served, "browser"), (wagtail_served, "other-browser")):
        people.append(Person(desk, _WINDOW, folder / name))
        stack.callback(people[-1].leave)
    hour = Hour(
        options.only or [],
        own_desk.OwnDesk(people[0], own_desk.ids_of(own.library.database)),
        wagtail_tasks.WagtailTasks(people[1], wagtail_tasks.ids_of(wagtail.database)),
    )
    for number, job in enumerate(jobs(entries, slugs, folder), start=1):
        say(f"round {number} of {options.rounds}")
        hour.work(job)
    return hour, version


def jobs(entries: list[Entry], slugs: list[str], folder: Path) -> list[Job]:
    """Return what each round works on. The articles that are linked hold no fault."""
    by_slug = {entry.slug: entry for entry in entries}
    others = [entry for entry in entries if entry.slug not in slugs]
    tomorrow = datetime.now() + timedelta(days=1)
    made = []
    for place, slug in enumerate(slugs):
        # Another one each: of a picture that it has, Wagtail asks whether it is to be used.
        picture = folder / f"picture-{place}.jpg"
        drawn = Image.linear_gradient("L").rotate(90).resize((1200, 800 + place))
        drawn.convert("RGB").save(picture)
        other = others[(place + 1) * len(others) // (len(slugs) + 1)]
        made.append(Job(by_slug[slug], other, picture, tomorrow, LEFTOVER))
    return made


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.desk_beside_wagtail", description=__doc__
    )
    parser.add_argument("folder", type=Path, help="article files (.md), in folders of subjects")
    parser.add_argument("--articles", type=int, default=1200, help="of both libraries (1200)")
    parser.add_argument("--rounds", type=int, default=5, help="of which the median is taken (5)")
    parser.add_argument("--work", type=Path, help="a new folder that is kept, for a look at it")
    parser.add_argument(
        "--only", choices=[task.slug for task in TASKS], action="append", help="a task (all)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
