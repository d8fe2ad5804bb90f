"""What both back ends do alike: the tests run on the vendor of DATABASE_URL."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles.models import Article
from articles.search import search, search_ids, snippet, suggest
from tests.factories import make_article, make_subject
from tests.made_once import made_once

pytestmark = pytest.mark.django_db

QUESTIONS = {
    "light": "What is refraction and how does it affect light?",
    "chlorophyll": "What is the role of chlorophyll in photosynthesis?",
    "fission": "How does nuclear fission release energy?",
    "fusion": "How does nuclear fusion power the stars?",
    "vector": "How do you remove elements from a vector in C++?",
    "array": "How do you remove elements from an array in Java?",
    "it": "What is IT?",
    "who": "Who are the Who?",
    "tokyo": "Why is 東京都 called a prefecture?",
    "cafe": "What made the Café de Flore famous?",
}


@made_once
def library():
    return {name: make_asked(name, question) for name, question in QUESTIONS.items()}


def make_asked(slug, question, **values):
    values = {"seo_keywords": "", **values}
    return make_article(slug, title=question, article_title="", question="", **values)


def found(text, **options):
    """The slugs of the hits, in order."""
    slugs = dict(Article.objects.values_list("pk", "slug"))
    return [slugs[hit.article_id] for hit in search(text, **options).hits]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_finds_itself_first(library, name):
    assert found(QUESTIONS[name])[0] == name


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("chlorophyll photosynthesis", "chlorophyll"),
        ("photosynthesis role chlorophyll", "chlorophyll"),
        ("energy nuclear", "fission"),
        ("refracting light", "light"),
        ("what is the role of chlor", "chlorophyll"),
        ("remove elements c++", "vector"),
        ("remove elements java", "array"),
        ("IT", "it"),
        ("the who", "who"),
        ("東京", "tokyo"),
        ("京都", "tokyo"),
        ("CAFE FLORE", "cafe"),
        ("café flore", "cafe"),
    ],
)
def test_the_article_that_is_meant_comes_first(library, text, first):
    assert found(text)[0] == first


@pytest.mark.parametrize(
    ("text", "first", "corrected"),
    [
        ("chlorphyll", "chlorophyll", "chlorophyll"),
        ("Photosynthseis and Clorophyll?", "chlorophyll", "photosynthesis and chlorophyll?"),
        ("nuclear fision", "fission", "nuclear fission"),
        ("nulear fusiom", "fusion", "nuclear fusion"),
        ("remvoe elemnts vector", "vector", "remove elements vector"),
    ],
)
def test_mistyped_words_are_corrected(library, text, first, corrected):
    results = search(text)
    assert results.hits[0].article_id == library[first].pk
    assert results.did_you_mean == corrected


@pytest.mark.parametrize("text", ["chlorophyll", "refractions", "photosyn", "東京", "Q7X2"])
def test_a_known_word_a_form_of_one_and_a_number_are_not_corrected(library, text):
    assert search(text).did_you_mean == ""


def test_a_word_of_an_answer_is_found_and_not_corrected(library):
    make_asked("battery", "How is charge kept?", answer="A galvanic cell stores energetic ions.")
    assert found("galvanic ions") == ["battery"]
    assert search("galvanic").did_you_mean == ""


def test_keywords_are_found_after_the_question(library):
    make_asked("sun", "Why does the sun shine?", seo_keywords="nuclear fusion, hydrogen")
    assert found("hydrogen fusion")[0] == "sun"
    assert found("nuclear fusion")[0] == "fusion"
    assert "sun" in found("nuclear fusion")


def test_only_what_may_be_indexed_is_found_by_readers(library):
    hidden = make_subject("hidden", is_listed=False)
    secret = {
        make_asked("a", "What is zymurgy?", subject=hidden).pk,
        make_asked("b", "What is zymurgy called?", no_index=True).pk,
        make_asked("c", "What is zymurgy not?", status="draft").pk,
        make_asked("d", "What is zymurgy now?", status="withdrawn").pk,
    }
    assert found("zymurgy") == []
    assert not {s.article_id for s in suggest("what is zym")} & secret
    assert set(search_ids("zymurgy")) == secret


def test_of_equal_texts_the_canonical_one_is_found(library):
    one = make_asked("one", "What is zymurgy?", answer="Brewing.")
    two = make_asked("one", "What is zymurgy?", answer="Brewing.", subject="chemistry")
    assert len(found("zymurgy")) == 1
    assert set(search_ids("zymurgy")) == {one.pk, two.pk}


def test_a_subject_limits_what_is_found(library):
    chemistry = make_subject("chemistry")
    make_asked("heat", "How does nuclear decay make heat?", subject=chemistry)
    assert found("nuclear", subject=chemistry) == ["heat"]
    assert found("how does nuclear", subject=chemistry) == ["heat"]
    assert set(found("nuclear")) == {"heat", "fission", "fusion"}


def test_pages_neither_overlap_nor_skip(library):
    for number in range(25):
        make_asked(f"q{number}", f"What does enzyme number {number} do?")
    pages = [search("enzyme", page=page) for page in (1, 2, 3, 4)]
    ids = [hit.article_id for page in pages for hit in page.hits]
    assert [len(page.hits) for page in pages] == [10, 10, 5, 0]
    assert len(set(ids)) == 25
    assert [page.has_more for page in pages] == [True, True, False, False]
    assert search("enzyme", page=10**30, limit=10**30).hits == ()
    assert len(search("enzyme", page=-5, limit=-5).hits) == 1


def test_suggestions_begin_as_typed(library):
    assert suggest("what is the r")[0].title == QUESTIONS["chlorophyll"]
    (first, *_) = suggest("How does nuclear fi")
    assert first.path == "/learn/physics/questions/fission"
    assert first.article_id == library["fission"].pk
    assert suggest("h") == suggest("") == ()


def test_where_few_of_many_texts_are_about_it_no_more_of_them_are_promised(library):
    """Eighty are compared; of those that are not, most would be as little about it."""
    for number in range(100):
        make_asked(f"q{number}", f"What does enzyme number {number} do?")
    make_asked("meant", "Which enzyme digests lactose?")
    assert search("enzyme").is_cut
    results = search("enzyme lactose digestion")
    assert results.total < 40
    assert not results.is_cut


def test_results_say_how_much_of_the_text_the_best_one_holds(library):
    assert search("chlorophyll photosynthesis").share > 0.9
    assert not search("chlorophyll photosynthesis").is_weak
    assert search("zxcvbnm qwertzuiop").share == 0
    weak = search("chlorophyll photosynthesis zxcvbnm asdfghjkl qwertzuiop")
    assert weak.total > 0
    assert weak.is_weak


def test_an_abbreviation_that_no_article_has_is_not_missed_in_any(library):
    """What it stands for is what was typed."""
    make_asked("war", "What caused World War II?")
    results = search("ww2 causes")
    assert found("ww2 causes") == ["war"]
    assert results.share > 0.8


def test_the_keys_of_all_hits_are_given_with_each_page(library):
    results = search("nuclear", limit=1)
    assert len(results.hits) == 1
    assert set(results.article_ids) == {library["fission"].pk, library["fusion"].pk}


def test_terms_for_highlighting_are_corrected_and_leave_small_words_out(library):
    assert search("the role of chlorphyll").terms == ("role", "chlorophyll")
    assert search("the who").terms == ("the", "who")


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("", 0),
        # words, texts with them, highest key, beginnings, questions, synonyms, texts
        ("nuclear fission energy", 7),
        ("nuclear fision energy", 10),  # … its neighbours (two), texts with the nearest
        ("galvanism unheard", 10),  # … neighbours of one, forms, longer words of the other
    ],
)
def test_queries_of_a_search(library, django_assert_num_queries, text, queries):
    with django_assert_num_queries(queries):
        search(text)


SIGNS = [*"\"'*^:(){}-+|&!\\%_", "AND", "OR", "NOT", "NEAR(", "<->", "%s", ";--", "question:"]
ODD = [
    "\0",
    "\ud800",
    "\u202e",
    "שלום",
    "العربية",
    "日本語",
    "👩‍👩‍👧",
    "ß",
    "ﬁ",
    "½",
    "İ",
    "0x",
    "1e9",
]
WORDS = st.sampled_from([*SIGNS, *ODD, "light", "nuclear"])
HOSTILE = st.text(max_size=300) | st.lists(WORDS, max_size=30).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(text=HOSTILE)
@example(text="word " * 5_000)
@example(text="x" * 100_000)
@example(text="漢" * 5_000)
@example(text="\0")
@example(text="'")
@example(text='"')
def test_nothing_that_is_typed_is_an_error(library, text):
    results = search(text)
    assert len(results.hits) <= 10
    snippet("Light, 東京都 and s. " * 20, results.weights)
    suggest(text)
    search_ids(text)


def test_words_after_the_sixteenth_are_not_looked_for(library):
    assert "chlorophyll" not in search(" ".join(["light"] * 16 + ["chlorophyll"])).terms
    assert "chlorophyll" in search(" ".join(["light"] * 15 + ["chlorophyll"])).terms


@pytest.mark.parametrize(
    ("question", "answer", "text"),
    [
        ("How does a sales levy weigh?", "It takes more of what the poor have.", "tax on the poor"),
        (
            "What follows from inequality?",
            "The affluent live longer.",
            "why do the rich live longer",
        ),
        ("What colored the sky?", "Light is scattered.", "colour of the sky"),
        ("What caused World War II?", "An invasion of Poland.", "ww2 causes"),
        ("How did Robespierre rule?", "He eliminated his rivals.", "get rid of rivals"),
        ("When was Myanmar free?", "In 1948, after years of struggle.", "burma freed"),
        ("What did Malthus write?", "Population grows, and food with it slower.", "malthus food"),
    ],
)
def test_an_article_is_found_by_what_it_says_in_other_words(library, question, answer, text):
    make_asked("meant", question, answer=answer)
    assert found(text)[0] == "meant"


def test_words_may_stand_in_question_keywords_description_and_answer(library):
    make_asked(
        "meant",
        "What is zymurgy?",
        seo_keywords="brewing",
        seo_description="How yeast ferments.",
        answer="Barley is malted.",
    )
    assert found("zymurgy brewing yeast barley") == ["meant"]
    assert found("yeast barley") == ["meant"]


@pytest.mark.parametrize("text", ["see", "pee", "burma", "patient doesnt see"])
def test_a_word_is_not_taken_for_another_that_begins_like_it(library, text):
    """Beginnings and mistakes are for words that are none."""
    make_asked("seeking", "Who is seeking peers at a burial?")
    make_asked("does", "What does a patient want?")
    results = search(text)
    assert results.did_you_mean == ""
    assert "seeking" not in found(text)


def test_a_known_inflection_is_looked_for_and_not_a_longer_word(library):
    make_asked("crowdstrike", "Who runs CrowdStrike?")
    make_asked("crowd", "How does a crowd move?")
    assert found("crowds") == ["crowd"]


@pytest.mark.parametrize("text", ["what?", "why", "how does", "what is the"])
def test_small_words_alone_find_questions_made_of_them_alone(library, text):
    """Any other would be an arbitrary one of those that begin so."""
    assert set(found(text)) <= {"it"}
    assert suggest("how does") != ()


def test_what_says_next_to_nothing_of_the_text_is_near_and_no_hit(library):
    results = search("chlorophyll zxcvbnm qwertzuiop asdfghjkl yxcvbnmm")
    assert results.hits == ()
    assert library["chlorophyll"].pk in {hit.article_id for hit in results.near}


def test_more_of_a_short_query_has_to_be_there(library):
    """One of its words that is there by chance is a large part of it."""
    make_asked("tarn", "What is a tarn?", answer="A lake of glaciers.")
    assert search("tarn qwertzuiop asdfghjkl").hits == ()
    assert found("tarn lake glaciers qwertzuiop asdfghjkl yxcvbnmm zxcvbnm")[0] == "tarn"


def test_all_hits_are_counted_and_can_be_paged_through(library):
    for number in range(60):
        make_asked(f"q{number}", f"What does enzyme number {number} do?")
    results = search("enzyme")
    assert (results.total, results.is_cut) == (60, False)
    seen = [hit for page in range(1, 8) for hit in search("enzyme", page=page).hits]
    assert len(set(seen)) == len(seen) == 60
