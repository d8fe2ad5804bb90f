"""Every kind of person × every address and action of the desk, as `tests/admin/permission_rows.py`
has it: the answer, and that who is refused writes nothing and is shown nothing."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse
from django.utils import timezone
from lxml import html

from articles import bulk_runs, duplicates, publishing
from articles.accounts import audit_log
from articles.admin.base import request_throttle
from articles.bulk_runs import planning
from articles.core.page_content import page_values
from articles.drafts import draft_store
from articles.models import (
    Article,
    Conflict,
    Delivery,
    DeskList,
    DuplicateCluster,
    DuplicateMember,
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
    TaskRun,
    Topic,
    UnknownAddress,
)
from articles.reviewing import comments, turns
from articles.rights.roles import EDITOR
from articles.scheduling.due_changes import schedule
from articles.web.response_headers import CONTENT_SECURITY_POLICY
from tests.admin.page_forms import form_data
from tests.admin.permission_rows import ACTIONS, ADDRESSES, PEOPLE, PREVIEWS
from tests.factories import make_article, make_content, make_page, make_subject, make_user
from tests.made_once import made_once
from tests.pictures import photograph

STATUS = {"O": 200, "M": 302, "L": 302, "S": 303, "F": 403, "B": 400, "U": 401, "N": 404, "X": 405}
REFUSED = set("LSFBUNX")
# What the things of physics are told by: who works in biology alone never reads it.
SECRET = "Zanzibar"
PUBLISH = "articles.publish_article"
METHODS = ("get", "post")
WRITING = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# What a page writes whoever asks for it.
OF_THE_SERVER = {"django_session", "articles_auditentry", "articles_accountsession"}
OF_THE_SERVER |= {"articles_signinattempt"}
# Where a writer writes; what was done is in the desk's log.
OF_WRITERS = {f"articles_{name}" for name in ("draft", "presence", "editorialnote", "image")}
OF_WRITERS |= {"articles_pagedraft"}
OF_WRITERS |= {"django_admin_log", "articles_desklist"}
# The library of images belongs to no subject, nor does how somebody lays out a list.
OF_ALL_SUBJECTS = {"articles_image_add", "articles_image_change", "articles_image_upload"}
OF_ALL_SUBJECTS |= {
    f"articles_{model}_{what}" for model in ("article", "finding") for what in ("keep", "columns")
}
# Where what readers see is kept, and what will change it.
# The tables of what is planned, and not done.
PLANS = {"articles_bulkrun", "articles_bulkitem"}
PUBLIC = {
    f"articles_{name}"
    for name in ("article", "related", "rendering", "redirect", "scheduledchange", "revision")
}
PUBLIC |= {"articles_page", "articles_pagerevision", "articles_sitesettings"}
# What they add is unpublished: see below.
ADDING = {"articles_article_add", "articles_page_add", "articles_page_suggest"}
# Their redirection does nothing; no delivery waits for the article here.
LEADS_ON = {
    "view_on_site",
    "articles_conflict_change",
    "articles_sitesettings_changelist",
    "articles_article_kept",
    # What they write is the server's: tests/accounts/ has what they end and make.
    "sessions",
    "auth_user_sessions",
    "second_factor",
    "second_step",
    "auth_user_factors",
}
SENDS_NOTHING = {"index", "app_list", "login", "view_on_site", "logout"}


@made_once
def things():
    physics, biology = make_subject("physics"), make_subject("biology")
    now, day = timezone.now(), timezone.localdate()
    article = make_article("zanzibar", title=f"Where is {SECRET}?")
    image = Image.objects.create(
        digest="0" * 32, width=9, height=9, byte_count=99, alternative="A boat"
    )
    answer = f"Off the coast.\n\n{image.markdown}"
    publishing.revise(article, make_content(f"Where is {SECRET}?", answer=answer))
    article.refresh_from_db()
    unseen = make_article("zanzibar-unseen", title=f"What is {SECRET}?", status=Status.DRAFT)
    gone = make_article("zanzibar-gone", title=f"Whose was {SECRET}?")
    gone_key = gone.pk
    publishing.delete(gone)
    twins = [make_article(f"zanzibar-{n}", title=SECRET, answer="The same.") for n in "ab"]
    make_article("quagga", title="What is a quagga?", subject=biology)
    run = ImportRun.objects.create(state="finished", is_settled=True, sources=[f"{SECRET}.zip"])
    delivery = Delivery.objects.create(
        name=f"{SECRET}.zip", source="nowhere", is_upload=True, state="planned", plan_number=1
    )
    values = {"answer": [f"{SECRET} in words."], "status": ["published"]}
    author = make_user("author")
    for one in (unseen, article):
        draft_store.begin(one.pk, values, base_version=one.version, author=author)
        turn = turns.send(one, author=author, reviewer=None, text=f"Is it {SECRET}?")
        comments.comment(one.pk, author=author, text=f"Not {SECRET}.")
    draft_store.share(unseen.pk)
    due = schedule(unseen.pk, ScheduledChange.Action.WITHDRAW, now + timedelta(days=1), user=author)
    finding = {"path": "physics/zanzibar", "severity": "warning"}
    made = {
        "article": article,
        "unseen": unseen,
        "gone_key": gone_key,
        "due": due,
        "turn": turn,
        "image": image,
        "unused": Image.objects.create(digest="1" * 32, width=9, height=9, byte_count=99),
        "conflict": Conflict.objects.create(
            article=article, field="title", base="A?", ours=f"Where is {SECRET}?", theirs="B?"
        ),
        "finding": Finding.objects.create(article=article, kind="orphan", **finding),
        "commission": Finding.objects.create(article=article, kind="lost-context", **finding),
        "dismissed": Finding.objects.create(
            article=article, kind="lost-context", is_dismissed=True, **finding
        ),
        "moved": Finding.objects.create(
            article=twins[1],
            kind="same-text-elsewhere",
            detail=twins[0].get_absolute_url(),
            **finding,
        ),
        **_duplicates(article),
        "subject": physics,
        "empty": make_subject("zanzibar-studies"),
        "redirect": Redirect.objects.create(old_path="/zanzibar-before", article=article),
        "importrun": run,
        "delivery": delivery,
        "delivery_file": delivery.files.create(
            plan_number=1, path=f"physics/{SECRET}.md", action="created"
        ),
        "taskrun": TaskRun.objects.create(kind="fill-related", sentence=SECRET, state="running"),
        "sitesettings": SiteSettings.objects.create(),
        "feedback": Feedback.objects.create(
            article=article, is_helpful=True, note=SECRET, state=1, created_at=now
        ),
        "handled": Feedback.objects.create(
            article=article, is_helpful=True, note=SECRET, state=2, created_at=now
        ),
        "unknownaddress": UnknownAddress.objects.create(
            path="/learn/physics/questions/zanzibars",
            readers=1,
            first_seen_at=now,
            last_seen_at=now,
        ),
        "readersearch": ReaderSearch.objects.create(text=SECRET, first_day=day, last_day=day),
        "settled": ReaderSearch.objects.create(
            text=f"{SECRET}?", first_day=day, last_day=day, is_settled=True
        ),
        "topic": Topic.objects.create(subject=physics, slug="zanzibar", name=f"{SECRET} coasts"),
        "person": Person.objects.create(slug="roe", name=f"{SECRET} Roe", changed_at=now),
        "page": _page(author),
        "unseen_page": make_page("terms", "Terms", status=Status.DRAFT),
        "auditentry": audit_log.record(audit_log.Kind.EXPORTED, detail=SECRET),
        "user": make_user("somebody"),
        "group": Group.objects.create(name="A group"),
        **{
            f"kept_{model}": DeskList.objects.create(
                user=author, model=model, name="Kept", query="q=a", is_shared=True
            )
            for model in ("article", "finding")
        },
        "run": bulk_runs.begin("withdraw", [article.pk], actor=author),
        "plan": planning.choose([article.pk], actor=author),
    }
    people = {"nobody": make_user("nobody")}
    people |= {who: make_user(who, role=who) for who in ("writer", "editor")}
    for who, subjects in (("inside", [physics, made["empty"]]), ("outside", [biology])):
        people[who] = make_user(who, role="subject-editor", subjects=subjects)
    people["head"] = make_user("head", role="head-of-content")
    people["administrator"] = make_user("administrator", role="administrator")
    people["unpublishing"] = make_user(
        "unpublishing",
        permissions=[right.partition(".")[2] for right in EDITOR.rights if right != PUBLISH]
        + ["change_importrun"],
    )
    cookies = {}
    for who, user in people.items():
        client = Client()
        client.force_login(user)
        cookies[who] = client.cookies
    made["clients"] = cookies
    made["inside"] = people["inside"]
    made["forms"] = _forms(cookies, made)
    return made


def _duplicates(article):
    """A cluster of two pages of physics, and a canonical that somebody chose."""
    names = ("shore", "beach", "bay")
    other, third, fourth = (make_article(f"zanzibar-{x}", title=f"{SECRET} {x}") for x in names)
    chosen = publishing.choose_canonical(third, fourth)
    duplicates.find_due()
    cluster = DuplicateCluster.objects.create(kind="near", size=2, score=0.9)
    for one in (article, other):
        DuplicateMember.objects.create(cluster=cluster, article=one, kind="near")
    return {"duplicatecluster": cluster, "duplicate": other, "chosen": chosen}


def _page(author):
    """A page that readers see, with a version before and a draft."""
    page = make_page()
    content = replace(page.content(), text="We write.")
    page = publishing.save_page(
        page.pk, content, slug="about", status=Status.PUBLISHED, expected_version=1
    )
    PageDraft.objects.create(
        page=page,
        base_version=2,
        values=page_values(replace(content, text="We write a lot.")),
        author=author,
        saved_at=timezone.now(),
    )
    return page


def _forms(cookies, made):
    """What a browser sends of the forms that change something, as their pages give them."""
    administrator = Client()
    administrator.cookies = cookies["administrator"]

    def form(name, form_id, *args):
        return form_data(administrator.get(address(name, made)).content.decode(), form_id)

    add = {"title": f"New {SECRET}?", "answer": "x", "slug": "zanzibar-new", "status": "published"}
    key = str(made["subject"].pk)
    password = {"password1": "a long password 1", "password2": "a long password 1"}
    return {
        "articles_article_add": form("articles_article_add", "article_form")
        | add
        | {"subject": key},
        "articles_article_change": form("articles_article_change", "article_form")
        | {"answer": "Off the coast of Tanganyika.", "draft_number": "1"},
        "articles_subject_add": form("articles_subject_add", "subject_form")
        | {"name": "History", "slug": "history"},
        "articles_subject_change": form("articles_subject_change", "subject_form")
        | {"introduction": "Changed."},
        "articles_topic_add": {"subject": key, "name": "Shores"},
        "articles_topic_change": {"name": f"{SECRET} shores"},
        "articles_person_add": {"name": "Dr Jane Roe", "slug": "jane-roe", "kind": "person"},
        "articles_person_change": {"name": "Dr Jane Roe", "kind": "person"},
        "articles_page_add": {"title": "New", "slug": "new", "text": "x", "position": "0"}
        | {"kind": "page", "status": "draft"},
        "articles_page_change": form("articles_page_change", "page_form") | {"text": "We do."},
        "articles_redirect_add": {"old_path": "/zanzibar-then", "article": made["article"].pk},
        "articles_redirect_change": {"old_path": "/zanzibar-then", "article": made["article"].pk},
        "articles_conflict_desk": form("articles_conflict_desk", "desk_form")
        | {"choice-title": "theirs"},
        "articles_sitesettings_change": form("articles_sitesettings_change", "sitesettings_form")
        | {"name": "Changed"},
        "articles_sitesettings_preview": form("articles_sitesettings_change", "sitesettings_form"),
        "auth_user_add": {"username": "another", "usable_password": "true", **password},
        "auth_user_change": form("auth_user_change", "user_form") | {"first_name": "Ann"},
        "auth_user_password_change": {"usable_password": "true", **password},
        "auth_group_add": {"name": "Another group"},
        "auth_group_change": {"name": "Another group"},
    }


def data_of(name, things):
    """What a POST to an address sends."""
    article, forms = things["article"], things["forms"]
    fixed = {
        "articles_article_draft": forms["articles_article_change"],
        "articles_article_draft_discard": {"draft_number": "1"},
        "articles_article_schedule": {"action": "publish", "due_at": "2999-01-01T10:00"},
        "articles_article_schedule_cancel": {"planned": things["due"].pk},
        "articles_article_checks": forms["articles_article_change"] | {"article": article.pk},
        "articles_article_search_panel": forms["articles_article_change"] | {"article": article.pk},
        "articles_article_ignore": {
            "article": article.pk,
            "words": '["cut-off", "answer", "the coast"]',
        },
        "articles_article_keep": {"name": "Drafts", "query": "status=draft"},
        "articles_finding_keep": {"name": "Refusals", "query": "kind=refusal"},
        "articles_article_comments": {"comment": "Which coast?"},
        "articles_article_review": {
            "decision": "publish",
            "turn": things["turn"].pk,
            "shown_draft": "1",
        },
        "articles_image_add": {"alternative": "A boat", "picture": _picture()},
        "articles_image_change": {"alternative": "A ship"},
        "articles_image_upload": {"alternative": "A boat", "image": _picture()},
        "bulk_sheet": {"sheet": _sheet(article)},
        "articles_page_draft_discard": {"draft_number": "1"},
        "auth_user_sessions": {"others": "1"},
        "articles_page_suggest": {"page": "privacy"},
        "page_preview": {"title": "About", "text": "We do."},
        "articles_unknownaddress_settle": {"end": "gone"},
        "articles_duplicatecluster_answer": {
            "keep": article.pk,
            "other": things["duplicate"].pk,
            "versions": f"{article.version} {things['duplicate'].version}",
            "answer": "absorb",
        },
        "articles_duplicatecluster_takeback": {"answer": "canonical", "key": things["chosen"].pk},
        "articles_importrun_undo": {"post": "yes"},
        "articles_delivery_order": {"order": "discard"},
        "articles_article_assign": {"person": things["inside"].pk},
        "bulk_run": {"do": "go"},
        "bulk_plan": {"do": "order", "kind": "set", "field": "author", "value": "Nobody"},
    }
    empty = {} if name in SENDS_NOTHING else {"post": "yes"}
    return forms.get(name) or fixed.get(name, empty)


def _sheet(article):
    text = f"Key,Version,Author\n{article.pk},{article.version},Nobody\n"
    return SimpleUploadedFile("articles.csv", text.encode(), "text/csv")


def _picture():
    return SimpleUploadedFile("boat.jpg", photograph((90, 60)), "image/jpeg")


QUERIES = {
    "autocomplete": {
        "app_label": "articles",
        "model_name": "related",
        "field_name": "target",
        "term": "coast",
    },
    "articles_article_changelist": {"q": "coast"},
    "articles_article_card": {"heading": "A heading"},
}


def address(name, things):
    """The address of a name, with the keys of the things of physics."""
    key = {one: things[one].pk for one in things if hasattr(things[one], "pk")}
    if name == "app_list":
        return reverse("admin:app_list", args=["articles"])
    if name == "view_on_site":
        kind = ContentType.objects.get_for_model(Article).pk
        return reverse("admin:view_on_site", args=[kind, key["article"]])
    if name == "draft_preview":
        return reverse(name, args=[key["article"]])
    if name == "page_preview":
        return reverse(name)
    if name == "article":
        return things["unseen"].get_absolute_url()
    args = {
        "new_password": ["made-up"],
        "articles_article_restore": [key["article"], 1],
        "articles_article_deleted": [things["gone_key"]],
        "articles_article_undelete": [things["gone_key"]],
        "articles_article_schedule_cancel": [key["unseen"]],
        "articles_article_draft_unshare": [key["unseen"]],
        "articles_conflict_desk": [key["article"]],
        "articles_article_kept_list": [key["kept_article"]],
        "articles_finding_moved": [key["moved"]],
        "articles_finding_kept_list": [key["kept_finding"]],
        "articles_image_delete": [key["unused"]],
        "articles_subject_delete": [key["empty"]],
        "articles_page_restore": [key["page"], 1],
        "articles_page_delete": [key["unseen_page"]],
        "articles_delivery_file": [key["delivery"], key["delivery_file"]],
    }
    if name in args:
        return reverse(f"admin:{name}", args=args[name])
    model = name.split("_")[1] if "_" in name else ""
    takes_key = _patterns()[name].count("<")
    return reverse(f"admin:{name}", args=[key[model]] if takes_key else [])


def _patterns():
    """{name: route} of what stands below /admin/."""
    desk = next(
        one
        for one in get_resolver("qtsite.urls").url_patterns
        if getattr(one, "namespace", None) == "admin"
    )
    found = {}

    def walk(patterns, route):
        for one in patterns:
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, route + str(one.pattern))
            elif one.name:
                found.setdefault(one.name, route + str(one.pattern))

    walk(desk.url_patterns, "")
    return found


class Written:
    """In which tables a request changed rows: {(verb, table)}."""

    def __init__(self):
        self.found = set()

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        match = WRITING.match(sql)
        if match and match[2] not in OF_THE_SERVER:
            verb = match[1].split()[0]
            # A right may be asked for in the statement itself: without it no row is changed.
            if verb == "INSERT" or context["cursor"].rowcount:
                self.found.add((verb, match[2]))
        return result


@pytest.fixture
def ask(things, monkeypatch, settings, tmp_path):
    """Send a request as one of PEOPLE, and take back what it wrote; returns answer and writes."""
    monkeypatch.setattr(request_throttle, "_take", lambda *_: 0)
    settings.MEDIA_ROOT = tmp_path

    def asked(who, method, url, data):
        client = Client()
        if who != "anonymous":
            client.cookies = things["clients"][who].copy()
        written = Written()
        with transaction.atomic():
            with connection.execute_wrapper(written):
                response = getattr(client, method)(url, data)
            response.content  # noqa: B018 - a streamed one writes as it is read
            transaction.set_rollback(True)
        return response, written.found

    return asked


def is_as_said(response, letter):
    leads_to_login = response.get("Location", "").startswith(reverse("admin:login"))
    return response.status_code == STATUS[letter] and leads_to_login == (letter in "LS")


def check_row(ask, things, name, method, answers):
    url = address(name, things)
    # A page that is not found names public articles.
    secret = f"What is {SECRET}" if name == "article" else SECRET
    wrote = {}
    for who, letter in zip(PEOPLE, answers, strict=True):
        data = data_of(name, things) if method == "post" else QUERIES.get(name, {})
        response, written = ask(who, method, url, data)
        said = f"{who}: {response.status_code} {response.get('Location', '')}"
        assert is_as_said(response, letter), f"{said} in place of {letter}"
        if name not in PREVIEWS:
            assert response["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
            assert response["Cross-Origin-Embedder-Policy"] == "require-corp"
        if who == "administrator" and response["Content-Type"].startswith("text/html"):
            assert what_the_policy_stops(response.content) == []
        assert not (letter in REFUSED and written), f"{who} was refused and wrote {written}"
        if who in {"anonymous", "nobody", "outside"} and method == "get":
            assert secret not in response.content.decode(errors="replace"), f"{who} reads it"
        wrote[who] = written
    if name not in OF_ALL_SUBJECTS:
        assert not wrote["outside"], f"who works elsewhere wrote {wrote['outside']}"
    tables = {table for _, table in wrote["writer"]}
    if name != "articles_article_add":
        assert tables <= OF_WRITERS, f"a writer wrote {wrote['writer']}"
    if method == "post" and answers[-1] == "M" and name not in LEADS_ON:
        assert wrote["administrator"], "the row proves nothing: nobody writes by this"


def what_the_policy_stops(page):
    """The scripts and styles of a page that a browser would not take: what is inline. Data, which
    is of no type that runs, is none."""
    if not page.strip():
        return []
    tree = html.document_fromstring(page)
    inline = tree.xpath("//script[not(@src)][not(@type) or contains(@type, 'javascript')]")
    inline += tree.xpath("//style | //*[@style] | //*[starts-with(@href, 'javascript:')]")
    inline += tree.xpath("//*[@*[starts-with(name(), 'on')]]")
    return [html.tostring(one, encoding="unicode")[:200] for one in inline]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", [*ADDRESSES, *PREVIEWS])
def test_every_address_answers_each_person(ask, things, name, method):
    answers = (ADDRESSES | PREVIEWS)[name][METHODS.index(method)]
    check_row(ask, things, name, method, answers)


@pytest.mark.parametrize(("model", "action"), ACTIONS)
def test_every_action_works_for_who_may(ask, things, model, action):
    desk = next(one for one in admin.site._registry if one._meta.model_name == model)
    url = reverse(f"admin:{desk._meta.app_label}_{model}_changelist")
    if model in {"finding", "commission", "feedback", "readersearch"}:
        url += "?state=all"
    thing = things[THINGS_OF_ACTIONS.get(action if model != "subject" else "empty", model)]
    data = {"action": action, "_selected_action": [thing.pk], "post": "yes"}
    data["person"] = things["inside"].pk
    table = TABLES_OF_ACTIONS.get((model, action), desk._meta.db_table)
    for who, letter in zip(PEOPLE, ACTIONS[model, action], strict=True):
        response, written = ask(who, "post", url, data)
        assert (table in {name for _, name in written}) == (letter == "W"), f"{who}: {written}"
        # C: nothing is done yet, but what shall be done is asked for; D: a file is given out.
        assert letter == "W" or {name for _, name in written} <= PLANS, f"{who} wrote {written}"
        assert bool(written) == (letter in "WC"), f"{who} wrote {written}"
        is_file = "attachment" in response.get("Content-Disposition", "")
        assert is_file == (letter == "D"), f"{who}: {response.status_code}"
    _, written = ask("unpublishing", "post", url, data)
    assert not {name for _, name in written} & PUBLIC, f"unpublishing: {written}"


# Where something else than the row is written.
TABLES_OF_ACTIONS = {("article", "assign"): "articles_articleassignment"}
THINGS_OF_ACTIONS = {
    "delete_unused": "unused",
    "publish": "unseen",
    "reopen": "dismissed",
    "mark_unread": "handled",
    "mark_open": "settled",
    "empty": "empty",
}


@pytest.mark.parametrize(
    "name",
    [name for name in ADDRESSES if name.startswith("articles_") and name not in ADDING],
)
def test_without_the_right_to_publish_nothing_changes_that_readers_see(ask, things, name):
    """Somebody with all rights of an editor but this one, and the undo of imports."""
    _, written = ask("unpublishing", "post", address(name, things), data_of(name, things))
    assert not {table for _, table in written} & PUBLIC, written


def test_every_address_of_the_desk_has_its_row():
    """A new one must take its place in the table."""
    assert set(_patterns()) == set(ADDRESSES)


def test_every_action_of_the_desk_has_its_row(db):
    assert _patterns()  # loads the pages of accounts as well
    request = RequestFactory().get("/")
    request.user = make_user(is_superuser=True)
    actions = {
        (model._meta.model_name, action)
        for model, desk in admin.site._registry.items()
        for action in desk.get_actions(request)
    }
    assert actions == set(ACTIONS)


def test_who_works_elsewhere_sees_what_is_his(ask):
    """Else that he reads nothing of physics would prove nothing."""
    url = reverse("admin:articles_article_changelist")
    for address in (url, f"{url}?q=quagga"):
        response, _ = ask("outside", "get", address, {})
        assert "What is a quagga?" in response.content.decode()


@pytest.mark.parametrize("who", ["unpublishing", "editor"])
def test_a_page_that_is_added_is_published_by_who_may(ask, things, who):
    """Without the right the form offers no other status than that of a draft."""
    data = things["forms"]["articles_page_add"] | {"status": "published"}
    _, written = ask(who, "post", reverse("admin:articles_page_add"), data)
    assert (("INSERT", "articles_page") in written) == (who == "editor")


def test_what_is_added_without_the_right_to_publish_is_not_public(ask, things):
    url, data = reverse("admin:articles_article_add"), things["forms"]["articles_article_add"]
    assert data["status"] == "published"
    seen = {}

    def look(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith('INSERT INTO "articles_article"'):
            with connection.cursor() as cursor:
                cursor.execute("SELECT status FROM articles_article ORDER BY id DESC LIMIT 1")
                seen[who] = cursor.fetchone()[0]
        return result

    with connection.execute_wrapper(look):
        for who in ("writer", "unpublishing", "editor"):
            ask(who, "post", url, data)
    assert seen == {"writer": "draft", "unpublishing": "draft", "editor": "published"}
