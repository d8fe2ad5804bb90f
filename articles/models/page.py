"""Page models: a plain page such as About or Privacy, its versions, and the draft beside it."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from articles.core.page_content import LONGEST_SLUG, PAGE_FIELDS, PageContent, page_from_json
from articles.core.source.article_paths import SLUG_PATTERN, plain_page_path
from articles.core.source.compression import unpack
from articles.models.index_status import Status


class PageQuerySet(models.QuerySet):
    def published(self) -> "PageQuerySet":
        """Those that readers see."""
        return self.filter(status=Status.PUBLISHED)

    def indexable(self) -> "PageQuerySet":
        """Those that sitemap and llms.txt name, in the order of the footer."""
        return self.published().filter(no_index=False).order_by("position", "title", "pk")

    def in_footer(self) -> "PageQuerySet":
        """Those that every page of the site names, in their order."""
        return self.published().filter(is_in_footer=True).order_by("position", "title", "pk")


class Page(models.Model):
    """The live truth of one address of one level, `/about`. Written in the desk alone: no import
    makes or changes one.

    `html` is the text as its page prints it, and `excerpt` its first sentences: made when it is
    saved, by the renderer of `renderer_version`. `published_at` is when readers first saw it; from
    then on it is withdrawn and never deleted. `content_modified_at` is when what they see of it
    last changed, `rendered_at` when its HTML did.
    """

    class Kind(models.TextChoices):
        PAGE = "page", "A page"
        ABOUT = "about", "About the site"
        CONTACT = "contact", "How to reach the site"

    slug = models.CharField(
        "address",
        max_length=LONGEST_SLUG,
        unique=True,
        validators=[RegexValidator(SLUG_PATTERN, "Lower-case letters, digits and hyphens.")],
        help_text="The last part of its address: “about” is /about.",
        error_messages={"unique": "Another page stands at this address."},
    )
    title = models.CharField(max_length=120, help_text="Its heading, and its name in the footer.")
    description = models.CharField(
        max_length=300,
        blank=True,
        help_text="For search engines, a sentence; empty: the first ones of the text.",
    )
    kind = models.CharField(
        max_length=10,
        choices=Kind,
        default=Kind.PAGE,
        help_text="What search engines are told that it is.",
    )
    is_in_footer = models.BooleanField(
        "in the footer", default=True, help_text="Every page of the site names it at its end."
    )
    position = models.PositiveIntegerField(
        "place in the footer", default=0, help_text="Lower comes first; equal ones go by name."
    )
    no_index = models.BooleanField("keep out of search engines", default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, editable=False)
    content_modified_at = models.DateTimeField(editable=False)
    renderer_version = models.PositiveIntegerField(editable=False)
    rendered_at = models.DateTimeField(editable=False)
    excerpt = models.CharField(max_length=300, blank=True, editable=False)
    # Behind the other columns, so that lists read those without the pages of a long text.
    text = models.TextField(max_length=200_000, help_text="Markdown, as in answers.")
    html = models.TextField(editable=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ("position", "title", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="page_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False),
                name="published_page_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return plain_page_path(self.slug)

    def content(self) -> PageContent:
        """Return what an editor can change of it beside address and status."""
        return PageContent(**{name: getattr(self, name) for name in PAGE_FIELDS})

    def is_gone(self) -> bool:
        """Whether its address answers 410: withdrawn, and once seen by readers."""
        return self.status == Status.WITHDRAWN and self.published_at is not None

    @property
    def has_formulas(self) -> bool:
        return "<math" in self.html


class PageRevision(models.Model):
    """A page as it stood at `version`, written when a change made the next one; `actor` and
    `reason` are those of the change. `packed` is its content, as JSON and compressed."""

    class Kind(models.TextChoices):
        EDITED = "edited", "Edited"
        RESTORED = "restored", "Restored"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.CharField(max_length=LONGEST_SLUG)
    status = models.CharField(max_length=10, choices=Status)
    packed = models.BinaryField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ("-version",)
        constraints = [
            models.UniqueConstraint(fields=["page", "version"], name="page_revision_of_a_version"),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of /{self.slug}"

    def content(self) -> PageContent:
        """Return the content that the page had."""
        return page_from_json(unpack(bytes(self.packed)))


class PageDraft(models.Model):
    """What somebody has written of a page beside its live text: one a page, which no reader sees.

    `values` are those of a PageContent; `base_version` is the version of the page that it was begun
    on. `number` counts the saves: who knows another number than the stored one writes over nothing.
    """

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, primary_key=True, related_name="draft"
    )
    base_version = models.PositiveIntegerField()
    number = models.PositiveIntegerField(default=1)
    values = models.JSONField(default=dict)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    saved_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"draft of page {self.page_id}"
