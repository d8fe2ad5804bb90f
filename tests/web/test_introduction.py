"""The introduction of a subject: Markdown, rendered when it is saved."""

from django.core.management import call_command

from articles.models import Subject
from articles.publishing import save_subject
from tests.factories import make_article, make_subject

TEXT = (
    "Physics asks **how** things move.\n\n### Where to begin\n\nWith $F = ma$. <script>x</script>"
)


def introduced():
    subject = make_subject()
    subject.introduction = TEXT
    save_subject(subject)
    return subject


def test_it_stands_above_the_first_page_as_html(get):
    introduced()
    make_article()
    page = get("/learn/physics")
    section = "//section[@class='introduction']"
    assert page.texts(f"{section}//strong") == ["how"]
    assert page.texts("//h1 | //h2 | //h3") == [
        "Physics",
        "About Physics",
        "Where to begin",
        "All questions",
    ]
    assert not page.tree.xpath(f"{section}//script")
    assert page.tree.xpath(f"{section}//math")


def test_a_later_page_goes_on_without_it(get):
    introduced()
    for _ in range(51):
        make_article()
    assert not get("/learn/physics/page/2").tree.xpath("//section[@class='introduction']")


def test_without_one_there_is_no_section(get):
    make_article()
    assert not get("/learn/physics").tree.xpath("//section[@class='introduction']")


def test_taking_it_away_takes_its_html_away():
    subject = introduced()
    subject.introduction = " "
    save_subject(subject)
    assert subject.introduction_html == ""


def test_a_new_renderer_renders_it_anew():
    Subject.objects.filter(pk=introduced().pk).update(introduction_html="<p>old</p>")
    call_command("render_articles", "--workers=1")
    assert "<strong>how</strong>" in Subject.objects.get().introduction_html
