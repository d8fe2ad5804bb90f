"""Who may do what with images: who may change articles may upload and tend them."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

User = AbstractBaseUser | AnonymousUser


def may_see(user: User) -> bool:
    return _may(user, "view") or may_upload(user)


def may_upload(user: User) -> bool:
    return _may(user, "change") or _may(user, "add")


def may_tend(user: User) -> bool:
    """Whether somebody may change alternative texts, and delete what is not used."""
    return _may(user, "change")


def _may(user: User, action: str) -> bool:
    is_staff = user.is_active and user.is_staff
    return is_staff and user.has_perm(f"articles.{action}_article")
