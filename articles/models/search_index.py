"""Search models: a document per article, the words of all questions, and their deletions."""

from django.db import models

from articles.core.text.search_words import MAX_WORD_CHARACTERS


class SearchDocument(models.Model):
    """The searched text of an article, folded (`articles.core.text.search_words.SearchText`).

    Written by `articles.publishing` for every article, whatever its status; who may find it is
    asked of the article. The full-text indexes hang on this table, kept by the database
    (`articles.search.backends`).
    """

    article = models.OneToOneField(
        "Article", on_delete=models.CASCADE, primary_key=True, related_name="search_document"
    )
    question = models.TextField(blank=True)
    keywords = models.TextField(blank=True)
    description = models.TextField(blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        indexes = [
            # Questions that begin with what is typed: a range of this index. The class of the
            # operator makes it one by code points, whatever the database's collation.
            models.Index(
                fields=["question"], name="searchdocument_lead", opclasses=["text_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return f"search document of article {self.article_id}"


class SearchWord(models.Model):
    """A word of questions or keywords, and in how many articles it stands there."""

    word = models.CharField(max_length=MAX_WORD_CHARACTERS, unique=True)
    documents = models.IntegerField()
    # Whether its SearchDeletions are there: an import writes those of new words at its end.
    is_correctable = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.word


class SearchDeletion(models.Model):
    """A way to shorten a word by up to two letters: `key` is the hash of the shortened word, then
    the key of the word (`articles.search.spelling`). One number, so that a row takes 12 bytes."""

    key = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.key)
