"""The site's settings at the desk: one page, refused with sentences, previewed before saved."""

import struct
import zlib
from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from articles.models import SiteSettings
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_user

LIST = "/admin/articles/sitesettings/"
PAGE = f"{LIST}1/change/"
PREVIEW = f"{LIST}preview/"


@pytest.fixture
def owner(client, db):
    client.force_login(make_user("owner", permissions=("view_sitesettings", "change_sitesettings")))
    return client


@pytest.fixture
def typed(owner):
    """`typed(name=…)`: what a browser would send of the page with these boxes changed."""

    def data(**values):
        return form_data(owner.get(PAGE).content.decode(), "sitesettings_form") | values

    return data


def picture(width=640, height=160, kind="PNG"):
    stream = BytesIO()
    Image.new("RGB", (width, height), "#0b4f8a").save(stream, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", stream.getvalue())


def picture_with_chunk(kind, data=b""):
    """A PNG with a chunk of that kind behind its pixels."""
    chunk = kind + data
    chunk = struct.pack(">I", len(data)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    pixels, end = picture().read().split(b"\0\0\0\0IEND")
    return SimpleUploadedFile("logo.png", pixels + chunk + b"\0\0\0\0IEND" + end)


def errors(response):
    assert response.status_code == 200
    form = response.context["adminform"].form if "adminform" in response.context else None
    return [text for some in form.errors.values() for text in some]


def test_there_is_no_list(owner):
    response = owner.get(LIST)
    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert owner.get(f"{LIST}2/change/").status_code == 302
    assert owner.get(f"{LIST}add/").status_code == 403
    assert PAGE not in owner.get("/admin/").content.decode()
    assert f'href="{LIST}"' in owner.get("/admin/").content.decode()


def test_a_save_is_kept_counted_and_noted_in_the_history(
    owner, typed, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = owner.post(
            PAGE,
            typed(
                name="Answers",
                accent_light="#8A1F11",
                accent_dark="#ffb4a8",
                header_links="About | /about\r\n\r\nA | b | https://b.example",
                organization_profiles="https://social.example/@a",
                analytics_script="https://stats.example/s.js",
                analytics_attributes="data-domain=a.example",
            ),
        )
    assert response.status_code == 302
    saved = SiteSettings.objects.get()
    assert (saved.pk, saved.version, saved.name) == (1, 1, "Answers")
    assert saved.accent_light == "#8a1f11"
    assert saved.header_links == [["About", "/about"], ["A | b", "https://b.example"]]
    assert saved.organization_profiles == ["https://social.example/@a"]
    assert saved.analytics_attributes == [["data-domain", "a.example"]]
    assert "Answers" in owner.get("/").content.decode()
    entry = LogEntry.objects.get()
    assert "Name" in entry.get_change_message()
    assert "Tagline" not in entry.get_change_message()
    assert "Answers library" in owner.get(PAGE).content.decode()


def test_an_untouched_save_changes_nothing_but_the_version(owner, typed):
    owner.post(PAGE, typed(name="Answers", footer_links="A | /a", header_links="B | /b"))
    before = SiteSettings.objects.values().get()
    owner.post(PAGE, typed())
    after = SiteSettings.objects.values().get()
    assert after == before | {"version": 2, "saved_at": after["saved_at"]}


def test_a_save_over_somebody_elses_is_refused(owner, typed):
    data = typed(name="Mine")
    SiteSettings(version=1, name="Theirs").save()
    assert "Somebody else saved" in errors(owner.post(PAGE, data))[0]
    assert SiteSettings.objects.get().name == "Theirs"


REFUSED = [
    ({"accent_light": "#93c4f0", "accent_dark": "#93c4f0"}, "contrast of 1.7 : 1"),
    ({"accent_light": "#0b4f8a"}, "both the light and the dark"),
    ({"accent_light": "blue", "accent_dark": "#93c4f0"}, "six digits"),
    ({"header_links": "About"}, "a text, a bar and an address"),
    ({"header_links": "About | javascript:alert(1)"}, "is no address"),
    ({"header_links": "About | //evil.example"}, "is no address"),
    ({"header_links": "About | about"}, "is no address"),
    ({"footer_links": "\n".join(f"A{n} | /a" for n in range(25))}, "At most 24"),
    ({"cta_text": "Come"}, "needs its link"),
    ({"cta_link": "/ask"}, "needs its link"),
    ({"cta_link": "https://{subject}.example/", "cta_link_text": "x"}, "behind the host"),
    ({"cta_link": "https://[{subject}::1]/", "cta_link_text": "x"}, "behind the host"),
    ({"cta_link": "javascript:{question}", "cta_link_text": "x"}, "is no address"),
    ({"cta_link": "{question}", "cta_link_text": "x"}, "is no address"),
    ({"cta_link": "/ask?q={title}", "cta_link_text": "x"}, "“{title}” is neither"),
    ({"cta_text": "{0.__class__}", "cta_link": "/a", "cta_link_text": "x"}, "is neither"),
    ({"organization_profiles": "/me"}, "is no address"),
    ({"analytics_script": "http://stats.example/s.js"}, "begins with https"),
    ({"analytics_script": "https://stats.example/s.js;x"}, "no blanks, quotes"),
    ({"analytics_attributes": "onload=alert(1)"}, "no data- attribute"),
]


@pytest.mark.parametrize(("values", "sentence"), REFUSED)
def test_what_would_do_harm_is_refused_with_a_sentence(owner, typed, values, sentence):
    assert sentence in " ".join(errors(owner.post(PAGE, typed(**values))))
    assert not SiteSettings.objects.exists()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_a_logo_is_drawn_anew_in_two_sizes(owner, typed, kind):
    owner.post(PAGE, typed(logo_file=picture(2000, 500, kind)))
    saved = SiteSettings.objects.get()
    assert (saved.logo_width, saved.logo_height) == (1024, 256)
    assert (saved.logo_small_width, saved.logo_small_height) == (384, 96)
    assert bytes(saved.logo).startswith(b"\x89PNG")
    owner.post(PAGE, typed())
    assert SiteSettings.objects.get().logo_digest == saved.logo_digest
    owner.post(PAGE, typed(removes_logo="on"))
    assert SiteSettings.objects.get().logo_digest == ""


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("logo.svg", SVG), "no PNG, WebP or JPEG"),
        (SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\n broken"), "no PNG, WebP or JPEG"),
        # Pillow raises an IndexError, and a ValueError.
        (picture_with_chunk(b"iCCP"), "no PNG, WebP or JPEG"),
        (picture_with_chunk(b"tRNS"), "no PNG, WebP or JPEG"),
        (SimpleUploadedFile("logo.gif", b"GIF89a\x01\x00\x01\x00"), "no PNG, WebP or JPEG"),
        (SimpleUploadedFile("logo.png", b"0" * 2_000_001), "at most 2 MB"),
    ],
    ids=["svg", "broken", "profile", "transparency", "gif", "large"],
)
def test_what_is_no_logo_is_refused(owner, typed, upload, sentence):
    upload.seek(0)
    assert sentence in errors(owner.post(PAGE, typed(logo_file=upload)))[0]


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        ((8000, 2001), "16,000,000 pixels"),
        ((400, 20), "at least 32"),
        ((481, 40), "12 times"),
        ((40, 481), "12 times"),
    ],
)
def test_a_logo_has_its_measure(owner, typed, size, sentence):
    assert sentence in errors(owner.post(PAGE, typed(logo_file=picture(*size))))[0]


