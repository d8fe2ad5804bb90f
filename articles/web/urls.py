"""The addresses of the library. None ends in a slash; `articles.web.legacy` mends those that do."""

from django.urls import include, path, register_converter

from articles.web import (
    api,
    articles,
    cards,
    discovery,
    feedback,
    feeds,
    home,
    identity,
    llms,
    markdown_pages,
    search_page,
    subjects,
)
from articles.web.api.documentation import documentation
from articles.web.converters import (
    CardDigestConverter,
    IndexNowKeyConverter,
    LaterPageConverter,
    SlugConverter,
)

register_converter(SlugConverter, "address")
register_converter(LaterPageConverter, "later_page")
register_converter(IndexNowKeyConverter, "indexnow_key")
register_converter(CardDigestConverter, "card_digest")

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
    path("search", search_page.search_page, name="search"),
    path("search/suggestions", search_page.suggestions, name="suggestions"),
    path("feed.xml", feeds.site, name="feed"),
    path("learn/<address:subject_slug>/feed.xml", feeds.subject, name="subject_feed"),
    path("cards/<card_digest:digest>.png", cards.home, name="home_card"),
    path(
        "cards/<address:subject_slug>-<card_digest:digest>.png", cards.subject, name="subject_card"
    ),
    path(
        "cards/<address:subject_slug>/<address:slug>-<card_digest:digest>.png",
        cards.article,
        name="article_card",
    ),
    path(
        "learn/<address:subject_slug>/questions/<address:slug>.md",
        markdown_pages.markdown_page,
        name="article_markdown",
    ),
    path("llms.txt", llms.llms, name="llms"),
    path("llms-full.txt", llms.llms_full, name="llms_full"),
    path("llms-full-<int:bucket>.txt", llms.llms_part, name="llms_part"),
    path("api", documentation, name="api_documentation"),
    path("api/v1/", include((api.urlpatterns, "api"))),
    path("feedback/<int:key>", feedback.feedback, name="feedback"),
    path("feedback/<int:key>/thanks", feedback.thanks, name="feedback_thanks"),
    path("sitemap.xml", discovery.sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", discovery.sitemap_pages, name="sitemap_pages"),
    path("sitemap-articles-<int:bucket>.xml", discovery.sitemap_articles, name="sitemap_articles"),
    path("robots.txt", discovery.robots, name="robots"),
    path("site.css", identity.colours, name="site_colours"),
    path("site-logo/<address:digest>-small.png", identity.logo_small, name="site_logo_small"),
    path("site-logo/<address:digest>.png", identity.logo, name="site_logo"),
    path("<indexnow_key:key>.txt", discovery.indexnow_key, name="indexnow_key"),
    path("favicon.ico", discovery.favicon, name="favicon"),
    path("healthz", discovery.healthz, name="healthz"),
]
