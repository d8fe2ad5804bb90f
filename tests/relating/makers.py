"""Libraries for the tests of relating: texts of which it is plain what belongs together."""

from articles.models import ComputedRelated
from articles.relating import relate_due
from tests.factories import make_article

# Of each matter three words that no other has; a common sentence has none of them.
MATTERS = {
    "cells": "mitochondria cytoplasm membrane",
    "courts": "plaintiff tribunal verdict",
    "metals": "copper alloy smelting",
    "poems": "sonnet iambic stanza",
}


def make_about(matter, number, **values):
    """A published article about one of the matters."""
    words = MATTERS[matter]
    return make_article(
        f"{matter}-{number}",
        title=f"What is number {number} of {matter}?",
        seo_keywords=words.replace(" ", ", "),
        answer=f"About {words}, and item{number} of {matter}.",
        **values,
    )


def make_library(each=6):
    """{matter: articles}, nothing linked, everything related."""
    library = {matter: [make_about(matter, number) for number in range(each)] for matter in MATTERS}
    relate_due()
    return library


def computed(article):
    """The keys of the computed related questions that fill up the list, in order."""
    rows = ComputedRelated.objects.filter(article=article, is_extra=False).order_by("position")
    return [row.target_id for row in rows]


def methods(article):
    rows = ComputedRelated.objects.filter(article=article, is_extra=False).order_by("position")
    return [row.method for row in rows]


def link(article):
    return article.get_absolute_url()
