"""The files by which web servers know how to serve the folder, each written where it has become
another."""

from pathlib import Path

from django.conf import settings

from articles.static_site import host_files, nginx
from articles.static_site.folder import write_text
from articles.static_site.header_rules import rules_of
from articles.static_site.state import State


def write_rules(state: State, root: Path) -> bool:
    """Write what web servers read beside the pages; return whether any of it is new."""
    rules, redirects, gone = rules_of(state), state.redirects(), state.gone()
    public, folder = root / "public", root / "nginx"
    server = f"http://127.0.0.1:{settings.PORT}"
    texts = {
        folder / "maps.conf": nginx.maps(rules, redirects, gone),
        folder / "server.conf": nginx.server(rules, public),
        folder / "alone.conf": nginx.alone(),
        folder / "with-server.conf": nginx.with_server(server),
        public / "_headers": host_files.headers_file(rules),
        public / "_redirects": host_files.redirects_file(redirects, gone),
    }
    new = [file for file, text in texts.items() if write_text(file, text)]
    return bool(new)
