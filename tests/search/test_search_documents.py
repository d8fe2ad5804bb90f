"""What is found follows every change of an article, and the index can be restored and rebuilt."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from articles import publishing
from articles.models import Article, Revision, SearchDeletion, SearchDocument, SearchWord, Subject
from articles.publishing.rerender import rerender
from articles.search import backends, search, search_documents, search_ids
from articles.search.index_rebuild import rebuild, restore_index
from tests.factories import make_article, make_content, make_subject

pytestmark = pytest.mark.django_db


def found(text):
    return [hit.article_id for hit in search(text).hits]


def words_as_counted():
    words = SearchWord.objects.exclude(documents=0)
    return dict(words.values_list("word", "documents"))


def words_as_they_stand():
    counts = Counter()
    for document in SearchDocument.objects.all():
        counts.update({*document.question.split(), *document.keywords.split()})
    return dict(counts)


@pytest.fixture(autouse=True)
def _counts_stay_right():
    """After each of these tests the words are counted as they stand."""
    yield
    assert words_as_counted() == words_as_they_stand()


@pytest.fixture
def article():
    return make_article("ale", title="What is zymurgy?", question="", article_title="")


def test_a_new_article_is_found(article):
    assert found("zymurgy") == [article.pk]


def test_an_edit_changes_what_is_found(article):
    content = make_content("What is oenology?", answer="The science of vintages.")
    publishing.revise(article, content)
    assert found("zymurgy") == []
    assert found("oenology") == found("vintages") == [article.pk]


def test_an_edit_that_changes_no_word_writes_no_document(article, django_assert_num_queries):
    before = SearchDocument.objects.get()
    publishing.revise(article, make_content("What is zymurgy?", answer=article.answer, author="A"))
    after = SearchDocument.objects.get()
    assert (before.question, before.answer) == (after.question, after.answer)


def test_a_word_that_is_gone_is_a_mistyped_one_again(article):
    make_article("beer", title="What is zymology?", question="", article_title="")
    assert search("zymurgy").did_you_mean == ""
    publishing.revise(article, make_content("What is oenology?", answer="Wine."))
    assert search("zymolgy").did_you_mean == "zymology"
    assert "zymurgy" not in words_as_counted()


def test_withdrawn_and_published_again(article):
    publishing.withdraw(article)
    assert found("zymurgy") == []
    assert search_ids("zymurgy") == [article.pk]
    publishing.publish(article)
    assert found("zymurgy") == [article.pk]


@pytest.mark.django_db(transaction=True)
def test_hiding_its_subject(article):
    subject = Subject.objects.get()
    subject.is_listed = False
    publishing.save_subject(subject)
    assert found("zymurgy") == []
    subject.is_listed = True
    publishing.save_subject(subject)
    assert found("zymurgy") == [article.pk]


def test_deleted_and_brought_back(article):
    key = article.pk
    publishing.delete(article)
    assert found("zymurgy") == search_ids("zymurgy") == []
    assert words_as_counted() == {}
    publishing.undelete(Revision.objects.get(kind=Revision.Kind.DELETED))
    assert found("zymurgy") == [key]


def test_moved(article):
    publishing.move(article, make_subject("brewing"), "beer")
    assert found("zymurgy") == [article.pk]


def test_rendering_again_writes_what_is_missing(article):
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()
    rerender(Article.objects.all())
    assert found("zymurgy") == [article.pk]


def test_a_rebuild_mends_everything(article):
    other = make_article("wine", title="What is oenology?", question="", article_title="")
    SearchDocument.objects.filter(pk=article.pk).update(question="nonsense")
    SearchDocument.objects.filter(pk=other.pk).delete()
    SearchWord.objects.filter(word="what").update(documents=77)
    SearchWord.objects.filter(word="zymurgy").delete()
    SearchDeletion.objects.all().delete()
    out = StringIO()
    call_command("rebuild_search", stdout=out, stderr=StringIO())
    assert out.getvalue() == "2 articles can be searched.\n"
    assert found("zymurgy") == [article.pk]
    assert found("oenology") == [other.pk]
    assert found("nonsense") == []
    assert search("zymurgx").did_you_mean == "zymurgy"
    assert search("oenolgy").did_you_mean == "oenology"


def test_a_second_rebuild_changes_nothing(article):
    rebuild()
    before = list(SearchDeletion.objects.order_by("pk").values_list("pk", flat=True))
    assert rebuild() == 1
    assert list(SearchDeletion.objects.order_by("pk").values_list("pk", flat=True)) == before


@pytest.mark.django_db(transaction=True)
def test_a_migration_restores_what_another_has_dropped(article):
    backends.current().drop()
    assert backends.current().missing()
    call_command("migrate", verbosity=0)
    assert backends.current().missing() == []
    assert found("zymurgy") == [article.pk]
    make_article("wine", title="What is oenology?", question="", article_title="")
    assert len(found("oenology")) == 1


@pytest.mark.django_db(transaction=True)
def test_a_migration_fills_a_library_that_is_older_than_its_search(article):
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert found("zymurgy") == [article.pk]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("last_one_filled", ["ale", "wine"])
def test_a_migration_goes_on_with_a_filling_that_was_interrupted(article, last_one_filled):
    make_article("wine", title="What is oenology?", question="", article_title="")
    SearchDocument.objects.exclude(article__slug=last_one_filled).delete()
    SearchWord.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert len(found("zymurgy")) == len(found("oenology")) == 1


def test_nothing_is_restored_where_nothing_is_missing(article):
    assert restore_index() is False


def test_ways_to_mistype_words_are_the_same_in_however_many_pieces(monkeypatch):
    """A library's half million keys are never in one list."""
    for word in ("photosynthesis", "mitochondria", "equilibrium", "thermodynamics"):
        make_article(title=word.title())
    whole = set(SearchDeletion.objects.values_list("pk", flat=True))
    assert len(whole) > 40
    SearchDeletion.objects.all().delete()
    SearchWord.objects.update(is_correctable=False)
    monkeypatch.setattr(search_documents, "_WORDS_A_TURN", 3)
    monkeypatch.setattr(search_documents, "_KEYS_A_STATEMENT", 5)
    search_documents.make_words_correctable()
    assert set(SearchDeletion.objects.values_list("pk", flat=True)) == whole
    assert not SearchWord.objects.filter(is_correctable=False, documents__gt=0).exists()
