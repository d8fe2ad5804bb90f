"""Addresses: the admin, and everything else that the library shows."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("articles.web.urls")),
]

handler400 = "articles.web.errors.bad_request"
handler403 = "articles.web.errors.forbidden"
handler404 = "articles.web.errors.not_found"
handler500 = "articles.web.errors.server_error"
