"""Stored answers: public pages as they go over the wire, given again while nothing they show has
changed. `StoredAnswers` stands in front of Django; docs/decisions/0024-stored-answers.md says why
and how it stays right."""

from articles.page_store.wsgi_layer import StoredAnswers

__all__ = ["StoredAnswers"]
