"""`python -m tests.faults.measured COMMAND…`: manage.py, and at its end the largest memory that it
had, as a last line of standard error: "peak: 73 MB".

VmHWM counts from the start of this program (proc(5)); `ru_maxrss` would count what the test's
process had when it started this one, too. No process may take more address space than 2 GB, so that
a bomb that goes off ends the test and not the machine.
"""

import atexit
import resource
import sys
from pathlib import Path

from django.core.management import execute_from_command_line


def report() -> None:
    lines = Path("/proc/self/status").read_text().splitlines()
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    sys.stderr.write(f"peak: {kilobytes // 1024} MB\n")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (2 * 10**9, 2 * 10**9))
    atexit.register(report)
    execute_from_command_line(["manage.py", *sys.argv[1:]])
