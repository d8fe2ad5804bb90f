"""Lighthouse's four marks for a page of each kind, as on a phone (its default, throttled).

    NODE_MODULES=… python benchmarks/lighthouse.py BASE_URL PATH [PATH …]

`lighthouse` is an npm package, found in NODE_MODULES; Chromium is Debian's. BASE_URL is a running
site with collected static files and DEBUG off. Prints the marks of each page, 0 to 100, the first
and the largest contentful paint in seconds, the layout shift, the bytes, and each audit that is not
full.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def measure(url: str) -> dict:
    """Return Lighthouse's report of a page; raises CalledProcessError where it cannot be made."""
    script = Path(os.environ["NODE_MODULES"], "lighthouse", "cli", "index.js")
    flags = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
    result = subprocess.run(
        ["node", script, url, "--output=json", "--quiet", f"--chrome-flags={flags}"],
        capture_output=True,
        check=True,
        env={**os.environ, "CHROME_PATH": shutil.which("chromium") or "chromium"},
    )
    return json.loads(result.stdout)


def describe(path: str, report: dict) -> str:
    """Return the line of a page, and one for each audit that cost it something."""
    marks = [round(100 * report["categories"][name]["score"]) for name in CATEGORIES]
    audits = report["audits"]
    seconds = [
        audits[name]["numericValue"] / 1000
        for name in ("first-contentful-paint", "largest-contentful-paint")
    ]
    shift = audits["cumulative-layout-shift"]["numericValue"]
    kilobytes = audits["total-byte-weight"]["numericValue"] / 1000
    lines = [
        f"{'  '.join(f'{mark:3d}' for mark in marks)}  {seconds[0]:.1f} s  {seconds[1]:.1f} s"
        f"  {shift:.3f}  {kilobytes:5.0f} kB  {path}"
    ]
    lines += [
        f"      {name}: {audit['score']} {audit.get('displayValue', '')}"
        for name, audit in audits.items()
        if audit["score"] is not None
        and audit["score"] < 1
        and audit["scoreDisplayMode"] == "binary"
    ]
    return "\n".join(lines)


def main(base: str, paths: list[str]) -> None:
    print("perf  acc   bp  seo    FCP    LCP  shift     bytes")
    for path in paths:
        print(describe(path, measure(base + path)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2:])
