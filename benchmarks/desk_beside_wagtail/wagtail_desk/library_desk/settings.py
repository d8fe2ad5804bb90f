"""The settings of library_site, with what its desk needs: static files, uploads, a search index."""

from library_site import settings as site

BASE_DIR = site.BASE_DIR
DEBUG = site.DEBUG
SECRET_KEY = site.SECRET_KEY
ALLOWED_HOSTS = site.ALLOWED_HOSTS
INSTALLED_APPS = ["library_desk", *site.INSTALLED_APPS]
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware", *site.MIDDLEWARE]
CACHES = site.CACHES
ROOT_URLCONF = "library_desk.urls"
TEMPLATES = site.TEMPLATES
_DATABASE = site.DATABASES["default"]
# As the site that it is compared with.
DATABASES = {
    "default": {
        **_DATABASE,
        "OPTIONS": {**_DATABASE["OPTIONS"], "transaction_mode": "IMMEDIATE", "timeout": 20},
    }
}
DEFAULT_AUTO_FIELD = site.DEFAULT_AUTO_FIELD
USE_I18N = True  # as `wagtail start` has it
USE_TZ = site.USE_TZ
STATIC_URL = site.STATIC_URL
STATIC_ROOT = BASE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Compressed and kept by browsers for ever, as the site's own files are.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "media"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # as `wagtail start` has it
WAGTAIL_SITE_NAME = site.WAGTAIL_SITE_NAME
WAGTAILADMIN_BASE_URL = site.WAGTAILADMIN_BASE_URL
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Nothing is asked of machines elsewhere.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR"}},
}
