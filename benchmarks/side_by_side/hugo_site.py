"""The articles as a site of Hugo: plain Markdown and layouts of a few lines (Debian's package)."""

import json
import os
import shutil
from pathlib import Path

from benchmarks.side_by_side.library import Entry
from benchmarks.side_by_side.measurement import Figures, measure_command

_CONFIGURATION = """baseURL = "http://127.0.0.1/"
languageCode = "en"
title = "QuickTakes"
paginate = 50
"""
_LAYOUTS = {
    "_default/baseof.html": """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}"><link rel="canonical" href="{{ .Permalink }}">
</head><body><a href="/">{{ site.Title }}</a>{{ block "main" . }}{{ end }}</body></html>
""",
    "_default/single.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
<time>{{ .Date.Format "2006-01-02" }}</time>{{ .Content }}
<ul>{{ range .Params.similar }}<li><a href="{{ .path }}">{{ .title }}</a></li>{{ end }}</ul>
{{ end }}""",
    "_default/list.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range .Paginator.Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
{{ template "_internal/pagination.html" . }}{{ end }}""",
    "index.html": """{{ define "main" }}<ul>{{ range site.Sections }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ len .Pages }}</li>{{ end }}</ul>
<ul>{{ range first 10 site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>
{{ end }}</ul>{{ end }}""",
}


def is_here() -> str | None:
    """Return where Hugo is."""
    return shutil.which("hugo")


def measure_build(folder: Path, entries: list[Entry]) -> Figures:
    """Return what building the articles costs, without writing their files. Raises Failed."""
    write_site(folder, entries)
    return measure_command(["hugo", "--quiet"], len(entries), dict(os.environ), folder)


def write_site(folder: Path, entries: list[Entry]) -> None:
    """Write configuration, layouts and a Markdown file for each article."""
    folder.mkdir()
    (folder / "config.toml").write_text(_CONFIGURATION)
    for name, text in _LAYOUTS.items():
        layout = folder / "layouts" / name
        layout.parent.mkdir(parents=True, exist_ok=True)
        layout.write_text(text)
    by_id = {entry.id: entry for entry in entries}
    for entry in entries:
        page = folder / "content" / entry.subject / f"{entry.slug}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        similar = [
            {"path": f"/{by_id[key].subject}/{by_id[key].slug}/", "title": by_id[key].title}
            for key in entry.related
        ]
        head = {
            "title": entry.title,
            "description": entry.description,
            "date": entry.published_on,
            "similar": similar,
        }
        # Hugo takes two braces for a call of a shortcode; here they are part of a formula.
        text = entry.markdown.replace("{{", "{ {")
        page.write_text(f"{json.dumps(head, indent=1)}\n\n{text}\n")
