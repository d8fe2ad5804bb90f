"""Addresses: every pattern of the URL map, with odd bytes in its places, odd parameters, headers
and methods; and what no pattern has."""

from urllib.parse import quote, quote_from_bytes

from hypothesis import strategies as st

from articles.audience.count_flusher import flush
from articles.models import Redirect
from tests.fuzzing.answered import assert_answered
from tests.fuzzing.hostile_texts import ADDRESSES, NUMBERS, texts, values
from tests.fuzzing.small_site import PEOPLE, make_small_site, routes
from tests.made_once import made_once

# Of lists, pages, searches, windows that the desk opens, the API, and what nobody asks for.
PARAMETERS = (
    *(
        "q",
        "page",
        "p",
        "o",
        "all",
        "sort",
        "subject",
        "status__exact",
        "subject__id__exact",
        "term",
    ),
    *("next", "_popup", "_to_field", "_changelist_filters", "e", "app_label", "model_name"),
    *("field_name", "helpful", "counted", "report", "cursor", "limit", "include", "changed_since"),
    *(
        "view",
        "old",
        "new",
        "state",
        "kind",
        "finding",
        "person",
        "day",
        "before",
        "after",
        "x",
        "[]",
    ),
    *("views_from", "changed_to", "duplicate_of", "answer", "editor", "index_status", "total"),
)
HEADERS = (
    *(
        "accept",
        "accept-encoding",
        "accept-language",
        "if-none-match",
        "if-modified-since",
        "range",
    ),
    *("cookie", "referer", "origin", "user-agent", "x-forwarded-for", "x-forwarded-proto", "host"),
    *("x-request-id", "x-forwarded-host", "sec-fetch-site", "content-type", "authorization"),
)
METHODS = ("GET",) * 12 + ("HEAD", "POST", "OPTIONS", "PUT", "DELETE", "TRACE", "X")
_NO_HEADER = {ord(sign): None for sign in "\r\n\0"}


@made_once
def site():
    made = make_small_site()
    Redirect.objects.create(old_path="/elsewhere", external_url="https://example.org/a")
    return made


def segments():
    """Part of a path as it is sent: percent-encoded bytes, well-formed or not."""
    return st.one_of(
        texts(4).map(
            lambda text: quote(text.encode("utf-8", "surrogatepass"), safe="/.;,'()*!~$&+=:@")
        ),
        st.binary(max_size=12).map(lambda data: quote_from_bytes(data, safe="")),
        st.sampled_from(
            [
                *("..", ".", "%2e%2e", "%2f", "%5c", "%00", "%c0%af", "%ff", "%", "%zz", "a" * 201),
                *("light/", "light.html", "LIGHT", "light%0d%0aX-Y:z", "light;x", "-", "a" * 4000),
                *(
                    "//x.org",
                    "/\\x.org",
                    "%2f%2fx.org",
                    "@x.org",
                    "\u212a".encode().hex(),
                    "light.md",
                ),
            ]
        ),
        st.sampled_from(NUMBERS).map(lambda text: quote(text)),
        st.sampled_from(ADDRESSES).map(lambda text: quote(text, safe="/:@\\")),
    )


@st.composite
def requests(draw, site):
    """(who, method, path and query, headers)."""
    route = draw(st.sampled_from(_ROUTES))
    places = [text for is_fixed, text in route.parts if not is_fixed]
    words = {}
    if places and draw(st.integers(0, 2)):
        words[draw(st.sampled_from(places))] = draw(segments())
    path = route.filled(site, **words)
    end = draw(st.sampled_from(["", "", "", "/", "//", ".html", ".md", "%20", "/.", "\x7f"]))
    if draw(st.integers(0, 11)) == 0:
        path = "/" + draw(segments())
    pairs = draw(st.lists(st.tuples(st.sampled_from(PARAMETERS), values()), max_size=2))
    query = "&".join(
        f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in pairs
    )
    if draw(st.integers(0, 9)) == 0:
        query += draw(
            st.sampled_from(["&=", "?", "&&", "%", "=%ff", ";", "&a", "\xff", "&" * 1200])
        )
    headers = draw(st.dictionaries(st.sampled_from(HEADERS), values(), max_size=1))
    headers = {
        name: value.encode("utf-8", "replace").decode("latin-1").translate(_NO_HEADER)
        for name, value in headers.items()
    }
    who, method = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(METHODS))
    return who, method, path + end + (f"?{query}" if query else ""), headers


_ROUTES = routes()


def test_any_address_is_answered(budget, site, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    budget.shortens = False

    def check(given):
        who, method, address, headers = given
        client = site.clients[who]
        cookies = client.cookies.copy()
        # Not as a path that urlsplit would take for another host's.
        response = client.generic(method, f"http://testserver{address}", headers=headers)
        if "elsewhere" not in address and "/admin/r/" not in address:
            assert_answered(response, f"{who} {method} {address[:600]} {headers}")
        assert response.status_code < 500
        client.cookies = cookies

    budget.spend(check, requests(site), examples=80, seconds_each=2)
    # What was counted on the way is written without a fault.
    flush()


def test_every_pattern_is_asked(site):
    """Else that nothing fails would prove nothing: with the things of the site it has a page."""
    assert len(_ROUTES) > 150
    readers = [route for route in _ROUTES if not route.parts or route.parts[0][1] != "admin/"]
    assert len(readers) > 40
