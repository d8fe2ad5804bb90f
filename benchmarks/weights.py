"""What a first view of each kind of page weighs, and how much of it moves while it loads.

    python -m benchmarks.weights http://127.0.0.1:8000 NAME=/path …

Asks a running server (script/server, so that static files are compressed) with a fresh headless
Chromium for each page: nothing is cached. Prints kilobytes (1,000 bytes) as transferred, headers
included, by kind; the number of requests; and the cumulative layout shift on a phone of 390 by
844 and a window of 1280 by 900 (web.dev/cls: 0.1 is good, 0 is ours).
"""

import sys
from urllib.parse import urlsplit

from selenium import webdriver

WINDOWS = ((390, 844), (1280, 900))
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu")
_SETTLED_SECONDS = 1.5

# Bytes by kind of request, and the sum of the layout shifts, once the page has settled.
_READ = """
const done = arguments[1];
let shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
setTimeout(() => {
  const entries = [...performance.getEntriesByType("navigation"),
                   ...performance.getEntriesByType("resource")];
  done({shift, files: entries.map((e) => [e.name, e.transferSize])});
}, arguments[0] * 1000);
"""


def kind_of(url: str) -> str:
    """The column that a request counts in."""
    path = urlsplit(url).path
    if "latin-modern" in path:
        return "formulas"
    ending = path.rpartition(".")[2]
    kinds = {"css": "css", "woff2": "fonts", "svg": "images", "png": "images", "ico": "images"}
    return kinds.get(ending, "html")


def measure(url: str, width: int, height: int) -> tuple[dict[str, int], int, float]:
    """Return ({kind: bytes}, requests, cumulative layout shift) of one cold view."""
    options = webdriver.ChromeOptions()
    for flag in _FLAGS:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options)
    try:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        driver.get(url)
        found = driver.execute_async_script(_READ, _SETTLED_SECONDS)
    finally:
        driver.quit()
    sizes: dict[str, int] = {}
    for name, size in found["files"]:
        sizes[kind_of(name)] = sizes.get(kind_of(name), 0) + size
    return sizes, len(found["files"]), found["shift"]


def main() -> None:
    site, *pages = sys.argv[1:]
    columns = ("html", "css", "fonts", "images", "formulas")
    heads = "".join(f"{name:>10}" for name in (*columns, "first view", "requests", "shift"))
    print(f"{'page':12}{'width':>6}{heads}")
    for page in pages:
        name, _, path = page.partition("=")
        for width, height in WINDOWS:
            sizes, requests, shift = measure(site + path, width, height)
            total = sum(size for kind, size in sizes.items() if kind != "formulas")
            numbers = "".join(f"{sizes.get(kind, 0) / 1000:>10.1f}" for kind in columns)
            print(f"{name:12}{width:>6}{numbers}{total / 1000:>10.1f}{requests:>10}{shift:>10.4f}")


if __name__ == "__main__":
    main()
