"""Who wrote a description decides what becomes of it."""

from articles.seo.description_choice import article_description, needs_the_files_rules

LONG = "This content discusses the causes of the war" + " and its consequences" * 10


def test_an_editors_own_stands_however_long():
    text = article_description(LONG, is_editors_own=True, plain_text="The answer.")
    assert text == LONG


def test_a_files_goes_by_the_rules():
    text = article_description(LONG, is_editors_own=False, plain_text="The answer.")
    assert text.startswith("The causes of the war")
    assert len(text) <= 156


def test_a_damaged_or_missing_one_becomes_the_first_sentence():
    for raw in ("For all $orall$ x", "", "   "):
        text = article_description(raw, is_editors_own=False, plain_text="One. Two.")
        assert text == "One."
    assert article_description("", is_editors_own=True, plain_text="One. Two.") == "One."


def test_a_short_plain_description_is_the_same_whoever_wrote_it():
    assert not needs_the_files_rules("Explains tides.")
    assert needs_the_files_rules("This content explains tides.")
    assert needs_the_files_rules(LONG)
