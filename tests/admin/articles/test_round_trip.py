"""The form must not corrupt: an untouched save writes nothing, whatever the text."""

import pytest
from django.contrib.admin.models import LogEntry

from articles.admin.base.exact_text_fields import (
    AnswerField,
    WrittenField,
    WrittenLineField,
    as_returned,
)
from articles.core.article_content import MAX_LENGTHS
from tests.admin.conftest import fresh
from tests.factories import make_article

TRICKY = {
    "leading newline": "\nThe answer begins on its second line.",
    "two leading newlines": "\n\nText",
    "trailing spaces": "A line  \nand its end   ",
    "trailing newline": "Text\n",
    "trailing newlines": "Text\n\n\n",
    "tabs": "\tcode\n\t\tmore",
    "carriage return": "one\rtwo",
    "CRLF": "one\r\ntwo",
    "form feed and vertical tab": "a\x0cb\x0bc",
    "line separators": "a\u2028b\u2029c\x85d",
    "zero width and direction": "a\u200bb\u202ec\ufeffd",
    "markup": "</textarea><script>alert('1')</script> &amp; &lt; &#10; \"q\"",
    "entities": "&nbsp;&num;",
    "formulas": "$$\nx\n$$ and $a_b$ and \\(c\\)",
    "escapes": 'printf("a\\n"); \\neq \\\\',
    "only a blank": " ",
    "no-break spaces": "\u00a0text\u00a0",
    "beyond the basic plane": "𝒜🙂",
}
TEXT_FIELDS = ("title", "article_title", "question", "answer", "seo_title", "seo_description",
               "seo_keywords")  # fmt: skip
LINE_FIELDS = ("author", "date_format", "post_on_text")


@pytest.mark.parametrize("text", TRICKY.values(), ids=TRICKY)
@pytest.mark.parametrize("names", [TEXT_FIELDS, ("answer",)], ids=["all texts", "answer"])
def test_untouched_save_writes_nothing(open_form, save, text, names):
    text = text if text.strip() else f"x{text}"
    article = make_article(**dict.fromkeys(names, text))
    before = fresh(article).content()
    assert save(article, open_form(article)).status_code == 302
    after = fresh(article)
    assert after.content() == before
    assert after.version == article.version
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("text", ["  padded ", "two\nlines", "tab\there", "a\r\nb", ""])
def test_untouched_lines_stay_as_they_are(open_form, save, text):
    article = make_article(**dict.fromkeys(LINE_FIELDS, text))
    assert save(article, open_form(article)).status_code == 302
    assert fresh(article).version == article.version


@pytest.mark.parametrize("score", [None, -1.0, 0.0, 0.1, 1e-9, 12345.678901234567])
def test_untouched_score_stays_as_it_is(open_form, save, score):
    article = make_article(score=score)
    assert save(article, open_form(article)).status_code == 302
    assert fresh(article).content() == article.content()


@pytest.mark.parametrize("text", [text for text in TRICKY.values() if "\r" not in text])
def test_what_is_written_is_kept_to_the_letter(open_form, save, text):
    text = text if text.strip() else f"x{text}"
    article = make_article()
    data = open_form(article)
    data["answer"] = text.replace("\n", "\r\n")
    assert save(article, data).status_code == 302
    assert fresh(article).answer == text


def test_newlines_become_one_kind(open_form, save):
    article = make_article()
    data = open_form(article)
    data["answer"] = "one\r\ntwo\rthree\nfour"
    save(article, data)
    assert fresh(article).answer == "one\ntwo\nthree\nfour"


@pytest.mark.parametrize("name", ["answer", "title", "seo_keywords", "author"])
def test_nul_is_refused_with_a_sentence(open_form, save, name):
    article = make_article()
    data = open_form(article)
    data[name] = "a\0b"
    response = save(article, data)
    assert response.status_code == 200
    assert "Null characters are not allowed." in response.content.decode()
    assert fresh(article).version == article.version


def test_a_change_of_one_field_leaves_the_others_alone(open_form, save):
    article = make_article(answer="\nkept \n", seo_keywords=" a,b ", score=-1.0)
    data = open_form(article)
    data["seo_description"] = "Another description."
    save(article, data)
    after = fresh(article).content()
    assert after.seo_description == "Another description."
    assert (after.answer, after.seo_keywords, after.score) == ("\nkept \n", " a,b ", -1.0)


@pytest.mark.parametrize("field", [AnswerField(), WrittenField(), WrittenLineField()])
def test_a_field_knows_what_a_browser_makes_of_its_text(field):
    stored = "\r\n a\rb\n"
    returned = as_returned(stored, is_one_line=field.is_one_line)
    assert field.kept(returned, stored) == stored
    assert field.kept(returned + "x", stored) == returned + "x"


@pytest.mark.parametrize("name", MAX_LENGTHS)
def test_a_text_that_the_database_cannot_keep_is_refused(open_form, save, name):
    article = make_article()
    at_most = MAX_LENGTHS[name]
    response = save(article, open_form(article) | {name: "x" * (at_most + 1)})
    assert f"at most {at_most} characters" in response.content.decode()
    longest = sources_of(at_most) if name == "sources" else "x" * at_most
    save(article, open_form(article) | {name: longest})
    assert getattr(fresh(article), name) == longest


def sources_of(size):
    """A list of sources with so many characters."""
    lines = [f"https://example.org/{number:0980}" for number in range(size // 1_001)]
    text = "".join(f"{line}\n" for line in lines)
    return text + "https://example.org/".ljust(size - len(text), "x")
