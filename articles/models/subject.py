"""Subject model: the first part of an article's address, with name, position and listing."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from articles.core.source.article_paths import SUBJECT_PATTERN, subject_path


class SubjectQuerySet(models.QuerySet):
    def listed(self) -> "SubjectQuerySet":
        """Those that the site's own lists show, in the site's order."""
        return self.filter(is_listed=True)


class Subject(models.Model):
    """Named by the first file or by subjects.yml, then by editors: import never overwrites.

    A hidden subject (is_listed False) stays reachable but is neither listed nor indexed.
    """

    slug = models.CharField(
        max_length=80,
        unique=True,
        validators=[RegexValidator(SUBJECT_PATTERN, "Lower-case letters, digits and hyphens.")],
        help_text="Part of the address of every article: /learn/<slug>/questions/…",
    )
    name = models.CharField(max_length=120)
    is_listed = models.BooleanField(
        "listed",
        default=True,
        help_text="A hidden subject stays reachable but is neither listed nor indexed.",
    )
    position = models.PositiveIntegerField(
        default=0, help_text="Lower comes first; equal ones go by name."
    )
    introduction = models.TextField(
        blank=True, help_text="Shown above the list of questions. Markdown, as in answers."
    )
    introduction_html = models.TextField(
        blank=True, editable=False, help_text="The introduction, rendered when it is saved."
    )
    shown_otherwise_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When what articles' pages show of it last changed: name, listing, position.",
    )
    disclaimer = models.TextField(
        blank=True,
        max_length=1_000,
        help_text="Below the answer of each of its articles, as plain text: what a reader of health"
        " or law should know. Empty: none.",
    )
    disclaimer_changed_at = models.DateTimeField(
        null=True, editable=False, help_text="When its articles' pages last showed another one."
    )
    title = models.CharField(
        max_length=200, blank=True, help_text="For search engines; empty: the subject's name."
    )
    description = models.TextField(
        blank=True, help_text="For search engines; empty: made from the name and the count."
    )
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="subjects",
        help_text="Whose work it is, of those who may not work in every subject.",
    )

    objects = SubjectQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return subject_path(self.slug)
