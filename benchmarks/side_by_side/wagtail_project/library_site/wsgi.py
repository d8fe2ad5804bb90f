"""The WSGI entry point, as `wagtail start` makes it."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
