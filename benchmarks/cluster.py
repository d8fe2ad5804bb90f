"""Throughput of one and of two application processes behind nginx, and who of the databases reads.

    python -m benchmarks.cluster FOLDER

Imports the articles of a folder into the cluster of `tests.cluster.machines`, and has wrk ask nginx
for searches and for an article that is stored, of one machine and of two. Needs what
script/test-cluster needs, and wrk; takes two minutes.
"""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.replicas import ARTICLE, SCRIPT, ask, processes, ticks
from tests.cluster.machines import Cluster, Serving, running_cluster, serving
from tests.faults.site import Site

_ROWS = (("search", "/search?q=energy+"), ("article stored", "{article}?a="))
_WARM_SECONDS, _SECONDS = 2, 5
_TICKS_A_SECOND = 100


def main(source: str) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        cluster = stack.enter_context(running_cluster(folder))
        variables = cluster.variables("site") | {"DEBUG": "1"}
        (folder / "import").mkdir()
        site = Site(folder / "import", variables["DATABASE_URL"], variables | {"REPLICA_URLS": ""})
        site.run("migrate", "--verbosity", "0")
        site.import_(source)
        article = cluster.primary.one(ARTICLE)
        cluster.databases.add_replica()
        print("| | machines | requests a second | ms of CPU: machines | primary | replica |")
        for machines in (1, 2):
            (folder / f"site-{machines}").mkdir()
            with serving(folder / f"site-{machines}", variables, machines=machines) as served:
                for what, address in _ROWS:
                    script = folder / "requests.lua"
                    script.write_text(SCRIPT.format(address=address.format(article=article)))
                    number, spent = _measure(cluster, served, script)
                    cells = " | ".join(f"{each:.3f}" for each in spent)
                    rate = number / _SECONDS
                    print(f"| {what} | {machines} | {rate:.0f} | {cells} |", flush=True)


def _measure(cluster: Cluster, served: Serving, script: Path) -> tuple[int, list[float]]:
    """How many requests were answered, and milliseconds of CPU for each: of the machines, of the
    primary, of the replica."""
    ask(served.url, script, _WARM_SECONDS)
    before = _spent(cluster, served)
    number = ask(served.url, script, _SECONDS)
    after = _spent(cluster, served)
    return number, [
        sum(spent - old.get(pid, 0) for pid, spent in new.items()) * 1000 / _TICKS_A_SECOND / number
        for old, new in zip(before, after, strict=True)
    ]


def _spent(cluster: Cluster, served: Serving) -> list[dict[int, int]]:
    """{process: ticks of CPU} of each side."""
    workers = [worker for machine in served.machines for worker in machine.children()]
    sides = (workers, processes(cluster.primary), processes(cluster.replica))
    return [{pid: ticks(pid) for pid in side} for side in sides]


if __name__ == "__main__":
    main(sys.argv[1])
