#!/usr/bin/env bash
# apsw 3.54.1.0 (SQLite 3.54.1), WAL mode.
#
# Seen: a connection that opened the WAL index (the file -shm) for reading only makes every other
# connection of its process read-only, for as long as it is open: they are opened for writing, the
# file may be written, and INSERT fails with SQLITE_READONLY. Without the first one it is written.
#
#   readonly_shm=1: ReadOnlyError
#   readonly_shm=0: written
#   alone: written
#
# Who meets it: a server with a connection a thread. A disk that was full or read-only for a moment
# leaves one such connection behind (SQLite opens the index for reading where it cannot for writing),
# and from then on nobody writes, although the disk is well again and new connections are opened.
# Why it surprises: rights look like a property of a connection. The index is one object a process.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${other-}" 2>/dev/null || true; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet apsw==3.54.1.0
cat >"$work/other.py" <<'PYTHON'
import sys, time, apsw
connection = apsw.Connection(sys.argv[1])
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("CREATE TABLE t (x)")
print("ready", flush=True)
time.sleep(60)
PYTHON
cat >"$work/seen.py" <<'PYTHON'
import sys, apsw
file = sys.argv[1]
flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI
def write():
    connection = apsw.Connection(file, flags=flags)
    try:
        connection.execute("INSERT INTO t VALUES (1)")
        return "written"
    except apsw.Error as error:
        return type(error).__name__
    finally:
        connection.close()
for index in ("readonly_shm=1", "readonly_shm=0"):
    kept = apsw.Connection(f"file:{file}?{index}", flags=flags)
    list(kept.execute("SELECT * FROM t"))
    print(f"{index}: {write()}")
    kept.close()
print(f"alone: {write()}")
PYTHON
# Another process keeps the index in being, as another worker does.
: >"$work/ready"
"$work/venv/bin/python" "$work/other.py" "$work/site.db" >"$work/ready" &
other=$!
until grep -q ready "$work/ready"; do sleep 0.1; done
"$work/venv/bin/python" "$work/seen.py" "$work/site.db" | tee "$work/out"
diff - "$work/out" <<'OUT'
readonly_shm=1: ReadOnlyError
readonly_shm=0: written
alone: written
OUT
