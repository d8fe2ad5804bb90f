"""What a server's processes hold, again and again: memory, open files, connections; and by how much
it grows."""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import linear_regression, median
from threading import Event, Thread

from tests.faults.site import Site

# For PostgreSQL: what a site's processes hold open of its database.
_CONNECTIONS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A process at a moment: seconds since the start, megabytes of its own, open files, threads.
    `connections` are those of all processes to PostgreSQL, and this one's open files of SQLite's.

    Memory is Pss_Anon of proc(5): what its programs allotted, of which the part that is still
    shared since the fork is divided. The files' part (Pss) would grow by megabytes when any other
    process of the machine that has the same libraries ends.
    """

    seconds: float
    process: int
    megabytes: float
    files: int
    threads: int
    connections: int


class Samples:
    """Takes samples of a process and its children until it is left. `samples` has them by process,
    and the file, where there is one, a line of JSON each."""

    def __init__(self, site: Site, process: int, *, every_seconds: float, file: str = "") -> None:
        self.site = site
        self.process = process
        self.every_seconds = every_seconds
        self.file = file
        self.samples: dict[int, list[Sample]] = {}
        self._began = time.monotonic()
        self._is_over = Event()
        self._thread = Thread(target=self._go_on)

    def __enter__(self) -> "Samples":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _go_on(self) -> None:
        while not self._is_over.wait(self.every_seconds):
            for process in (self.process, *_children(self.process)):
                try:
                    sample = self._taken(process)
                except OSError:  # it has ended meanwhile
                    continue
                self.samples.setdefault(process, []).append(sample)
                if self.file:
                    with Path(self.file).open("a") as stream:
                        stream.write(json.dumps(asdict(sample)) + "\n")

    def _taken(self, process: int) -> Sample:
        folder = Path(f"/proc/{process}")
        memory = (folder / "smaps_rollup").read_text()
        status = (folder / "status").read_text()
        opened = list((folder / "fd").iterdir())
        return Sample(
            seconds=round(time.monotonic() - self._began, 1),
            process=process,
            megabytes=round(_number(memory, "Pss_Anon:") / 1024, 2),
            files=len(opened),
            threads=_number(status, "Threads:"),
            connections=self._connections(opened),
        )

    def _connections(self, opened: list[Path]) -> int:
        if not self.site.is_sqlite:
            return self.site.number(_CONNECTIONS)
        name = str(self.site.database_file)
        return sum(_target(file) == name for file in opened)


def growth(samples: list[Sample], *, after_seconds: float) -> float:
    """Megabytes an hour by which a process grew after its warm-up: the slope of a straight line
    through its samples (least squares)."""
    warm = [sample for sample in samples if sample.seconds >= after_seconds]
    line = linear_regression(
        [sample.seconds / 3600 for sample in warm], [sample.megabytes for sample in warm]
    )
    return line.slope


def by_thirds(samples: list[Sample], *, after_seconds: float) -> list[float]:
    """The median of the megabytes in each third of the time after the warm-up."""
    warm = [sample.megabytes for sample in samples if sample.seconds >= after_seconds]
    third = max(1, len(warm) // 3)
    return [median(warm[:third]), median(warm[third : 2 * third]), median(warm[-third:])]


def _children(process: int) -> list[int]:
    return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))


def _number(text: str, name: str) -> int:
    return int(text.partition(name)[2].split()[0])


def _target(file: Path) -> str:
    try:
        return str(file.readlink())
    except OSError:
        return ""
