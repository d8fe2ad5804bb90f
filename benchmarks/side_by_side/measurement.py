"""What a server or a command costs: by wrk, and by what Linux says of the processes.

CPU time and memory are those of a session (setsid) that is started for the server or command, and
so of its supervisor and all its workers. Memory is the proportional set size: pages that several
processes share are counted once.
"""

import json
import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

CONNECTIONS = 16
_TICKS = os.sysconf("SC_CLK_TCK")
_SAMPLE_SECONDS = 0.1
_IDLE_SECONDS = 5

# wrk takes its requests from a list that is made once. Its own statistics come as one line of JSON.
_SCRIPT = """
local requests, at = {}, 0
init = function()
  for _, asked in ipairs({%s}) do
    requests[#requests + 1] = wrk.format("GET", asked[1], asked[2])
  end
end
request = function()
  at = at %% #requests + 1
  return requests[at]
end
done = function(summary, latency)
  print(string.format('{"requests":%%d,"us":%%d,"p50":%%f,"p99":%%f,"errors":%%d}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    summary.errors.status + summary.errors.connect + summary.errors.read
    + summary.errors.write + summary.errors.timeout))
end
"""


class Failed(Exception):
    """A command or server that is measured did not do its work."""


# A reader's: to tell him from a program costs, and so does counting what he reads.
_BROWSER = {
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0.0.0 Safari/537.36",
}


@dataclass(frozen=True)
class Request:
    """A GET, with the headers that are sent beside Host."""

    path: str
    headers: dict[str, str] = field(default_factory=lambda: dict(_BROWSER))


@dataclass(frozen=True)
class Figures:
    """What was measured: `rate` is requests or articles a second, `errors` what wrk counted as one
    (a status from 400, a connection that was cut)."""

    rate: float
    cpu_seconds_per_thousand: float
    megabytes: float
    p50_ms: float | None = None
    p99_ms: float | None = None
    errors: int = 0


def measure_requests(
    session: int, port: int, requests: list[Request], seconds: float, folder: Path
) -> Figures:
    """Return the figures of the server of a session under 16 connections that ask for the requests
    in turn; a fifth of the time goes before to warm it up. Raises Failed."""
    script = folder / "load.lua"
    script.write_text(_SCRIPT % ",".join(_lua(request) for request in requests))
    _wrk(script, port, max(1, round(seconds / 5)))
    _wait_until_idle(session)
    before = cpu_seconds(session)
    found = _wrk(script, port, round(seconds))
    spent = cpu_seconds(session) - before
    return Figures(
        rate=found["requests"] / found["us"] * 1e6,
        p50_ms=found["p50"] / 1000,
        p99_ms=found["p99"] / 1000,
        cpu_seconds_per_thousand=spent / max(found["requests"], 1) * 1000,
        megabytes=resident_megabytes(session),
        errors=found["errors"],
    )


def measure_command(
    command: list[str], articles: int, environment: dict[str, str], folder: Path
) -> Figures:
    """Return the figures of a whole command that handles so many articles; memory is the highest
    that was seen. Raises Failed."""
    log = folder / "command.log"
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    peak = 0.0
    while not _has_ended(process.pid):
        peak = max(peak, resident_megabytes(process.pid))
        time.sleep(_SAMPLE_SECONDS)
    seconds = time.perf_counter() - started
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{' '.join(command)}\n{log.read_text()[-2000:]}")
    return Figures(
        rate=articles / seconds,
        cpu_seconds_per_thousand=(used.ru_utime + used.ru_stime) / articles * 1000,
        megabytes=peak,
    )


def cpu_seconds(session: int) -> float:
    """Return the CPU time of the processes of a session that are alive."""
    return sum(sum(map(int, fields[11:13])) for _, fields in _processes(session)) / _TICKS


def resident_megabytes(session: int) -> float:
    """Return the proportional set sizes of the processes of a session, in MB (1,000,000 bytes)."""
    kibibytes = 0
    for process, _ in _processes(session):
        try:
            rollup = (process / "smaps_rollup").read_text()
        except OSError:  # it ended meanwhile
            continue
        for line in rollup.splitlines():
            if line.startswith("Pss:"):
                kibibytes += int(line.split()[1])
    return kibibytes * 1024 / 1e6


def _processes(session: int) -> list[tuple[Path, list[str]]]:
    """Return folder and fields of /proc/PID/stat, those after the name, of a session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[3]) == session:
            found.append((stat.parent, fields))
    return found


def _wait_until_idle(session: int) -> None:
    """Until nothing is done for those any more who went away as the warming up ended."""
    until = time.monotonic() + _IDLE_SECONDS
    before = -1.0
    while time.monotonic() < until and (now := cpu_seconds(session)) > before:
        before = now
        time.sleep(_SAMPLE_SECONDS)


def _has_ended(process: int) -> bool:
    """Without reaping it: wait4 then says what it used."""
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _wrk(script: Path, port: int, seconds: int) -> dict:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
    ran = subprocess.run(
        [*command, "-s", str(script), f"http://127.0.0.1:{port}"],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in ran.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise Failed(f"wrk said: {ran.stdout}{ran.stderr}")
    return json.loads(lines[0])


def _lua(request: Request) -> str:
    headers = ",".join(
        f"[{_quoted(name)}]={_quoted(value)}" for name, value in request.headers.items()
    )
    return f"{{{_quoted(request.path)},{{{headers}}}}}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
