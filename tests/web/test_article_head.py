"""The head of an article's page, for every kind (docs/corpus.md, "Page heads")."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import IndexStatus, SourceFile
from articles.publishing import revise
from tests.factories import make_article, make_subject
from tests.web.parsing import SITE

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "learn"
SEED = "how-do-training-algorithms-and-loss-functions-impact-the-performance-of-llms"
INDEX = "index,follow,max-image-preview:large,max-snippet:-1"
NOINDEX = "noindex,follow"


def import_files(*paths):
    call_command("import_articles", *map(str, paths), workers=1, verbosity=0)


def test_the_owners_file_gets_the_head_that_the_format_gives_it(get):
    import_files(FIXTURES / "computer-science")
    page = get(f"/learn/computer-science/questions/{SEED}")
    question = "How do training algorithms and loss functions impact the performance of LLMs?"
    description = (
        "Explains how training algorithms and loss functions influence the performance of Large"
        " Language Models (LLMs), including their roles in efficiency."
    )
    assert page.title == question
    assert page.meta("description") == description
    assert page.meta("robots") == INDEX
    assert page.link("canonical") == f"{SITE}/learn/computer-science/questions/{SEED}"
    assert page.text("//h1") == question
    assert page.text("//p[@class='byline']/span[1]") == "Posted on Dec 07, 2024"
    assert "Here’s how they impact LLMs" in page.text("//div[@class='prose']")
    assert len(page.texts("//aside//li")) == 4


def test_open_graph_says_what_the_head_says(get):
    article = make_article("what-is-light", title="What is light?")
    page = get(article.get_absolute_url())
    assert page.meta("og:type") == "article"
    assert page.meta("og:title") == "What is light?"
    assert page.meta("og:site_name") == "QuickTakes"
    assert page.meta("og:url") == page.link("canonical")
    assert page.meta("og:description") == page.meta("description")
    image = page.meta("og:image")
    assert re.fullmatch(rf"{SITE}/cards/physics/what-is-light-[0-9a-f]{{16}}\.png", image)
    assert page.meta("twitter:image") == image
    assert (page.meta("og:image:width"), page.meta("og:image:height")) == ("1200", "630")
    alt = "What is light? – Physics, QuickTakes"
    assert page.meta("og:image:alt") == page.meta("twitter:image:alt") == alt
    assert page.meta("twitter:card") == "summary_large_image"
    assert page.meta("article:published_time") == "2024-12-07"


def test_structured_data_has_every_field_of_the_format(get):
    article = make_article("what-is-light", title="What is light?", answer="Light is a wave.")
    page = get(article.get_absolute_url())
    url = f"{SITE}/learn/physics/questions/what-is-light"
    data = page.json_ld["Article"]
    image = page.meta("og:image")
    assert data == {
        "@type": "Article",
        "@id": f"{url}#article",
        "mainEntityOfPage": url,
        "isPartOf": {"@id": f"{SITE}/#website"},
        "headline": "What is light?",
        "description": page.meta("description"),
        "image": {
            "@type": "ImageObject",
            "url": image,
            "contentUrl": image,
            "width": 1200,
            "height": 630,
            "caption": "What is light? – Physics, QuickTakes",
        },
        "datePublished": "2024-12-07",
        "dateModified": "2024-12-07",
        "author": {
            "@type": "Organization",
            "@id": f"{SITE}/#organization",
            "name": "QuickTakes",
            "url": f"{SITE}/",
        },
        "publisher": {"@id": f"{SITE}/#organization"},
        "articleSection": "Physics",
        "keywords": ["light", "speed", "radiation"],
        "inLanguage": "en",
        "wordCount": 4,
        "isAccessibleForFree": True,
    }
    steps = page.json_ld["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Learn", f"{SITE}/learn"),
        (2, "Physics", f"{SITE}/learn/physics"),
        (3, "What is light?", url),
    ]


def test_breadcrumbs_are_shown_as_the_data_says(get):
    article = make_article(title="What is light?")
    page = get(article.get_absolute_url())
    assert page.texts("//nav[@aria-label='Breadcrumb']//li") == [
        "Learn",
        "Physics",
        "What is light?",
    ]


@pytest.mark.parametrize(
    "title",
    [
        "</script><script>alert(1)</script>",
        "<!-- <script> & ]]> what?",
        'A "quoted" \u2028 question\u2029?',
        "{{ title }} {% url %}",
    ],
)
def test_a_hostile_title_stays_text_everywhere(client, get, title):
    article = make_article(title=title)
    page = get(article.get_absolute_url())
    shown = " ".join(title.split())
    assert page.text("//h1") == shown
    assert page.json_ld["Article"]["headline"] == shown
    assert page.meta("og:title") == shown
    assert not page.tree.xpath("//script[not(@type='application/ld+json') and not(@src)]")


def test_the_site_name_follows_a_short_question_only(get):
    short = make_article(title="What is light?")
    sixty = make_article(title="x" * 47)
    long = make_article(title="x" * 48)
    assert get(short.get_absolute_url()).title == "What is light? | QuickTakes"
    assert len(get(sixty.get_absolute_url()).title) == 60
    assert get(long.get_absolute_url()).title == "x" * 48


def test_a_question_that_another_indexable_page_asks_too_names_its_subject(get):
    physics = make_article(subject="physics", title="What is entropy?")
    computing = make_article(subject="computing", title="What is entropy?")
    assert get(physics.get_absolute_url()).title == "What is entropy? – Physics | QuickTakes"
    assert get(computing.get_absolute_url()).title == "What is entropy? – Computing | QuickTakes"


def test_a_namesake_that_is_not_indexed_changes_no_title(get):
    article = make_article(title="What is entropy?")
    make_article(title="What is entropy?", no_index=True)
    make_article(title="What is entropy?", subject=make_subject("others", is_listed=False))
    make_article(title="What is entropy?", subject="zoology", answer=article.answer)
    assert get(article.get_absolute_url()).title == "What is entropy? | QuickTakes"


def test_an_editors_title_wins_and_the_files_default_says_nothing(get):
    own = make_article(title="Light?", seo_title="Light, explained in two minutes")
    default = make_article(title="What is light?", seo_title="QuickTakes | Physics")
    empty = make_article(title="What is heat?", seo_title="")
    assert get(own.get_absolute_url()).title == "Light, explained in two minutes"
    assert get(default.get_absolute_url()).title == "What is light? | QuickTakes"
    assert get(empty.get_absolute_url()).title == "What is heat? | QuickTakes"


def test_no_index_and_hidden_subjects_are_followed_but_not_indexed(get):
    marked = make_article(no_index=True)
    hidden = make_article(subject=make_subject("others", is_listed=False))
    for article in (marked, hidden):
        page = get(article.get_absolute_url())
        assert page.meta("robots") == NOINDEX
        assert page.link("canonical") == SITE + article.get_absolute_url()


def test_a_duplicate_is_indexed_and_names_its_twin(get):
    twin = make_article("first", subject="computing", answer="One text.")
    duplicate = make_article("second", subject="physics", answer="One text.")
    assert duplicate.index_status == IndexStatus.DUPLICATE
    page = get(duplicate.get_absolute_url())
    assert page.meta("robots") == INDEX
    assert page.link("canonical") == SITE + twin.get_absolute_url()
    assert page.meta("og:url") == SITE + twin.get_absolute_url()
    assert page.json_ld["Article"]["mainEntityOfPage"] == SITE + twin.get_absolute_url()


def test_a_duplicate_in_a_hidden_subject_names_its_twin_and_is_not_indexed(get):
    hidden = make_subject("others", is_listed=False)
    copy = make_article("a", subject=hidden, answer="One text.")
    twin = make_article("b", subject="physics", answer="One text.")
    page = get(copy.get_absolute_url())
    assert page.meta("robots") == NOINDEX
    assert page.link("canonical") == SITE + twin.get_absolute_url()


LONG = "This content explains what light is and how fast it travels" + ", in words" * 20


def test_a_description_without_a_file_is_an_editors_and_stands(get):
    article = make_article(seo_description=LONG)
    assert get(article.get_absolute_url()).meta("description") == LONG


def test_a_files_description_goes_by_the_rules_until_an_editor_writes_another(get):
    import_files(FIXTURES / "computer-science")
    article = SourceFile.objects.get(path=f"computer-science/{SEED}.md").article
    path = article.get_absolute_url()
    content = article.content()
    # Another change makes a later version, whose description is still the file's.
    revise(article, replace(content, seo_keywords="one"))
    assert len(get(path).meta("description")) == 147
    revise(article, replace(content, seo_description=LONG))
    assert get(path).meta("description") == LONG


def test_an_empty_description_becomes_the_answers_first_sentence(get):
    article = make_article(seo_description="", answer="Light is a *wave*. It is fast.")
    assert get(article.get_absolute_url()).meta("description") == "Light is a wave."


def test_damaged_keywords_are_left_out(get):
    article = make_article(seo_keywords="light, ext{length }, speed")
    assert get(article.get_absolute_url()).json_ld["Article"]["keywords"] == []
