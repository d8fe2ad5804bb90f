"""Addresses: the admin, and everything else that the library shows."""

from django.contrib import admin
from django.urls import include, path

admin.autodiscover()

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("articles.web.urls")),
]

handler400 = "articles.web.error_pages.bad_request"
handler403 = "articles.web.error_pages.forbidden"
handler404 = "articles.web.error_pages.not_found"
handler500 = "articles.web.error_pages.server_error"
