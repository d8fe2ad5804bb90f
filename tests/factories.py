"""Plain makers of test data; each writes through `articles.publishing`, as the software does."""

from datetime import date
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from articles.core.article_content import ArticleContent, RelatedLink
from articles.core.page_content import PageContent
from articles.database.compiled_query import CompiledQuery
from articles.models import Article, Page, RoleGroup, Status, Subject
from articles.publishing import create, create_page

_number = count(1)
_SUBJECT = CompiledQuery(lambda slug: Subject.objects.filter(slug=slug), slug=str)


def make_subject(slug="physics", **values) -> Subject:
    """A listed subject; an existing one of that slug is returned as it is."""
    defaults = {"name": slug.replace("-", " ").title(), **values}
    return _SUBJECT.first(slug=slug) or Subject.objects.create(slug=slug, **defaults)


def make_content(title="What is light?", **values) -> ArticleContent:
    """The content of a complete article; `related` may be given as paths."""
    related = tuple(
        link if isinstance(link, RelatedLink) else RelatedLink(link, f"Title of {link}")
        for link in values.pop("related", ())
    )
    defaults = {
        "title": title,
        "article_title": title,
        "question": title,
        "answer": "Light is **electromagnetic** radiation.\n\nIt has a speed of $c$.",
        "author": "QuickTakes",
        "published_on": date(2024, 12, 7),
        "seo_title": "QuickTakes | Physics",
        "seo_description": "This content explains what light is and how fast it travels.",
        "seo_keywords": "light, speed,radiation",
    }
    return ArticleContent(related=related, **{**defaults, **values})


def make_article(slug=None, *, subject="physics", status=Status.PUBLISHED, **values) -> Article:
    """A published article with its rendering. Two with the default answer would be twins, so a
    number makes each answer its own unless one is given."""
    number = next(_number)
    values.setdefault("answer", f"Answer number {number}: light is *radiation*.")
    if isinstance(subject, str):
        subject = make_subject(subject)
    return create(subject, slug or f"question-{number}", make_content(**values), status=status)


def make_page(slug="about", title="About", *, status=Status.PUBLISHED, **values) -> Page:
    """A published plain page."""
    values.setdefault("text", "We write **answers**.\n\n## Who we are\n\nFour people.")
    return create_page(PageContent(title=title, **values), slug=slug, status=status)


def make_user(name="editor", *, permissions=(), role="", subjects=None, **values):
    """A member of staff with the named permissions of the app, `"change_article"`, or with a role,
    `"editor"`. With `subjects` permissions count in these alone, else in all."""
    user = get_user_model().objects.create_user(
        name, password="correct horse", **{"is_staff": True, **values}
    )
    everywhere = {"every_subject"} if permissions and subjects is None else set()
    user.user_permissions.set(Permission.objects.filter(codename__in={*permissions} | everywhere))
    if role:
        user.groups.add(RoleGroup.objects.get(role=role).group)
    user.subjects.set(subjects or ())
    return user
