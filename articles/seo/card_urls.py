"""Choice and URL of the social card for each page."""

from django.conf import settings
from django.urls import reverse

from articles.core.cards import Card
from articles.models import Article, Subject
from articles.seo.page_titles import home_heading, plain_title
from articles.seo.site import Site
from articles.seo.site_identity import CardPicture

_SUBJECT_RUBRIC = "Questions and answers"


def article_card(article: Article, site: Site) -> Card:
    """The card of an article; its subject and its rendering are loaded."""
    rendering = getattr(article, "rendering", None)
    text = rendering.short_answer if rendering else ""
    return _card(article.heading, article.subject.name, site, text=text)


def subject_card(subject: Subject, site: Site) -> Card:
    return _card(subject.name, _SUBJECT_RUBRIC, site)


def home_card(site: Site) -> Card:
    """The card of the home page, of the index of subjects, and of whatever has none of its own."""
    return _card(home_heading(site.tagline), "", site)


def article_picture(article: Article, site: Site) -> CardPicture:
    """The card of an article as its page names it; of twins all show that of the canonical one,
    as they name its address. `subject` and `rendering` are loaded, and those of `canonical`."""
    shown = article.canonical or article
    card = article_card(shown, site)
    path = reverse("article_card", args=[shown.subject.slug, shown.slug, card.digest])
    alt = f"{plain_title(shown.heading)} – {shown.subject.name}, {site.name}"
    return CardPicture(site.absolute(path), alt)


def subject_picture(subject: Subject, site: Site) -> CardPicture:
    path = reverse("subject_card", args=[subject.slug, subject_card(subject, site).digest])
    return CardPicture(site.absolute(path), f"{subject.name}: questions and answers, {site.name}")


def home_picture(site: Site) -> CardPicture:
    path = reverse("home_card", args=[home_card(site).digest])
    return CardPicture(site.absolute(path), f"{site.name}: {home_heading(site.tagline)}")


def _card(heading: str, rubric: str, site: Site, *, text: str = "") -> Card:
    fonts = tuple(settings.CARD_FONTS)
    return Card(heading=heading, rubric=rubric, brand=site.name, fonts=fonts, text=text)
