#!/usr/bin/env bash
# prometheus_client 0.26.0, multi-process mode.
#
# Seen: a process that counts is ended by SIGBUS once the disk of PROMETHEUS_MULTIPROC_DIR is full.
#
#   counted 1 … 400 series
#   ended by signal 7
#
# Who meets it: a server whose disk fills up. Each worker that meets a page for the first time dies,
# and so does the next: a site that could still be read is down for its metrics.
# Why it surprises: counting looks like an addition, and the files are made by truncate(2), which
# takes no room: it is taken when a page of the mapping is first written, where no error can be
# returned (mmap(2), "SIGBUS"). Needs root, for a disk of its own.
set -euo pipefail
work=$(mktemp -d)
trap 'umount "$work/disk" 2>/dev/null || true; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet prometheus-client==0.26.0
mkdir "$work/disk"
mount -t tmpfs -o size=256k tmpfs "$work/disk"
cat >"$work/count.py" <<'PYTHON'
from prometheus_client import Counter
counter = Counter("seen", "Pages.", ["page"])
for number in range(1, 401):
    counter.labels(f"page-{number:05}" + "x" * 60).inc()
print("counted", number, "series", flush=True)
with open("/dev/stdin") as wait:
    wait.readline()
for number in range(401, 3_000):
    counter.labels(f"page-{number:05}" + "x" * 60).inc()
print("counted", number, "series", flush=True)
PYTHON
mkfifo "$work/go"
PROMETHEUS_MULTIPROC_DIR="$work/disk" "$work/venv/bin/python" "$work/count.py" <"$work/go" &
worker=$!
exec 3>"$work/go"
sleep 2
dd if=/dev/zero of="$work/disk/filler" bs=4k 2>/dev/null || true
echo >&3
status=0
wait "$worker" || status=$?
[ "$status" -gt 128 ] && echo "ended by signal $((status - 128))" || echo "ended with status $status"
