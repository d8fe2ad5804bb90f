"""The store in front of a Django that counts what it makes, and a visitor."""

from dataclasses import dataclass

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from articles.models import Article, Page, Person, Redirect, Subject
from articles.models.site_settings_cache import forget_settings
from articles.page_store import StoredAnswers


@dataclass
class Given:
    """What a visitor gets."""

    status: str
    headers: dict[str, str]
    body: bytes


def ask(application, path, method="GET", **headers):
    """Send a request; `headers` as `Accept_Encoding="gzip"`."""
    headers = {"Host": "testserver", **headers}
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    environ = RequestFactory(headers=names).generic(method, path).environ
    started = []
    response = application(environ, lambda *arguments: started.extend(arguments[:2]))
    body = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    status, given = started
    assert len({name.lower() for name, _ in given}) == len(given), given
    return Given(status, dict(given), body)


class Site:
    """`made` are the paths that Django had to make."""

    def __init__(self):
        self.django = WSGIHandler()
        self.made = []
        self.store = StoredAnswers(self._make)

    def _make(self, environ, start_response):
        self.made.append(environ["PATH_INFO"])
        return self.django(environ, start_response)

    def ask(self, path, method="GET", **headers):
        return ask(self.store, path, method, **headers)

    def fresh(self, path, **headers):
        """What Django alone would say, with nothing remembered."""
        forget_settings()
        return ask(self.django, path, **headers)

    def django_status(self, path, method):
        return ask(self.django, path, method).status

    def warm(self):
        """Have every public page stored."""
        for path in public_paths():
            self.ask(path)
        self.made.clear()


@pytest.fixture
def site(transactional_db):
    made = Site()
    yield made
    made.store.freshness.close()


def public_paths():
    """Every address of the library, old ones among them."""
    articles = [article.get_absolute_url() for article in Article.objects.select_related("subject")]
    subjects = [subject.get_absolute_url() for subject in Subject.objects.all()]
    people = [person.get_absolute_url() for person in Person.objects.all()]
    pages = [page.get_absolute_url() for page in Page.objects.all()]
    return [
        *pages,
        *(f"{path}.md" for path in pages),
        *("/", "/learn", "/feed.xml", "/llms.txt", "/robots.txt"),
        *("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-articles-0.xml"),
        *articles,
        *(f"{path}.md" for path in articles),
        *subjects,
        *(f"{path}/feed.xml" for path in subjects),
        *(["/people"] if people else []),
        *people,
        *Redirect.objects.values_list("old_path", flat=True),
    ]
