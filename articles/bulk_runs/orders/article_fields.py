"""Which fields orders look through, set, and name in templates."""

from articles.core.article_content import FIELDS

# What may be looked through, by the name that an order has for it: the three texts that name an
# article are one (docs/corpus.md, "One file").
TEXTS = {
    "answer": ("answer",),
    "names": ("title", "article_title", "question"),
    "short_answer": ("short_answer",),
    "seo_title": ("seo_title",),
    "seo_description": ("seo_description",),
    "seo_keywords": ("seo_keywords",),
}
LABELS = {key: "Question" if key == "names" else FIELDS[key].label for key in TEXTS}
# What one value may be given to, in the order in which they are offered.
SETTABLE = (
    *("author", "published_on", "no_index", "reviewed_by", "reviewed_on", "review_again_by"),
    *("post_on_text", "date_format"),
)
TEMPLATE_TARGETS = ("seo_title", "seo_description", "names")
# What a template may name: the attribute of the content that stands there ("": found otherwise),
# and what it is.
PLACES = {
    "question": ("heading", "the question as the page prints it"),
    "subject": ("", "the subject's name"),
    "author": ("author", "the author"),
    "answer": ("", "the first sentences of the answer, as a description holds them"),
    "title": ("seo_title", "the title for search engines as it is"),
    "description": ("seo_description", "the description as it is"),
    "keywords": ("seo_keywords", "the keywords as they are"),
}
# What a sheet carries, and what it brings back.
SHEET_TEXTS = ("title", "seo_title", "seo_description", "seo_keywords", "author", "reviewed_by")
SHEET_DAYS = ("published_on", "reviewed_on", "review_again_by")
