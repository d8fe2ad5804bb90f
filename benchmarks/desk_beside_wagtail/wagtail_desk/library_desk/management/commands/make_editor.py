"""make_editor NAME: make an account that may publish, and print the cookie of its session."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandParser
from django.test import Client


class Command(BaseCommand):
    help = "Makes an account that may publish, and prints the cookie of its session."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")

    def handle(self, *, name: str, **options: Any) -> None:
        user = get_user_model().objects.create_user(name)
        # Of the two groups that Wagtail's migrations make, "Editors" may not publish.
        user.groups.set(Group.objects.filter(name__in=("Editors", "Moderators")))
        client = Client()
        client.force_login(user)
        self.stdout.write(client.cookies[settings.SESSION_COOKIE_NAME].value)
