"""What is written for web servers gives each file the full mark of Mozilla's HTTP Observatory."""

import re

from articles.static_site import publication
from articles.static_site.header_rules import rules_of
from articles.static_site.making import forget_handler
from articles.static_site.state import State
from tests.web.observatory import FULL, OF_PROGRAMS, Answer, score
from tests.web.public_settings import make_public


def test_the_rules_of_every_kind_of_file(library, published, settings):
    make_public(settings).SITE_URL = "https://testserver"
    forget_handler()
    published.run()
    state = State(published.root / publication._STATE)
    rules = rules_of(state)
    state.close()
    kinds = {kind.name: headers for kind, headers in rules.by_kind.items()}
    assert {"digested", "article", "page", "markdown", "feed", "gone"} <= kinds.keys()
    for where, headers in [*kinds.items(), *rules.by_file.items()]:
        answer = Answer({name.lower(): value for name, value in headers.items()})
        is_for_programs = "access-control-allow-origin" in answer.headers
        assert score(answer) == (OF_PROGRAMS if is_for_programs else FULL), where
    of_a_host = (published.public / "_headers").read_text()
    of_nginx = (published.root / "nginx" / "server.conf").read_text()
    for name in ("Strict-Transport-Security", "Cross-Origin-Embedder-Policy", "Referrer-Policy"):
        assert re.search(rf"^  {name}: ", of_a_host, re.MULTILINE)
        assert re.search(rf"^add_header {name} .* always;", of_nginx, re.MULTILINE)
