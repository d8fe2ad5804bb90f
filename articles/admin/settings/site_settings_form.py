"""Form of the site settings, and its validation."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError

from articles.admin.base.line_fields import (
    AddressLinesField,
    AttributeLinesField,
    LinkLinesField,
    check_address,
)
from articles.admin.settings.logo_upload import Logo, read_logo
from articles.models import SiteSettings
from articles.seo.site_identity import QUESTION, SUBJECT

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")
STALE = (
    "Somebody else saved the settings while this page was open. Open it anew in another tab, and"
    " put in again what you changed."
)


class SiteSettingsForm(forms.ModelForm):
    """`opened_version` stood when the page was opened: a save over somebody else's is refused."""

    opened_version = forms.IntegerField(widget=forms.HiddenInput)
    logo_file = forms.FileField(
        label="Logo",
        required=False,
        help_text="PNG, WebP or JPEG, in the header instead of icon and name. It should do on a"
        " light and on a dark page.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/webp,image/jpeg"}),
    )
    removes_logo = forms.BooleanField(label="Take the logo away", required=False)
    header_links = LinkLinesField(
        most=6,
        help_text="Beside “All subjects”, a line each: About us | /about. They lie in reach on"
        " phones, too: few and short ones.",
    )
    footer_links = LinkLinesField(
        most=24,
        help_text="Behind the site's own pages (“Pages”), a line each: Blog | https://blog.example.org",
    )
    cta_link = forms.CharField(
        label="Address of the link",
        required=False,
        max_length=500,
        help_text=SiteSettings._meta.get_field("cta_link").help_text,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    organization_url = forms.URLField(
        label="Address",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=SiteSettings._meta.get_field("organization_url").help_text,
    )
    organization_profiles = AddressLinesField(
        label="Profiles",
        most=20,
        help_text="The same organisation elsewhere, an address a line (sameAs).",
    )
    analytics_script = forms.URLField(
        label="Address of the script",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=SiteSettings._meta.get_field("analytics_script").help_text,
    )
    analytics_attributes = AttributeLinesField(
        label="Attributes", most=10, help_text="What the script asks for: data-domain=example.org"
    )

    class Meta:
        model = SiteSettings
        fields = (
            "name",
            "tagline",
            "accent_light",
            "accent_dark",
            "header_links",
            "footer_links",
            "cta_text",
            "cta_link_text",
            "cta_link",
            "shows_reviews",
            "policy_address",
            "organization_name",
            "organization_url",
            "organization_profiles",
            "analytics_script",
            "analytics_attributes",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened_version"] = self.instance.version

    def clean_opened_version(self) -> int:
        """Refuse what was typed over another version than the one that stands."""
        if self.cleaned_data["opened_version"] != self.instance.version:
            raise ValidationError(STALE)
        return self.cleaned_data["opened_version"]

    def clean_accent_light(self) -> str:
        return self.cleaned_data["accent_light"].lower()

    def clean_accent_dark(self) -> str:
        return self.cleaned_data["accent_dark"].lower()

    def clean_logo_file(self) -> Logo | None:
        upload = self.cleaned_data["logo_file"]
        return read_logo(upload, byte_count=upload.size) if upload else None

    def clean_cta_text(self) -> str:
        return _checked_placeholders(self.cleaned_data["cta_text"])

    def clean_cta_link_text(self) -> str:
        return _checked_placeholders(self.cleaned_data["cta_link_text"])

    def clean_cta_link(self) -> str:
        """Placeholders may not decide where the link leads: not on scheme, host and port."""
        address = _checked_placeholders(self.cleaned_data["cta_link"])
        if address:
            check_address(address.replace(SUBJECT, "").replace(QUESTION, ""))
            if _has_placeholder_in_host(address) or address.startswith("{"):
                raise ValidationError("A placeholder stands behind the host: /ask?q={question}.")
        return address

    def clean_policy_address(self) -> str:
        """A page of this site, or of the web."""
        address = self.cleaned_data["policy_address"].strip()
        if address:
            check_address(address)
            if address.startswith("mailto:"):
                raise ValidationError("Write the address of a page: /editorial-policy.")
        return address

    def clean_analytics_script(self) -> str:
        address = self.cleaned_data["analytics_script"]
        if address and (not address.startswith("https://") or "@" in urlsplit(address).netloc):
            raise ValidationError("The script's address begins with https:// and a host.")
        if not urlsplit(address).netloc.isascii():
            raise ValidationError("Write the host in ASCII (“xn--…”), as addresses have it.")
        if re.search(r"[;,'\"\s]", address):  # what would end a source of the security policy
            raise ValidationError("The address has no blanks, quotes, commas or semicolons.")
        return address

    def _post_clean(self) -> None:
        super()._post_clean()
        logo = self.cleaned_data.get("logo_file")
        if logo:
            self.instance.logo, (width, height) = logo.png, logo.size
            self.instance.logo_width, self.instance.logo_height = width, height
            self.instance.logo_small, (width, height) = logo.small_png, logo.small_size
            self.instance.logo_small_width, self.instance.logo_small_height = width, height
            self.instance.logo_digest = logo.digest
        elif self.cleaned_data.get("removes_logo"):
            self.instance.logo = self.instance.logo_small = b""
            self.instance.logo_digest = ""


def _has_placeholder_in_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # inside the brackets of an IPv6 address, say
        return True
    return "{" in parts.scheme + parts.netloc


def _checked_placeholders(text: str) -> str:
    """The text, stripped; ValidationError where a brace is no placeholder of ours."""
    unknown = [found for found in _PLACEHOLDER.findall(text) if found not in {SUBJECT, QUESTION}]
    if unknown:
        raise ValidationError(f"“{unknown[0]}” is neither {SUBJECT} nor {QUESTION}.")
    return text.strip()
