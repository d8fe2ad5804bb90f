"""An editor's hour: the tasks in their order, at both desks in turn, and what they cost."""

import urllib.error
import urllib.request
from collections import defaultdict
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Protocol

from selenium.common.exceptions import WebDriverException

from benchmarks.desk_beside_wagtail.person import Person
from benchmarks.desk_beside_wagtail.tasks import Job
from benchmarks.side_by_side.library import Entry
from benchmarks.side_by_side.measurement import Failed
from benchmarks.side_by_side.table import number, say


class Tasks(Protocol):
    """A desk's tasks: a method for each that it has, named by the task's slug."""

    name: str
    person: Person

    def open(self, job: Job) -> None: ...
    def open_home(self) -> None: ...
    def keep_draft(self, job: Job) -> None: ...
    def type_and_close(self, job: Job) -> None: ...
    def text_offered(self, job: Job) -> str: ...
    def public_path(self, entry: Entry) -> str: ...


@dataclass(frozen=True)
class Task:
    """A row: its method; where it begins; and what the public page then holds, or (with a "-"
    before it) holds no longer."""

    slug: str
    label: str
    start: str = "form"
    public: str = ""


TASKS = (
    Task("find", "find an article by words of its title, open it", start="home"),
    Task("mend", "delete a leftover phrase, publish", public="-{leftover}"),
    Task("describe", "change the description, publish", public="{description}"),
    Task("link", "add a link to another article, publish", public="{other_slug}"),
    Task("formula", "add a formula, publish", public="<mfrac"),
    Task("picture", "add a picture with its alternative text, publish", public="{alternative}"),
    Task("undo", "restore the version before, live", public="-{alternative}"),
    Task("schedule", "publish a waiting draft tomorrow", start="draft"),
    Task("share", "show a draft to somebody without an account"),
)
_LOST = "words lost, of {words} typed, when the tab is closed in mid-sentence"


class Hour:
    """What two people do in turn. `costs` is {task: {desk: [(actions, seconds)]}}, `lost`
    {desk: [words]}."""

    def __init__(self, chosen: list[str], *desks: Tasks) -> None:
        self.desks = desks
        self.tasks = [task for task in TASKS if not chosen or task.slug in chosen]
        self.costs: dict[str, dict[str, list[tuple[int, float]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self.lost: dict[str, list[int]] = defaultdict(list)
        self.words = 0
        # Tasks that did not come to their end at a desk: their cells say so.
        self.failed: set[tuple[str, str]] = set()

    def work(self, job: Job) -> None:
        """Do every task once at each desk. Raises Failed where the public page does not show what
        was done."""
        for task in self.tasks:
            for desk in self.desks:
                if hasattr(desk, task.slug):
                    self._do(desk, task, job)
        # An article that is planned is locked at Wagtail's desk.
        self._close_in_mid_sentence(replace(job, entry=job.other))

    def _close_in_mid_sentence(self, job: Job) -> None:
        written = job.sentence.split()
        self.words = len(written)
        for desk in self.desks:
            desk.open(job)
            desk.type_and_close(job)
            kept = desk.text_offered(job)
            # A word is kept with all that stands before it.
            count = next(n for n in range(len(written), -1, -1) if " ".join(written[:n]) in kept)
            self.lost[desk.name].append(len(written) - count)

    def print_table(self) -> None:
        """Print a row for each task, in Markdown."""
        first, second = (desk.name for desk in self.desks)
        print(f"| | {first}: actions | seconds | {second}: actions | seconds |")
        print("| --- | ---: | ---: | ---: | ---: |")
        for task in self.tasks:
            cells = [cell for desk in self.desks for cell in self._cells(task, desk)]
            print(f"| {task.label} | {' | '.join(cells)} |")
        lost = [f"| {number(median(self.lost[desk.name]))} " for desk in self.desks]
        print(f"| {_LOST.format(words=self.words)} {'| '.join(lost)}| |\n")

    def _cells(self, task: Task, desk: Tasks) -> tuple[str, str]:
        if (desk.name, task.slug) in self.failed:
            return "failed", ""
        costs = self.costs[task.slug][desk.name]
        if not costs:
            return "none", ""
        actions, seconds = zip(*costs, strict=True)
        return str(max(actions)), f"{median(seconds):.2f}"

    def _do(self, desk: Tasks, task: Task, job: Job) -> None:
        if task.start == "home":
            desk.open_home()
        else:
            desk.open(job)
        if task.start == "draft":
            desk.keep_draft(job)
        person = desk.person
        person.begin()
        try:
            getattr(desk, task.slug)(job)
        except (Failed, WebDriverException) as error:
            say(f"{desk.name}, {task.label}: {str(error)[:300]}")
            self.failed.add((desk.name, task.slug))
            return
        self.costs[task.slug][desk.name].append((person.actions, person.seconds()))
        if task.public:
            self._check(desk, task, job)

    def _check(self, desk: Tasks, task: Task, job: Job) -> None:
        values: dict[str, Any] = {**vars(job), "other_slug": job.other.slug}
        asked = task.public.removeprefix("-").format(**values)
        url = desk.person.desk.url + desk.public_path(job.entry)
        try:
            page = urllib.request.urlopen(url, timeout=30).read().decode()
        except urllib.error.HTTPError as error:
            raise Failed(f"{url} answers {error.code}") from error
        if (asked in page) == task.public.startswith("-"):
            raise Failed(f"{desk.name}, {task.label}: {url} does not show it ({asked})")
