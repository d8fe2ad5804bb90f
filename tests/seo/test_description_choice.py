"""Who wrote a description decides what becomes of it."""

from articles.models import Article, Rendering
from articles.seo.description_choice import article_description, needs_the_files_rules

LONG = "This content discusses the causes of the war" + " and its consequences" * 10
STATEMENT = "Tides are caused by the pull of the moon."


def article_with(description, plain_text="The answer."):
    article = Article(title="Why?", seo_description=description)
    article.rendering = Rendering(plain_text=plain_text)
    return article


def test_an_editors_own_stands_however_long():
    assert article_description(article_with(LONG), is_editors_own=True) == LONG


def test_a_files_goes_by_the_rules():
    text = article_description(article_with(LONG), is_editors_own=False)
    assert text.startswith("The causes of the war")
    assert len(text) <= 155


def test_a_damaged_or_missing_one_becomes_the_first_sentence():
    for raw in ("For all $orall$ x", "", "   "):
        article = article_with(raw, "One. Two.")
        assert article_description(article, is_editors_own=False) == "One."
    assert article_description(article_with("", "One. Two."), is_editors_own=True) == "One."


def test_lost_letters_come_from_the_answer_but_never_into_an_editors_words():
    article = article_with("Jos Rizal wrote it.", "José Rizal was a writer.")
    assert article_description(article, is_editors_own=False) == "José Rizal wrote it."
    assert article_description(article, is_editors_own=True) == "Jos Rizal wrote it."


def test_a_short_statement_is_the_same_whoever_wrote_it():
    assert not needs_the_files_rules(article_with(STATEMENT))
    assert needs_the_files_rules(article_with("This content explains tides."))
    assert needs_the_files_rules(article_with(LONG))
