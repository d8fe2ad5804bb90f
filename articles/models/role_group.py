"""RoleGroup model: which group is that of a role, and what it was given."""

from django.db import models


class RoleGroup(models.Model):
    """`given` are the rights, `"app.codename"`, that the group has got from the table of roles
    (`articles/rights/roles.py`): each once, so that what an administrator takes from the group
    stays away. `group` is null where somebody has deleted it: it is not made again."""

    role = models.CharField(max_length=40, primary_key=True)
    group = models.OneToOneField("auth.Group", on_delete=models.SET_NULL, null=True)
    given = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.role
