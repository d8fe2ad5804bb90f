"""What the list of findings is narrowed by, and its orders."""

from collections.abc import Sequence

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import HttpRequest

from articles.admin.base.article_addresses import article_at
from articles.admin.base.assigning import NOBODY, assigned_choices, assigned_keys
from articles.admin.base.lookup_guards import read_number
from articles.admin.lists.conditions import Condition, by_column, by_far_column, walked_by
from articles.admin.lists.orders import Order
from articles.admin.lists.ranges import by_range, ends_of, moments_of
from articles.admin.lists.tokens import ChoiceToken, DateToken, NumberToken, Refused, TextToken
from articles.admin.queues.finding_kinds import kind_label, open_counts
from articles.assigning import people
from articles.audience.views import without_rows
from articles.core.text.problem_kinds import KINDS, Severity
from articles.models import Article, Finding, Readership, Status, Subject
from articles.rights import is_within, within

_Values = Sequence[str]
_DISMISSED = {"open": [False], "dismissed": [True], "all": [False, True]}
# Each of these has an index that begins with the state.
_WITH_STATE = frozenset(("kind", "severity", "severity__exact"))


def _subjects(request: HttpRequest) -> dict[str, str]:
    rows = within(request.user, Subject.objects.order_by("name"), "pk")
    return {str(key): name for key, name in rows.values_list("pk", "name")}


def _kinds(request: HttpRequest) -> dict[str, str]:
    counts = open_counts(request.user)
    return {kind: f"{kind_label(kind)} ({number:,})" for kind, number in counts.items()}


def _states(request: HttpRequest) -> list[bool]:
    asked = request.GET.getlist("state") or ["open"]
    return sorted({state for value in asked for state in _DISMISSED.get(value, ())})


def _in_states(states: Sequence[bool]) -> Q:
    """The form for a walk."""
    return Q(walked_by("is_dismissed", "exact", states[0])) if len(states) == 1 else Q()


def _state(values: _Values, request: HttpRequest) -> Condition | None:
    """None where the condition of another token holds the state, too: its index does."""
    states = _states(request)
    if len(states) > 1 or (_WITH_STATE & request.GET.keys()):
        return None
    keys = Finding.objects.filter(is_dismissed__in=states).order_by().values_list("pk")
    return Condition(Q(is_dismissed__in=states), _in_states(states), keys=keys)


def _behind_the_state(column: str) -> object:
    def condition(values: _Values, request: HttpRequest) -> Condition:
        states = _states(request)
        natural = Q(**{f"{column}__in": list(values)}, is_dismissed__in=states)
        keys = Finding.objects.filter(natural).order_by().values_list("pk")
        walked = Q(walked_by(column, "in", list(values))) & _in_states(states)
        return Condition(natural, walked, keys=keys)

    return condition


def _assigned(values: _Values, request: HttpRequest) -> Condition:
    people = assigned_keys(values, request.user)
    found = Q(assignee__isnull=False) if people is None else Q(assignee__in=people)
    if NOBODY in values:
        return Condition(found | Q(assignee__isnull=True))
    return Condition(found, keys=Finding.objects.filter(found).order_by().values_list("pk"))


def _people(request: HttpRequest) -> dict[str, str]:
    some = Finding.objects.filter(assignee__isnull=False).order_by().values("assignee")
    users = get_user_model().objects.filter(pk__in=some)
    return assigned_choices({str(user.pk): user.get_username() for user in users})


def _name(value: str) -> str:
    """The name of who may be given findings, and has none now: a list kept under a name stays."""
    key = read_number(value)
    account = people().filter(pk=key).first() if key is not None else None
    return account.get_username() if account else ""


def _of_article(text: str, request: HttpRequest) -> tuple[Condition, str]:
    number = read_number(text)
    article = Article.objects.filter(pk=number).first() if number else article_at(text)
    if article is None or not is_within(request.user, article.subject_id):
        raise Refused("“Article” knows no such article: give its number or its address.")
    return by_column(Finding, "article", "exact", article.pk), article.heading


TOKENS = (
    ChoiceToken(
        name="state",
        label="State",
        default="open",
        everything="all",
        choices=lambda request: {
            "open": "Open",
            "dismissed": "Dismissed",
            "all": "Open and dismissed",
        },
        condition=_state,
    ),
    ChoiceToken(
        name="kind",
        label="Kind",
        choices=_kinds,
        known=lambda value: kind_label(value) if value in KINDS else "",
        condition=_behind_the_state("kind"),
    ),
    ChoiceToken(
        name="severity",
        label="Severity",
        aliases=("severity__exact",),
        choices=lambda request: {one.value: one.value.capitalize() for one in Severity},
        condition=_behind_the_state("severity"),
    ),
    ChoiceToken(
        name="subject",
        label="Subject",
        aliases=("article__subject", "article__subject__exact", "article__subject__id__exact"),
        choices=_subjects,
        condition=lambda values, request: by_far_column(
            "article__subject", "in", list(map(int, values))
        ),
    ),
    ChoiceToken(
        name="status",
        label="Status of the article",
        choices=lambda request: dict(Status.choices),
        condition=lambda values, request: by_far_column("article__status", "in", list(values)),
    ),
    ChoiceToken(
        name="assigned", label="Assigned to", choices=_people, known=_name, condition=_assigned
    ),
    TextToken(
        name="article",
        label="Article",
        aliases=("article__id__exact",),
        condition=_of_article,
    ),
    DateToken(
        name="found",
        label="Found",
        condition=lambda low, high: by_range("created_at", moments_of(low, high)),
    ),
    NumberToken(
        name="views",
        label="Views of the article",
        condition=lambda low, high: by_range("article__readership__views", ends_of(low, high)),
    ),
)


def _some_have_no_place() -> bool:
    """Whether the article of a finding has no numbers yet, or a file has become no article."""
    of_no_article = Finding.objects.filter(article__isnull=True).order_by().values("pk")
    return without_rows().order_by().values("pk").union(of_no_article).exists()


ORDERS = (
    Order(name="newest", label="Newest first", reversed_label="Oldest first", columns=("id",)),
    Order(
        name="views",
        label="Most read articles first",
        reversed_label="Least read articles first",
        columns=("article__readership__views", "article__readership__article_id", "id"),
        within=Q(article__readership__isnull=False),
        lacks=_some_have_no_place,
        spine=Readership.objects.all,
        spine_columns=("views", "article_id"),
        link="article_id",
    ),
)
