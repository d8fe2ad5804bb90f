"""Drafts: what editors are writing beside the live text, kept as they type.

A draft is no content of the article: no reader, import or export sees it. Publishing it is a save
of the form that it was kept from (`articles.admin.articles.article_form`), and so the usual merge.
"""
