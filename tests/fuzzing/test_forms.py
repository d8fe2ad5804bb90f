"""Every form of the desk and of readers' pages: found by asking each address of the URL map, and
sent with one field hostile while the others stay as the page gave them.

Also what only scripts send to (addresses that take POST and have no page): with the fields of an
article's form.
"""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import strategies as st

from articles.admin.base import request_throttle
from tests.fuzzing.answered import assert_answered
from tests.fuzzing.hostile_texts import texts, values
from tests.fuzzing.sent_forms import forms_of
from tests.fuzzing.small_site import PEOPLE, make_small_site, routes
from tests.made_once import made_once
from tests.pictures import photograph

# Each form is sent this often in CI, each time with another field, value and person.
_TIMES_IN_CI = 1
_ENDS_THE_SESSION = {"logout"}


@made_once
def found():
    site = make_small_site()
    return site, list(_find(site).values())


def _find(site):
    """{identity: form} of all pages, the desk's as an administrator sees them."""
    forms, scripts = {}, []
    for route in routes():
        if route.name in _ENDS_THE_SESSION:
            continue
        address = route.filled(site)
        for who in _who_asks(route, address):
            with transaction.atomic():
                response = site.clients[who].get(address)
                body = b"" if response.streaming else response.content
                transaction.set_rollback(True)
            assert_answered_page(response, address, route)
            if response.status_code == 405:
                scripts.append(address)
            if response.get("Content-Type", "").startswith("text/html"):
                for form in forms_of(body, address):
                    forms.setdefault(form.identity, form)
    article = max(forms.values(), key=lambda form: len(form.values))
    for address in scripts:
        form = replace(article, action=address, method="post", files=("image", "picture"))
        forms.setdefault(form.identity, form)
    return forms


def _who_asks(route, address):
    """Pages of things show strangers the one for signing in, again and again."""
    if not address.startswith(("/admin/", "/preview/")):
        return ("anonymous",)
    is_of_things = route.name.startswith(("articles_", "auth_"))
    return ("administrator",) if is_of_things else ("administrator", "anonymous")


def assert_answered_page(response, address, route):
    if route.name != "view_on_site":  # leads to the site's own address, which is another here
        assert_answered(response, address)


@pytest.fixture
def send(found, monkeypatch, settings, tmp_path):
    """Send a form as somebody; what it writes is taken back."""
    monkeypatch.setattr(request_throttle, "_take", lambda *_: 0)
    settings.MEDIA_ROOT = tmp_path
    site, _ = found

    def sent(who, form, data):
        client = site.clients[who]
        cookies = client.cookies.copy()
        with transaction.atomic():
            ask = client.post if form.method == "post" else client.get
            asked = f"{who} {form.method} {form.action} {str(data)[:600]}"
            response = ask(form.action, data)
            assert_answered(response, asked)
            if response.status_code in (302, 303):
                assert_answered(client.get(response["Location"]), f"after {asked}")
            transaction.set_rollback(True)
        client.cookies = cookies

    return sent


def changed(form):
    """What is sent: the form with a field or two of another value, gone, or sent twice."""
    names = st.sampled_from(sorted({*form.names, "csrfmiddlewaretoken", "x"}))
    pictures = st.builds(
        _file, texts(4), st.one_of(st.binary(max_size=60), st.just(photograph((9, 9))))
    )

    def apply(changes, button, is_whole):
        data = {name: rows for name, rows in form.values.items() if rows}
        if button:
            data[button[0]] = [button[1]]
        for name, value, way in changes:
            if name in form.files or way == "file":
                data[name] = [value[1]]
            elif way == "gone":
                data.pop(name, None)
            elif way == "twice":
                data[name] = [*data.get(name, []), value[0]]
            else:
                data[name] = [value[0]]
        return {name: [_sent(value) for value in rows] for name, rows in data.items()}

    changes = st.lists(
        st.tuples(
            names,
            st.tuples(values(), pictures),
            st.sampled_from(["value"] * 8 + ["gone", "twice", "file"]),
        ),
        min_size=1,
        max_size=2,
    )
    buttons = st.sampled_from([*form.buttons, None])
    return st.builds(apply, changes, buttons, st.just(True))


def _sent(value):
    """No browser sends half of a pair."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _file(name, data):
    # A browser sends some name; the rest of it is the client's.
    cleaned = name.replace("\0", "").replace("\r", "").replace("\n", "") or "x"
    return SimpleUploadedFile(f"{_sent(cleaned)}.png", data, "image/png")


def test_every_form_takes_anything(budget, found, send):
    _, forms = found
    budget.shortens = False
    assert len(forms) > 60
    assert sum(len(form.names) for form in forms) > 300
    for form in forms:
        budget.spend(
            lambda given, form=form: send(given[0], form, given[1]),
            st.tuples(st.sampled_from(PEOPLE), changed(form)),
            examples=_TIMES_IN_CI,
            share=1 / len(forms),
            seconds_each=2,
        )


def test_the_forms_found_are_those_of_every_kind(found):
    """Else that nothing fails would prove nothing."""
    _, forms = found
    actions = " ".join(form.action for form in forms)
    for word in ("login", "article/", "subject/", "topic/", "person/", "page/", "redirect/"):
        assert word in actions, word
    for word in (
        "image/",
        "conflict",
        "finding/",
        "importrun/",
        "sitesettings/",
        "feedback",
        "/search",
    ):
        assert word in actions, word
    for word in (
        "user/",
        "group/",
        "draft",
        "preview",
        "checks",
        "presence",
        "schedule",
        "comments",
    ):
        assert word in actions, word
