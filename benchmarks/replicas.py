"""What a read replica takes off the primary, in CPU time.

    python -m benchmarks.replicas FOLDER

Imports the articles of a folder into a primary of its own, adds a streaming replica, and has wrk
ask one worker for searches, for an article that is made anew and for a stored one, with the replica
and without. Needs PostgreSQL's programs and wrk; takes three minutes.
"""

import re
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.faults.cluster import Cluster, Server, running_primary
from tests.faults.server import served, workers_of
from tests.faults.site import Site

# (what, address before a number that makes each request another, PAGE_MEMORY_MB)
_ROWS = (
    ("search", "/search?q=energy+", "64"),
    ("article made anew", "{article}?a=", "0"),
    ("article stored", "{article}?a=", "64"),
)
_ROUNDS = 2
_WARM_SECONDS, _SECONDS = 2, 4
_TICKS_A_SECOND = 100
ARTICLE = (
    "SELECT '/learn/' || s.slug || '/questions/' || a.slug FROM articles_article a"
    " JOIN articles_subject s ON s.id = a.subject_id WHERE a.status = 'published'"
    " ORDER BY a.id LIMIT 1"
)
SCRIPT = """local n = 0
request = function() n = n + 1 return wrk.format("GET", "{address}" .. n) end
"""


def main(source: str) -> None:
    with ExitStack() as stack:
        cluster = stack.enter_context(running_primary())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        site = Site(folder, cluster.primary.url)
        site.run("migrate", "--verbosity", "0")
        site.import_(source)
        article = cluster.primary.one(ARTICLE)
        cluster.add_replica()
        print("| ms of CPU a request | replica | worker | primary | replica's |")
        for what, address, memory in _ROWS:
            script = folder / "requests.lua"
            script.write_text(SCRIPT.format(address=address.format(article=article)))
            for url in ("", cluster.replica.url) * _ROUNDS:
                with served(site, workers=1, REPLICA_URLS=url, PAGE_MEMORY_MB=memory) as server:
                    spent = _measure(cluster, workers_of(server)[0], server.url, script)
                cells = " | ".join(f"{each:.3f}" for each in spent)
                print(f"| {what} | {'yes' if url else 'no'} | {cells} |", flush=True)


def _measure(cluster: Cluster, worker: int, url: str, script: Path) -> list[float]:
    """Milliseconds of CPU a request: of the worker, of the primary, of the replica."""
    ask(url, script, _WARM_SECONDS)
    before = _spent(cluster, worker)
    number = ask(url, script, _SECONDS)
    after = _spent(cluster, worker)
    return [
        sum(spent - old.get(pid, 0) for pid, spent in new.items()) * 1000 / _TICKS_A_SECOND / number
        for old, new in zip(before, after, strict=True)
    ]


def ask(url: str, script: Path, seconds: int) -> int:
    """Have four connections ask for so long; return how many requests were answered."""
    command = ["wrk", "-t1", "-c4", f"-d{seconds}", "-s", str(script), url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        sys.exit(said)
    return int(re.search(r"(\d+) requests in", said)[1])


def _spent(cluster: Cluster, worker: int) -> list[dict[int, int]]:
    """{process: ticks of CPU} of each side (proc(5))."""
    sides = ([worker], processes(cluster.primary), processes(cluster.replica))
    return [{pid: ticks(pid) for pid in side} for side in sides]


def processes(server: Server) -> list[int]:
    """The processes of a database server but its first (proc(5))."""
    pid = int((server.folder / "postmaster.pid").read_text().split()[0])
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def ticks(pid: int) -> int:
    """The CPU time of a process, in hundredths of a second (proc(5))."""
    facts = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return int(facts[11]) + int(facts[12])


if __name__ == "__main__":
    main(sys.argv[1])
