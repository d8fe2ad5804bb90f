"""The admin as this project configures it."""

from django.contrib.admin.apps import AdminConfig


class QtsiteAdminConfig(AdminConfig):
    default_site = "articles.admin.site.LibraryAdminSite"
