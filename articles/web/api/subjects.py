"""/subjects: listed subjects with article counts."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Schema

from articles.seo import current_site
from articles.web.api.parameters import check_names
from articles.web.api.schemas import Problem, SubjectList
from articles.web.home_page import subjects_with_counts

router = Router(tags=["Subjects"])


@router.get(
    "",
    response={200: SubjectList, 422: Problem},
    operation_id="list_subjects",
    summary="List subjects",
    url_name="subjects",
)
def subjects(request: HttpRequest) -> dict[str, Any]:
    """The listed subjects that have something to read, in the site's order, with how many distinct
    articles each has. A hidden subject is not among them; its articles name it."""
    # One query.
    check_names(request, Schema)
    site = current_site()
    articles = site.absolute(reverse("api:articles"))
    return {
        "items": [
            {
                "slug": subject.slug,
                "name": subject.name,
                "url": site.absolute(subject.get_absolute_url()),
                "introduction": subject.introduction,
                "disclaimer": subject.disclaimer,
                "article_count": subject.article_count,
                "articles_url": f"{articles}?subject={subject.slug}",
            }
            for subject in subjects_with_counts()
        ]
    }
