"""ArticleVector model: what an article is about, as a sentence model sees it."""

from django.db import models


class ArticleVector(models.Model):
    """Written by `articles.search.meaning` alone, and only where SEARCH_MODEL is set.

    `vector` is a byte (-127 to 127) a dimension; its length says nothing, its direction is the
    meaning. `version` is the article's of whose texts it was made, `model` the fingerprint of the
    model: where either is another one, the vector is due. `number` rises in the order of the
    commits, so that whoever has seen every vector up to a number asks for those above it.
    """

    article = models.OneToOneField(
        "Article", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    version = models.PositiveIntegerField()
    model = models.BigIntegerField()
    number = models.BigIntegerField(unique=True)
    vector = models.BinaryField()

    def __str__(self) -> str:
        return f"vector of article {self.article_id}"
