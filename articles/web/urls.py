"""The addresses of the library. None ends in a slash; `articles.web.legacy` mends those that do."""

from django.urls import path, register_converter

from articles.web import articles, discovery, feedback, home, subjects
from articles.web.converters import LaterPageConverter, SlugConverter

register_converter(SlugConverter, "address")
register_converter(LaterPageConverter, "later_page")

urlpatterns = [
    path("", home.home, name="home"),
    path("learn", home.learn, name="learn"),
    path("learn/<address:subject_slug>", subjects.subject, name="subject"),
    path(
        "learn/<address:subject_slug>/page/<later_page:number>",
        subjects.subject,
        name="subject_page",
    ),
    path("learn/<address:subject_slug>/questions/<address:slug>", articles.article, name="article"),
    path("feedback/<int:key>", feedback.feedback, name="feedback"),
    path("feedback/<int:key>/thanks", feedback.thanks, name="feedback_thanks"),
    path("sitemap.xml", discovery.sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", discovery.sitemap_pages, name="sitemap_pages"),
    path("sitemap-articles-<int:bucket>.xml", discovery.sitemap_articles, name="sitemap_articles"),
    path("robots.txt", discovery.robots, name="robots"),
    path("favicon.ico", discovery.favicon, name="favicon"),
    path("healthz", discovery.healthz, name="healthz"),
]
