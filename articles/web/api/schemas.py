"""Response schemas of the API, which its OpenAPI description contains."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

IndexStatusName = Literal["indexable", "duplicate", "no_index", "hidden_subject"]


class SubjectName(Schema):
    """The subject that an article belongs to."""

    slug: str
    name: str


class ArticleItem(Schema):
    """An article as lists give it. A text is there only where `include` asked for it."""

    id: int = Field(description="Keeps its value as long as the article lives, wherever it moves.")
    url: str = Field(description="The article's page.")
    path: str = Field(description="The page's address on this site.")
    canonical_url: str = Field(
        description="The same as `url`; of a duplicate, the page that search engines are told of:"
        " that of an article with the same text, or of another that an editor chose."
    )
    markdown_url: str
    api_url: str
    question: str
    subject: SubjectName
    author: str
    published_on: date
    modified_at: datetime = Field(description="The last change that a reader can see.")
    version: int = Field(description="Counts every change, also those that no reader sees.")
    index_status: IndexStatusName = Field(
        description="`indexable`: search engines may list the page. `duplicate`: another article"
        " has the same text, or was chosen as its canonical. `no_index`, `hidden_subject`:"
        " readable, but kept out of search engines."
    )
    excerpt: str = Field(description="The short answer, else the first sentences of the text.")
    short_answer: str = Field(
        description="One or two sentences that answer the question; empty where there are none."
    )
    markdown: str | None = Field(None, description="The answer in Markdown; formulas are TeX.")
    html: str | None = Field(None, description="The answer as the page shows it; sanitised.")
    text: str | None = Field(None, description="The answer without any marks.")


class Seo(Schema):
    """What the page's head says."""

    title: str
    description: str
    keywords: list[str]
    robots: str


class RelatedItem(Schema):
    """A related question."""

    question: str
    url: str
    path: str
    subject: str


class SourceItem(Schema):
    """What an article draws on."""

    title: str = Field(description="Empty where it has none.")
    url: str


class ArticleDetail(ArticleItem):
    """An article with everything that its page says."""

    markdown: str
    html: str
    text: str
    seo: Seo
    related: list[RelatedItem]
    former_paths: list[str] = Field(description="Addresses that lead to the article.")
    reviewed_by: str = Field(description="Who vouches for the text; empty where nobody is named.")
    reviewed_on: date | None
    author_url: str | None = Field(description="The author's page, where there is one.")
    reviewer_url: str | None = Field(description="The reviewer's page, where there is one.")
    sources: list[SourceItem]
    change_note: str = Field(
        description="What changed last, in a line; empty where nothing has, or nobody said."
    )
    disclaimer: str = Field(description="What the page says below each answer of the subject.")


class ArticlePage(Schema):
    """A page of the list of articles."""

    items: list[ArticleItem]
    next: str | None = Field(description="The URL of the next page; null on the last.")


class SearchPage(Schema):
    """A page of what a search found."""

    items: list[ArticleItem]
    did_you_mean: str = Field(
        description="What was searched, where a word was mistyped; else empty."
    )
    next: str | None = Field(description="The URL of the next page; null on the last.")


class RelatedList(Schema):
    """An article's related questions, in the order of its page."""

    items: list[RelatedItem]


class SubjectItem(Schema):
    """A listed subject."""

    slug: str
    name: str
    url: str
    introduction: str
    disclaimer: str = Field(description="What the page of each of its articles says below it.")
    article_count: int = Field(description="Its distinct articles.")
    articles_url: str


class SubjectList(Schema):
    """The listed subjects, in the site's order."""

    items: list[SubjectItem]


class ChangeItem(Schema):
    """The last thing that happened to an article."""

    id: int
    kind: Literal["new", "changed", "moved", "unpublished", "withdrawn", "deleted"]
    is_removed: bool = Field(description="Take it out of your copy; otherwise put it in.")
    changed_at: datetime
    path: str = Field(description="Where it stands, or stood when it was removed.")
    former_paths: list[str] = Field(description="Other addresses that lead to it.")
    article: ArticleItem | None = Field(description="As it is now; null where it was removed.")


class ChangePage(Schema):
    """A page of changes."""

    items: list[ChangeItem]
    cursor: str = Field(description="Keep it: it says how far you have come.")
    has_more: bool = Field(description="Whether there is more to fetch at once.")
    next: str = Field(description="The URL that goes on from here, now or next week.")


class ProblemField(Schema):
    """What is wrong with one parameter."""

    field: str
    message: str


class Problem(Schema):
    """Why there is no answer (RFC 9457)."""

    title: str
    status: int
    detail: str
    errors: list[ProblemField] = []
