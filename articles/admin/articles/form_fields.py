"""Fields and widgets of the article form, and where each stands."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.base.exact_text_fields import AnswerField, WrittenField, WrittenLineField
from articles.core.article_content import DEFAULTS, FIELDS, MAX_LENGTHS
from articles.core.short_answers.candidates import LIMIT
from articles.core.source.article_paths import MAXIMUM_SLUG_LENGTH, is_slug
from articles.core.text.change_note import LONGEST_NOTE, clean_note
from articles.models import Article, Status, Subject
from articles.models.article import CONTENT_COLUMNS

CONTENT_FIELDSETS = (
    (
        None,
        {"fields": ("title", "separate_texts", "article_title", "question"), "classes": ("names",)},
    ),
    (None, {"fields": ("answer",), "classes": ("answer-fields",)}),
    (None, {"fields": ("short_answer",), "classes": ("short-answer-fields",)}),
    (
        "Publication",
        {
            "fields": (
                ("status", "published_on"),
                "takes_away",
                ("subject", "slug"),
                ("author", "post_on_text", "date_format", "score"),
                "reviewed_by",
                ("reviewed_on", "review_again_by"),
                "sources",
            )
        },
    ),
    ("Search engines", {"fields": ("no_index", "seo_title", "seo_description", "seo_keywords")}),
)

# For an article that is there already: what is said of the change, below the answer.
CHANGE_FIELDSET = (None, {"fields": ("readers_note",)})

# For who may not publish: the box that takes an article off the site would be dead.
NO_TAKING_AWAY = tuple(
    (name, options | {"fields": tuple(one for one in options["fields"] if one != "takes_away")})
    for name, options in CONTENT_FIELDSETS
)


# So long are those that are found (articles/core/short_answers/candidates.py): longer ones are kept
# as they are, and said to be long.
USUAL_SHORT_ANSWER = LIMIT

format_html_lazy = lazy(format_html, SafeString)


class ArticleFields(forms.ModelForm):
    """A box for each column of the content, for where the article stands and for its status; the
    hidden one holds the version that the form was made of."""

    title = WrittenField(label="Question", max_length=MAX_LENGTHS["title"])
    separate_texts = forms.BooleanField(
        label="Different texts for title, heading and question",
        required=False,
        help_text="The page prints the question; where that is empty, the heading; then the title.",
    )
    article_title = WrittenField(
        label="Heading", required=False, max_length=MAX_LENGTHS["article_title"]
    )
    question = WrittenField(
        label="Question as printed", required=False, max_length=MAX_LENGTHS["question"]
    )
    answer = AnswerField(
        max_length=MAX_LENGTHS["answer"],
        help_text=format_html_lazy(
            'Pictures stand in the <a href="{}">library of images</a>, each with its Markdown.',
            reverse_lazy("admin:articles_image_changelist"),
        ),
    )
    short_answer = WrittenField(
        label=FIELDS["short_answer"].label,
        required=False,
        max_length=MAX_LENGTHS["short_answer"],
        widget=forms.Textarea(
            attrs={"rows": 2, "class": "written", "data-most": str(USUAL_SHORT_ANSWER)}
        ),
        help_text="One or two sentences at the head of the page, in lists and for search engines."
        " Empty: those that are found in the answer, if any.",
    )
    status = forms.ChoiceField(
        choices=Status,
        initial=Status.DRAFT,
        help_text="Readers of a draft get a 404, of a withdrawn article a 410 (gone).",
    )
    takes_away = forms.BooleanField(
        label="Take it off the site",
        required=False,
        help_text="Tick this as well to unpublish or withdraw an article that readers see now.",
    )
    published_on = forms.DateField(required=False, widget=AdminDateWidget)
    # Declared, so that no button beside it deletes a subject from an article's page.
    subject = forms.ModelChoiceField(Subject.objects.all())
    slug = forms.CharField(
        max_length=MAXIMUM_SLUG_LENGTH,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="The last part of the address. When a public article moves, to another slug or"
        " another subject, its old address redirects here.",
    )
    author = WrittenLineField(required=False, max_length=MAX_LENGTHS["author"])
    reviewed_by = WrittenLineField(
        label=FIELDS["reviewed_by"].label,
        required=False,
        max_length=MAX_LENGTHS["reviewed_by"],
        help_text="Who vouches for the text, with title and field: Dr Jane Roe, cardiologist.",
    )
    reviewed_on = forms.DateField(required=False, widget=AdminDateWidget)
    review_again_by = forms.DateField(
        required=False,
        widget=AdminDateWidget,
        help_text="Readers do not see it. From that day on it is among the reviews that are due.",
    )
    sources = WrittenField(
        label=FIELDS["sources"].label,
        required=False,
        max_length=MAX_LENGTHS["sources"],
        widget=forms.Textarea(attrs={"rows": 4, "class": "written"}),
        help_text="What the answer draws on, below it as links: an address a line, a blank and its"
        " title. https://example.org/heat Heat and work",
    )
    readers_note = forms.CharField(
        label="What changed",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="In a few words, for readers: they stand behind “Updated …”, and in the history."
        " Empty: the page names what changed.",
    )
    date_format = WrittenLineField(
        initial=DEFAULTS["date_format"],
        required=False,
        max_length=MAX_LENGTHS["date_format"],
        help_text="As in moment.js: MMM DD, YYYY is Dec 07, 2024.",
    )
    post_on_text = WrittenLineField(
        label=FIELDS["post_on_text"].label,
        initial=DEFAULTS["post_on_text"],
        required=False,
        max_length=MAX_LENGTHS["post_on_text"],
    )
    seo_title = WrittenField(
        label="Title",
        required=False,
        max_length=MAX_LENGTHS["seo_title"],
        help_text="The pattern “QuickTakes | Physics” says nothing: the question is shown instead.",
    )
    seo_description = WrittenField(
        label="Description", required=False, max_length=MAX_LENGTHS["seo_description"]
    )
    seo_keywords = WrittenField(
        label="Keywords",
        required=False,
        max_length=MAX_LENGTHS["seo_keywords"],
        help_text="Separated by commas.",
    )
    expected_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = (*CONTENT_COLUMNS, "subject", "slug", "status")

    def clean_readers_note(self) -> str:
        return clean_note(self.cleaned_data["readers_note"])

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug != self.instance.slug and not is_slug(slug):
            raise ValidationError("Use lower-case letters, digits and hyphens.")
        return slug
