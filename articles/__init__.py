"""Django application of the article library: files become content, content becomes articles,
articles become pages.

Importing this package must not import Django: the importer's worker processes load
`articles.core.text`, `articles.core.source` and `articles.core.rendering` alone.
"""
