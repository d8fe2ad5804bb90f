"""A site with a thing of every kind, so that every address of the desk and of readers has a page.

The things' words are hostile themselves: what a page prints of them is looked at with the rest.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from articles import publishing
from articles.accounts import audit_log
from articles.core.page_content import page_values
from articles.drafts import draft_store
from articles.models import (
    Article,
    Conflict,
    Feedback,
    Finding,
    Image,
    ImportRun,
    PageDraft,
    Person,
    ReaderSearch,
    Redirect,
    ScheduledChange,
    SiteSettings,
    Status,
    Topic,
    UnknownAddress,
)
from articles.reviewing import comments, turns
from articles.scheduling.due_changes import schedule
from tests.factories import make_article, make_content, make_page, make_subject, make_user

ATTACK = "</script></title>\"'><img src=x onerror=top.hit(0)>"
PEOPLE = ("anonymous", "writer", "editor", "administrator")


@dataclass(frozen=True)
class SmallSite:
    """`clients` by the names of PEOPLE; `keys` of the things by the names of their models; `words`
    that converters of addresses are filled with."""

    clients: dict[str, Client]
    keys: dict[str, object]
    words: dict[str, str]


def make_small_site() -> SmallSite:
    now, day = timezone.now(), timezone.localdate()
    author = make_user("author")
    physics = make_subject("physics", introduction=f"Of **light**. {ATTACK}")
    article = make_article("light", title=f"What is light? {ATTACK}", author=ATTACK)
    image = Image.objects.create(
        digest="0" * 32, width=9, height=9, byte_count=99, alternative=ATTACK
    )
    publishing.revise(
        article,
        make_content(f"What is light? {ATTACK}", answer=f"A wave. {ATTACK}\n\n{image.markdown}"),
    )
    article.refresh_from_db()
    others = [make_article(f"heat-{n}", title=f"What is heat {n}? {ATTACK}") for n in range(12)]
    unseen = make_article("unseen", title=f"What is dark? {ATTACK}", status=Status.DRAFT)
    gone = make_article("gone", title=f"What was ether? {ATTACK}")
    gone_key = gone.pk
    publishing.delete(gone)
    values = {"answer": [f"In words. {ATTACK}"], "status": ["published"]}
    for one in (unseen, article):
        draft_store.begin(one.pk, values, base_version=one.version, author=author)
        turn = turns.send(one, author=author, reviewer=None, text=ATTACK)
        comments.comment(one.pk, author=author, text=ATTACK)
    token = draft_store.share(unseen.pk)
    schedule(unseen.pk, ScheduledChange.Action.WITHDRAW, now + timedelta(days=1), user=author)
    page = make_page("about", f"About {ATTACK}")
    page = (
        publishing.save_page(
            page.pk, page.content(), slug="about", status=Status.PUBLISHED, expected_version=1
        )
        or page
    )
    PageDraft.objects.create(
        page=page,
        base_version=page.version,
        values=page_values(page.content()),
        author=author,
        saved_at=now,
    )
    finding = {"path": f"physics/{ATTACK}", "severity": "warning", "detail": ATTACK}
    topic = Topic(subject=physics, name="Waves", introduction=f"Of waves. {ATTACK}")
    publishing.save_topic(topic)
    publishing.set_belonging(
        physics, {one.pk: publishing.Belonging((topic.pk,), True) for one in [article, *others]}
    )
    person = Person(slug="roe", name=ATTACK[-40:], kind="person", biography=ATTACK)
    publishing.save_person(person, ())
    things = {
        "article": article,
        "subject": physics,
        "topic": topic,
        "person": person,
        "page": page,
        "image": image,
        "conflict": Conflict.objects.create(
            article=article, field="title", base="A?", ours=ATTACK, theirs=f"{ATTACK}?"
        ),
        "finding": Finding.objects.create(article=article, kind="orphan", **finding),
        "commission": Finding.objects.create(article=article, kind="lost-context", **finding),
        "redirect": Redirect.objects.create(old_path="/before", article=article),
        "importrun": ImportRun.objects.create(state="finished", is_settled=True, sources=[ATTACK]),
        "sitesettings": SiteSettings.objects.get_or_create()[0],
        "feedback": Feedback.objects.create(
            article=article, is_helpful=True, note=ATTACK, state=1, created_at=now
        ),
        "unknownaddress": UnknownAddress.objects.create(
            path="/learn/physics/questions/lights", readers=1, first_seen_at=now, last_seen_at=now
        ),
        "readersearch": ReaderSearch.objects.create(text=ATTACK, first_day=day, last_day=day),
        "auditentry": audit_log.record(audit_log.Kind.EXPORTED, detail=ATTACK),
        "user": make_user("somebody"),
        "group": Group.objects.create(name=ATTACK),
    }
    keys = {name: thing.pk for name, thing in things.items()}
    return SmallSite(
        clients=_clients(),
        keys=keys | {"gone": gone_key, "unseen": unseen.pk, "turn": turn.pk},
        words={
            "subject_slug": "physics",
            "slug": "light",
            "number": "2",
            "token": token or "token",
            "digest": "0" * 16,
            "name": image.name
            if isinstance(getattr(image, "name", None), str)
            else "0" * 32 + "-9x9",
            "width": "640",
            "bucket": "0",
            "key": str(article.pk),
            "rest": "nothing",
            "content_type_id": str(ContentType.objects.get_for_model(Article).pk),
            "object_id": str(article.pk),
            "app_label": "articles",
            "url": "articles",
        },
    )


def _clients():
    found = {"anonymous": Client()}
    for who in PEOPLE[1:]:
        found[who] = Client()
        found[who].force_login(make_user(who, role=who))
    return found


@dataclass(frozen=True)
class Route:
    """A pattern of the URL map: its parts, each a fixed text or the name of a converter."""

    name: str
    parts: tuple[tuple[bool, str], ...]

    def filled(self, site: SmallSite, **words: str) -> str:
        """The address with the things of the site, or with these words in their places."""
        model = self.name.split("_")[1] if "_" in self.name else ""
        key = site.keys.get(model, site.words["object_id"])
        own = {"object_id": str(key), "key": str(key), "id": str(key)} if model in site.keys else {}
        known = site.words | own | words
        return "/" + "".join(
            text if is_fixed else known.get(text, str(key)) for is_fixed, text in self.parts
        )


def routes() -> list[Route]:
    """Every address of the site and of its desk, found in the URL map."""
    found: list[Route] = []
    _walk(get_resolver("qtsite.urls").url_patterns, (), found)
    return found


def _walk(patterns, before, found):
    for one in patterns:
        parts = before + _parts(str(one.pattern))
        if isinstance(one, URLResolver):
            _walk(one.url_patterns, parts, found)
        elif isinstance(one, URLPattern):
            found.append(Route(one.name or "", parts))


def _parts(route):
    """`a/<int:key>/b` -> fixed "a/", converter "key", fixed "/b"."""
    parts = []
    for number, text in enumerate(route.replace("<", ">").split(">")):
        if number % 2:
            parts.append((False, text.rpartition(":")[2]))
        elif text:
            parts.append((True, text))
    return tuple(parts)
