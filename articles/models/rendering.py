"""Rendering model: the rendered answer of an article.

Its own table, so that rendering the whole library again writes no article.
"""

from django.db import models


class Rendering(models.Model):
    """`html` has been through the sanitiser; `renderer_version` records which renderer made it."""

    article = models.OneToOneField(
        "Article", on_delete=models.CASCADE, primary_key=True, related_name="rendering"
    )
    renderer_version = models.PositiveIntegerField(db_index=True)
    formula_count = models.PositiveIntegerField(default=0)
    unconverted_count = models.PositiveIntegerField(
        default=0, help_text="Formulas shown as TeX source because they could not be converted."
    )
    excerpt = models.TextField(blank=True)
    short_answer = models.TextField(blank=True)
    short_answer_html = models.TextField(
        blank=True, help_text="Empty where the answer itself shows it, or where there is none."
    )
    plain_text = models.TextField(blank=True)
    html = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"rendering of article {self.article_id}"
