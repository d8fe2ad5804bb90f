"""PostgreSQL that is stopped under a server."""

from urllib.parse import urlsplit, urlunsplit

from tests.admin.page_forms import form_data
from tests.faults.desk import SIGN_IN, Desk
from tests.faults.proxy import proxied
from tests.faults.server import served, status
from tests.faults.site import Site
from tests.faults.test_refused_saves import (
    assert_refused,
    form_url,
    opened,
    sent_again,
    with_library,
)


def test_a_server_that_is_stopped_leaves_a_page_with_all_that_was_sent(make_site):
    library = with_library(make_site("library"))
    parts = urlsplit(library.database_url)
    with proxied(parts.hostname, parts.port or 5432) as proxy:
        place = f"{parts.username}@127.0.0.1:{proxy.port}"
        url = urlunsplit(parts._replace(netloc=place))
        site = Site(library.folder, url)
        desk, stranger = Desk(), Desk()
        # One worker: without CACHE_URL another has nothing of what this one stored.
        with served(site, flush_seconds=300, workers=1) as server:
            desk.sign_in(server.url)
            page = form_data(stranger.get(server.url + SIGN_IN).html, "login-form")
            url = form_url(library, server)
            data = opened(desk, url)
            stored = f"{server.url}/learn/biology"
            assert status(stored) == 200
            proxy.close()
            assert status(stored) == 200
            save = sent_again(library, desk, url, desk.send(url, data))
            typed = {"username": "editor", "password": "never shown"}
            refusal = stranger.send(server.url + SIGN_IN, page | typed)
            assert_refused(refusal)
            assert "never shown" not in refusal.html
            assert status(f"{server.url}/learn/physics") == 503
            assert status(f"{server.url}/api/v1/subjects") == 503
            proxy.open()
            save()
