"""The editors' desk: Django's admin over the library, a file per model.

`site.LibraryAdminSite` registers everything; the other modules only define. It writes articles
and subjects through `articles.publishing` alone.
"""
