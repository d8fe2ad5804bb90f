"""Makes an editor of the site of the environment and signs them in; prints the cookie.

python -m benchmarks.side_by_side.editor_session
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after Django's set-up
from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402


def main() -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("benchmark"))
    name = settings.SESSION_COOKIE_NAME
    print(f"{name}={client.cookies[name].value}")


if __name__ == "__main__":
    main()
