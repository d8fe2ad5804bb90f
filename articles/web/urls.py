"""URL patterns of the library; none ends in a slash (redirect_middleware.py redirects those)."""

from django.urls import include, path, register_converter

from articles.web import (
    api,
    article_page,
    card_images,
    draft_preview,
    feedback_form,
    feeds,
    health,
    home_page,
    library_images,
    llms,
    markdown_pages,
    metrics_page,
    person_page,
    plain_page,
    plain_page_preview,
    search_note_form,
    search_page,
    site_assets,
    sitemaps,
    subject_page,
    topic_page,
)
from articles.web.api.documentation import documentation
from articles.web.path_converters import (
    CardDigestConverter,
    ImageNameConverter,
    IndexNowKeyConverter,
    LaterPageConverter,
    SlugConverter,
)

register_converter(SlugConverter, "address")
register_converter(LaterPageConverter, "later_page")
register_converter(IndexNowKeyConverter, "indexnow_key")
register_converter(CardDigestConverter, "card_digest")
register_converter(ImageNameConverter, "image_name")

urlpatterns = [
    path("", home_page.home, name="home"),
    path("learn", home_page.learn, name="learn"),
    path("learn/<address:subject_slug>", subject_page.subject, name="subject"),
    path(
        "learn/<address:subject_slug>/page/<later_page:number>",
        subject_page.subject,
        name="subject_page",
    ),
    path(
        "learn/<address:subject_slug>/topics/<address:slug>",
        topic_page.topic,
        name="topic",
    ),
    path(
        "learn/<address:subject_slug>/topics/<address:slug>/page/<later_page:number>",
        topic_page.topic,
        name="topic_page",
    ),
    path(
        "learn/<address:subject_slug>/questions/<address:slug>",
        article_page.article,
        name="article",
    ),
    path("people", person_page.people, name="people"),
    path("people/<address:slug>", person_page.person, name="person"),
    path(
        "people/<address:slug>/page/<later_page:number>",
        person_page.person,
        name="person_page",
    ),
    path("preview/page", plain_page_preview.preview, name="page_preview"),
    path("preview/<int:key>", draft_preview.of_article, name="draft_preview"),
    path("preview/<str:token>", draft_preview.shared, name="shared_draft"),
    path("search", search_page.search_page, name="search"),
    path("search/suggestions", search_page.suggestions, name="suggestions"),
    path("search/note", search_note_form.note, name="search_note"),
    path("search/note/thanks", search_note_form.thanks, name="search_note_thanks"),
    path("feed.xml", feeds.site, name="feed"),
    path("learn/<address:subject_slug>/feed.xml", feeds.subject, name="subject_feed"),
    path("cards/<card_digest:digest>.png", card_images.home, name="home_card"),
    path(
        "cards/<address:subject_slug>-<card_digest:digest>.png",
        card_images.subject,
        name="subject_card",
    ),
    path(
        "cards/<address:subject_slug>/<address:slug>-<card_digest:digest>.png",
        card_images.article,
        name="article_card",
    ),
    path(
        "learn/<address:subject_slug>/questions/<address:slug>.md",
        markdown_pages.markdown_page,
        name="article_markdown",
    ),
    path("media/images/<image_name:name>.webp", library_images.image, name="image"),
    path(
        "media/images/<image_name:name>-<int:width>.webp",
        library_images.smaller_image,
        name="smaller_image",
    ),
    path("llms.txt", llms.llms, name="llms"),
    path("llms-full.txt", llms.llms_full, name="llms_full"),
    path("llms-full-<int:bucket>.txt", llms.llms_part, name="llms_part"),
    path("api", documentation, name="api_documentation"),
    path("api/v1/", include((api.urlpatterns, "api"))),
    path("feedback/<int:key>", feedback_form.feedback, name="feedback"),
    path("feedback/<int:key>/error", feedback_form.report, name="error_report"),
    path("feedback/<int:key>/thanks", feedback_form.thanks, name="feedback_thanks"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.sitemap_pages, name="sitemap_pages"),
    path(
        "sitemap-articles-<int:bucket>.xml",
        sitemaps.sitemap_articles,
        name="sitemap_articles",
    ),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("site.css", site_assets.colours, name="site_colours"),
    path("site-logo/<address:digest>-small.png", site_assets.logo_small, name="site_logo_small"),
    path("site-logo/<address:digest>.png", site_assets.logo, name="site_logo"),
    path("<indexnow_key:key>.txt", sitemaps.indexnow_key, name="indexnow_key"),
    path("favicon.ico", sitemaps.favicon, name="favicon"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics_page.metrics, name="metrics"),
    # Last: of a word that is an address above, no page takes it away.
    path("<address:slug>", plain_page.plain_page, name="plain_page"),
    path("<address:slug>.md", plain_page.markdown, name="plain_page_markdown"),
]
