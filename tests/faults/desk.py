"""An editor's browser at a real server: cookies, forms, and how long each answer took."""

import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from email.message import Message
from http.cookiejar import CookieJar

from tests.admin.page_forms import form_data
from tests.audience.agents import CHROME
from tests.faults.site import Site

NAME, PASSWORD = "editor", "right password"
SIGN_IN = "/admin/login/"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    html: str
    headers: Message
    seconds: float


def make_editor(site: Site) -> None:
    """An administrator of the site."""
    secret = {"DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    before, site.variables = site.variables, {**site.variables, **secret}
    options = ("--noinput", "--username", NAME, "--email", "editor@example.org")
    outcome = site.run("createsuperuser", *options)
    site.variables = before
    assert outcome.status == 0, outcome.stderr


class Desk:
    """One browser; it keeps its cookies when the server is another one."""

    def __init__(self) -> None:
        handler = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(handler)

    def get(self, url: str) -> Answer:
        return self._ask(url, None)

    def send(self, url: str, data: dict[str, str]) -> Answer:
        """Send a form; a redirect is followed."""
        return self._ask(url, urllib.parse.urlencode(data).encode())

    def send_body(self, url: str, body: bytes, kind: str) -> Answer:
        """Send a body of that media type, as scripts do."""
        return self._ask(url, body, **{"Content-Type": kind})

    def sign_in(self, server: str, password: str = PASSWORD) -> Answer:
        url = server + SIGN_IN
        data = form_data(self.get(url).html, "login-form")
        return self.send(url, data | {"username": NAME, "password": password})

    def _ask(self, url: str, body: bytes | None, **more: str) -> Answer:
        headers = {"User-Agent": CHROME, **more}
        request = urllib.request.Request(url, data=body, headers=headers)
        began = time.monotonic()
        try:
            response = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            html = response.read().decode()
            seconds = time.monotonic() - began
            return Answer(response.status, html, response.headers, seconds)
