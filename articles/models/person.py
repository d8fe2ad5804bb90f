"""Person models: who writes and reviews, and by which names articles mean them."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from articles.core.article_content import MAX_LENGTHS
from articles.core.source.article_paths import SLUG_PATTERN, person_path
from articles.models.image import Image

LONGEST_NAME = max(MAX_LENGTHS["author"], MAX_LENGTHS["reviewed_by"])


class PersonQuerySet(models.QuerySet):
    def shown(self) -> "PersonQuerySet":
        """Those that readers see, in the order of the index."""
        return self.filter(is_hidden=False).order_by(Lower("name"), "pk")


class Person(models.Model):
    """A person, a role or a team with a page of its own. No article names it by a key: an article's
    `author` and `reviewed_by` are texts, of which PersonName says whom they mean.

    `links` are addresses of the same person elsewhere (schema.org's sameAs). Written by
    `articles.publishing.save_person`; never removed, for pages were found under its address.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "A person"
        ROLE = "role", "A role or a team"

    slug = models.CharField(
        max_length=120,
        unique=True,
        validators=[RegexValidator(SLUG_PATTERN, "Lower-case letters, digits and hyphens.")],
        help_text="Part of the address of the page, /people/…; it is chosen once.",
    )
    name = models.CharField(
        max_length=LONGEST_NAME, help_text="As articles have it as author or reviewer."
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    job_title = models.CharField(
        max_length=120,
        blank=True,
        help_text="Stands behind the name of a reviewer, where the article does not say more:"
        " cardiologist.",
    )
    biography = models.TextField(
        blank=True,
        max_length=20_000,
        help_text="What readers should know to trust them, in a few sentences. Markdown, as in"
        " answers.",
    )
    biography_html = models.TextField(blank=True, editable=False)
    image = models.ForeignKey(Image, on_delete=models.PROTECT, null=True, related_name="+")
    links = models.JSONField(default=list, blank=True)
    is_hidden = models.BooleanField(
        "hidden",
        default=False,
        help_text="The page is gone (410), and articles have the name as plain text.",
    )
    changed_at = models.DateTimeField(editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return person_path(self.slug)

    def is_person(self) -> bool:
        """Return whether it is a human being, rather than a role or a team."""
        return self.kind == self.Kind.PERSON


class PersonName(models.Model):
    """Whom a name in an article means: `person`, or nobody any more (null). `changed_at`: when what
    articles' pages say of the name last changed, also by its meaning nobody."""

    name = models.CharField(max_length=LONGEST_NAME, unique=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="names")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
