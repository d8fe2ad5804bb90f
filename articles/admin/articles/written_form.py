"""What stands in the article form while it is written: nothing is refused, and nothing saved."""

from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, QueryDict

from articles.admin.articles.form_fields import ArticleFields
from articles.admin.base.exact_text_fields import WrittenField
from articles.admin.base.lookup_guards import read_number
from articles.core.article_content import DEFAULTS, MAX_LENGTHS, ArticleContent
from articles.core.rendering import Rendered, render
from articles.core.short_answers import answer_first
from articles.models import Article, Status, Subject
from articles.models.article import CONTENT_COLUMNS
from articles.rights import may_write

_NAMES = ("article_title", "question")


@dataclass(frozen=True, slots=True)
class Written:
    """`content` is what saving would write, without related questions; `article` the one that it
    is written for, as it is stored, None for a new one. `subject` is None while none is chosen."""

    content: ArticleContent
    article: Article | None
    subject: Subject | None
    slug: str
    status: Status


def require_writer(request: HttpRequest) -> None:
    """Refuse with 403 who may write no article: a script asks, to which a redirection to the login
    page would be an answer."""
    user = request.user
    if not (user.is_active and user.is_staff and may_write(user)):
        raise PermissionDenied


def read_written(request: HttpRequest) -> Written:
    """Return what a form sends, as far as it can be read: a date that is half typed is none, a text
    that is too long is cut. Two queries at most: the article, and another subject than its own."""
    post = request.POST
    article = _article(post.get("article", ""))
    if article and not may_write(request.user, article):
        raise PermissionDenied
    values = {name: _value(post, name, article) for name in CONTENT_COLUMNS}
    _unite_names(values, post, article)
    status = post.get("status", "")
    return Written(
        content=ArticleContent(**values),
        article=article,
        subject=_subject(post.get("subject", ""), article),
        slug=post.get("slug", "").strip(),
        status=Status(status) if status in Status.values else Status.DRAFT,
    )


def answered(content: ArticleContent) -> Rendered:
    """Return the rendering of what is written, with its short answer."""
    return answer_first(
        rendered(content.answer), question=content.heading, own=content.short_answer
    )


@lru_cache(maxsize=16)
def rendered(answer: str) -> Rendered:
    """Return `render(answer)`, once for all that asks about one state of a text."""
    return render(answer)


def _article(key: str) -> Article | None:
    number = read_number(key)
    if number is None:
        return None
    return Article.objects.select_related("subject").filter(pk=number).first()


def _subject(key: str, article: Article | None) -> Subject | None:
    if article and key == str(article.subject_id):
        return article.subject
    number = read_number(key)
    if number is None:
        return None
    return Subject.objects.filter(pk=number).first()


def _value(post: QueryDict, name: str, article: Article | None) -> object:
    field = ArticleFields.base_fields[name]
    raw = field.widget.value_from_datadict(post, {}, name)
    try:
        value = field.to_python(raw)
    except ValidationError:
        return DEFAULTS[name]
    if isinstance(field, WrittenField):
        # PostgreSQL takes no NUL, and the form will refuse it.
        value = (value or "")[: MAX_LENGTHS[name]].replace("\0", "\ufffd")
        return field.kept(value, getattr(article, name)) if article else value
    return value


def _unite_names(values: dict, post: QueryDict, article: Article | None) -> None:
    """As `ArticleForm` does: one box stands for three texts while they agree."""
    is_edited = any(values[name] != (getattr(article, name) if article else "") for name in _NAMES)
    if not (post.get("separate_texts") or is_edited):
        values |= dict.fromkeys(_NAMES, values["title"])
