"""AuditEntry model: who did what with accounts, rights, settings and data, when and from where."""

from typing import Any, NoReturn

from django.db import models


class Unchangeable(TypeError):
    """Somebody tried to change or delete an entry of the audit log."""


class EntryQuerySet(models.QuerySet):
    """Entries are added and, when they are old, removed (`articles/accounts/audit_log.py`)."""

    def update(self, **values: Any) -> NoReturn:
        raise Unchangeable("an entry of the audit log is never changed")

    def delete(self) -> NoReturn:
        raise Unchangeable("an entry of the audit log is never deleted")


class AuditEntry(models.Model):
    """One thing that was done. Written once, in the transaction of what it tells of.

    People are named by key and by name, as they were called then: no foreign key, so that deleting
    an account changes no row. `actor_name` is empty where nobody was signed in: a command
    (`address` is empty then, too), or a sign-in that was refused.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed-in", "Signed in"
        REFUSED = "refused", "Sign-in refused"
        SIGNED_OUT = "signed-out", "Signed out"
        SESSION_ENDED = "session-ended", "Session ended"
        ACCOUNT_MADE = "account-made", "Account made"
        ACCOUNT_CHANGED = "account-changed", "Account or rights changed"
        ACCOUNT_DELETED = "account-deleted", "Account deleted"
        GROUP_CHANGED = "group-changed", "Group changed"
        LINK_MADE = "link-made", "Link for a password made"
        PASSWORD_CHANGED = "password-changed", "Password changed"
        FACTOR_ADDED = "factor-added", "Second factor added"
        FACTOR_REMOVED = "factor-removed", "Second factor removed"
        FACTOR_RESET = "factor-reset", "Second factors reset"
        CODES_MADE = "codes-made", "Recovery codes made"
        CODE_USED = "code-used", "Recovery code used"
        SETTINGS_CHANGED = "settings-changed", "Site settings changed"
        EXPORTED = "exported", "Data exported or restored"

    made_at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=20, choices=Kind)
    actor_key = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    account_key = models.BigIntegerField(null=True)
    account_name = models.CharField(max_length=150, blank=True)
    address = models.CharField("network", max_length=50, blank=True)
    detail = models.TextField(blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "audit log"
        # There is nothing else that anybody may do, superusers included.
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["kind", "id"], name="audit_by_kind"),
            models.Index(fields=["actor_name", "id"], name="audit_by_actor"),
            models.Index(fields=["account_name", "id"], name="audit_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.made_at:%Y-%m-%d %H:%M:%S}"

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            raise Unchangeable("an entry of the audit log is never changed")
        super().save(**options | {"force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise Unchangeable("an entry of the audit log is never deleted")
