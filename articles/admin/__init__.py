"""Django admin for editors, one module per model.

`site.LibraryAdminSite` registers everything; the other modules only define. It writes articles
and subjects through `articles.publishing` alone.
"""
