"""The texts of the real files go through the editor's form and come back as they were: each
FORM_EVERY-th file's, 1 for all of them, which take half a minute of a core."""

import os

import pytest

from articles.admin.articles.article_form import ArticleForm
from articles.admin.base.exact_text_fields import WrittenField
from tests.admin.page_forms import form_data

pytestmark = pytest.mark.corpus

EVERY = int(os.environ.get("FORM_EVERY", "4"))
FIELDS = {
    name: field
    for name, field in ArticleForm.base_fields.items()
    if isinstance(field, WrittenField)
}


def test_every_text_survives_the_form(corpus_documents):
    assert {"title", "answer", "seo_description", "author"} <= FIELDS.keys()
    changed = []
    for path, document in list(corpus_documents.items())[::EVERY]:
        stored = {name: getattr(document.content, name) for name in FIELDS}
        page = "".join(
            field.widget.render(name, stored[name], {"id": f"id_{name}"})
            for name, field in FIELDS.items()
        )
        sent = form_data(f'<form id="article_form">{page}</form>')
        changed += [
            (path, name)
            for name, field in FIELDS.items()
            if stored[name] and field.clean(sent[name]) != stored[name]
        ]
    assert changed == []
