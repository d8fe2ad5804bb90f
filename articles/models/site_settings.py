"""SiteSettings model: one row that the admin edits."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from articles.models.accent_colours import validate_dark_accent, validate_light_accent

ONLY_KEY = 1


class SiteSettings(models.Model):
    """Every column has a default that makes a complete site, so that none needs the row.

    `header_links` and `footer_links` hold [text, address] pairs, `analytics_attributes` [name,
    value] pairs, `organization_profiles` addresses. `logo` is a PNG as large as it was uploaded
    (for search engines), `logo_small` the same for the header; both are read by no page.
    `page_links` are [title, address] of the plain pages that the footer names: publishing writes
    them with each page, so that no page of the site has to ask for them.
    `version` counts what editors save; by it and by `saved_at` another process sees that its copy
    is old.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY_KEY, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(auto_now=True)

    name = models.CharField(
        max_length=60, blank=True, help_text="Empty: what the variable SITE_NAME says."
    )
    tagline = models.CharField(
        max_length=120,
        blank=True,
        help_text="What the site is, in a few words: the heading of the home page.",
    )
    logo = models.BinaryField(default=b"", blank=True)
    logo_width = models.PositiveIntegerField(default=0, editable=False)
    logo_height = models.PositiveIntegerField(default=0, editable=False)
    logo_small = models.BinaryField(default=b"", blank=True)
    logo_small_width = models.PositiveIntegerField(default=0, editable=False)
    logo_small_height = models.PositiveIntegerField(default=0, editable=False)
    logo_digest = models.CharField(max_length=16, blank=True, editable=False)

    accent_light = models.CharField(
        "accent on the light page",
        max_length=7,
        blank=True,
        validators=[validate_light_accent],
        help_text="Links, rubrics and the focus, such as #0b4f8a. Empty: the default.",
    )
    accent_dark = models.CharField(
        "accent on the dark page",
        max_length=7,
        blank=True,
        validators=[validate_dark_accent],
        help_text="The same for readers whose system is dark, such as #93c4f0.",
    )

    header_links = models.JSONField(default=list, blank=True)
    footer_links = models.JSONField(default=list, blank=True)
    page_links = models.JSONField(default=list, editable=False)

    cta_text = models.CharField(
        "text",
        max_length=300,
        blank=True,
        help_text="Below every answer. {subject} and {question} stand for the page's own.",
    )
    cta_link_text = models.CharField("text of the link", max_length=80, blank=True)
    cta_link = models.CharField(
        "address of the link",
        max_length=500,
        blank=True,
        help_text="{subject} and {question} may stand in its path and query; they are encoded.",
    )

    shows_reviews = models.BooleanField(
        "say who has reviewed an article",
        default=True,
        help_text="“Reviewed by … on …” on its page, and for search engines (reviewedBy,"
        " lastReviewed). Nothing of an article that names no reviewer.",
    )

    policy_address = models.CharField(
        "editorial policy",
        max_length=500,
        blank=True,
        help_text="Its address, such as /editorial-policy: below every answer, and for search"
        " engines (publishingPrinciples). Empty: nothing is said of one.",
    )

    organization_name = models.CharField(
        "name", max_length=120, blank=True, help_text="Empty: the site's name."
    )
    organization_url = models.URLField(
        "address", max_length=300, blank=True, help_text="Empty: the site's own."
    )
    organization_profiles = models.JSONField("profiles", default=list, blank=True)

    analytics_script = models.URLField(
        "address of the script",
        max_length=300,
        blank=True,
        help_text="Off while empty. Pages load this one script, and the security policy admits"
        " its host and no other.",
    )
    analytics_attributes = models.JSONField("attributes", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "site settings"
        constraints = [
            models.CheckConstraint(condition=Q(pk=ONLY_KEY), name="site_settings_one_row")
        ]

    def __str__(self) -> str:
        return "Site settings"

    def clean(self) -> None:
        """Refuse half a call to action and half a pair of colours, in a sentence."""
        if bool(self.cta_link) != bool(self.cta_link_text) or (self.cta_text and not self.cta_link):
            raise ValidationError(
                "A call to action needs its link: the text that is clicked and the address."
            )
        if bool(self.accent_light) != bool(self.accent_dark):
            raise ValidationError("Choose the accent for both the light and the dark page.")
