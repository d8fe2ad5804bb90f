#!/usr/bin/env python3
"""Ask the server on this machine for a page; exit status 0 if it answers 200.

    deploy/ask.py [--port 8000] [--wait SECONDS] /readyz

`--wait` asks again until it does, or the time is over. Health check of the container, and what
systemd waits for before it counts a server as started. Needs nothing but Python.
"""

import argparse
import http.client
import os
import sys
import time


def main() -> int:
    parser = argparse.ArgumentParser(description="Asks the server on this machine for a page.")
    parser.add_argument("path")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--wait", type=float, default=0, metavar="SECONDS")
    options = parser.parse_args()
    end = time.monotonic() + options.wait
    while (answer := _ask(options.port, options.path)) != "200":
        if time.monotonic() >= end:
            sys.stderr.write(f"127.0.0.1:{options.port}{options.path}: {answer}\n")
            return 1
        time.sleep(0.2)
    return 0


def _ask(port: int, path: str) -> str:
    """The status of the answer, or why there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return str(connection.getresponse().status)
    except (OSError, http.client.HTTPException) as error:
        return str(error) or type(error).__name__
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
