"""ProposedSubject model: what a delivery's subjects.yml said of a subject."""

from django.db import models


class ProposedSubject(models.Model):
    """A proposal is kept from the import that brought it, for a subject whose first article may
    come with a later delivery. Of several for one slug that of the latest import counts; the undo
    of an import forgets its own."""

    import_run = models.ForeignKey(
        "ImportRun", on_delete=models.CASCADE, related_name="proposed_subjects"
    )
    slug = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    is_listed = models.BooleanField()
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "import_run"], name="proposed_subject_once"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} of import {self.import_run_id}"
