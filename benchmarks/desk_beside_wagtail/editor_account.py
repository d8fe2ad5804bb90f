"""Makes a plain editor of the site of the environment; prints the cookie of a session of theirs.

python -m benchmarks.desk_beside_wagtail.editor_account NAME
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after Django's set-up
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import Permission  # noqa: E402
from django.test import Client  # noqa: E402

# docs/editing.md, "Rights": who writes, and sees and ignores what the checks find.
_RIGHTS = {
    "article": ("view", "add", "change"),
    "finding": ("view", "change"),
    "image": ("view", "add", "change"),
}


def main(name: str) -> None:
    user = get_user_model().objects.create_user(name, is_staff=True)
    codenames = [f"{verb}_{model}" for model, verbs in _RIGHTS.items() for verb in verbs]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    print(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)


if __name__ == "__main__":
    main(sys.argv[1])