@pytest.mark.parametrize("page", ["home", "article"])
def test_a_preview_shows_what_is_typed_and_saves_nothing(owner, typed, page):
    article = make_article(title="What is light?")
    response = owner.post(
        PREVIEW,
        typed(
            page=page,
            name="Unsaved",
            accent_light="#8a1f11",
            accent_dark="#ffb4a8",
            logo_file=picture(),
            analytics_script="https://stats.example/s.js",
        ),
    )
    html = response.content.decode()
    assert "<strong>Preview.</strong>" in html
    assert 'src="data:image/png;base64,' in html
    assert 'href="/site.css?v=8a1f11-ffb4a8"' in html
    assert "stats.example" not in html
    assert ("<h1>What is light?</h1>" in html) == (page == "article")
    assert response["Cache-Control"].startswith("private, no-store")
    assert response["X-Robots-Tag"] == "noindex"
    assert not SiteSettings.objects.exists()
    for address in ("/", article.get_absolute_url()):
        assert "Unsaved" not in owner.get(address).content.decode()


def test_an_empty_library_is_previewed_by_its_home(owner, typed):
    assert b"0 questions" in owner.post(PREVIEW, typed(page="article")).content


def test_a_preview_of_what_would_be_refused_says_why(owner, typed):
    response = owner.post(PREVIEW, typed(accent_light="#ffffff", accent_dark="#ffffff"))
    assert "would be hard to read" in response.content.decode()


def test_who_may_only_look_sees_what_is_saved(client, db):
    SiteSettings(version=1, name="Answers", header_links=[["About", "/about"]]).save()
    client.force_login(make_user("reader", permissions=("view_sitesettings",)))
    html = client.get(PAGE).content.decode()
    assert "Answers" in html
    assert "Preview home" not in html
    assert client.post(PREVIEW, {"page": "home"}).status_code == 403
    assert client.post(PAGE, {"name": "x", "opened_version": 1}).status_code == 403


def test_nobody_else_sees_or_previews_it(client, db):
    assert client.post(PREVIEW).status_code == 302
    client.force_login(make_user("other"))
    assert client.get(LIST).status_code == 403
    assert client.get(PAGE).status_code == 403
    assert client.post(PREVIEW).status_code == 403


def test_a_preview_is_posted(owner):
    assert owner.get(PREVIEW).status_code == 405
    assert reverse("admin:articles_sitesettings_preview") == PREVIEW
