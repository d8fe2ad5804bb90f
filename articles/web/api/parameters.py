"""Query parameters of API lists, and their validation."""

from datetime import UTC, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field

from articles.web.api.problems import invalid
from articles.web.api.schemas import IndexStatusName

LARGEST_PAGE, _DEFAULT_PAGE = 100, 50
_TEXTS = r"(?:markdown|html|text)"


def _in_utc(moment: datetime) -> datetime:
    """With a time zone, UTC where none is given. The years are those that every zone can
    represent."""
    if not 1 < moment.year < 9999:
        raise ValueError("The year lies outside of 2 to 9998.")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _no_number(value: object) -> object:
    """pydantic takes a number for seconds since 1970: `2025` would be in that year's first hour."""
    try:
        float(str(value))
    except ValueError:
        return value
    raise ValueError("This is a number, and no date.")


Moment = Annotated[datetime, BeforeValidator(_no_number), AfterValidator(_in_utc)]
SubjectSlug = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,80}$")]


class TextParameters(Schema):
    """What every list of articles takes."""

    include: str = Field(
        "",
        pattern=rf"^(?:{_TEXTS}(?:,{_TEXTS})*)?$",
        description="Texts that come with every article, separated by commas: `markdown` (the"
        " answer as it was written), `html` (as the page shows it), `text` (without any marks).",
    )

    @property
    def texts(self) -> frozenset[str]:
        """The names in `include`."""
        return frozenset(filter(None, self.include.split(",")))


class PageParameters(TextParameters):
    """What every list takes that goes on from a cursor."""

    limit: int = Field(
        _DEFAULT_PAGE, ge=1, le=LARGEST_PAGE, description="How many items a page holds at most."
    )
    cursor: str | None = Field(
        None, max_length=200, description="Where to go on, as the page before gave it."
    )


class ArticleParameters(PageParameters):
    """The filters of the list of articles; all of them must hold."""

    subject: SubjectSlug | None = Field(None, description="The slug of a subject.")
    path: str | None = Field(
        None,
        pattern=r"^/learn/[a-z0-9-]{1,80}/questions/[a-z0-9-]{1,200}$",
        description="The path of one article's page, to find its id.",
    )
    changed_since: Moment | None = Field(
        None,
        description="Only articles whose page has changed at or after this moment (ISO 8601, UTC"
        " where it names no zone), the oldest change first. Removals are not among them:"
        " `/changes` tells.",
    )
    index_status: IndexStatusName | None = Field(
        None,
        description="`indexable`: distinct articles alone, as the sitemap has them. The others are"
        " twins and pages that no search engine is offered.",
    )


def check_names(request: HttpRequest, parameters: type[Schema]) -> None:
    """Refuse a parameter that the list does not know: a misspelt filter would go unnoticed, and
    the whole library come back. Raises ProblemError."""
    for name in request.GET:
        if name not in parameters.model_fields:
            known = ", ".join(sorted(parameters.model_fields))
            raise invalid(name[:100], f"There is no such parameter. There are: {known}.")
