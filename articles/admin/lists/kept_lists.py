"""Lists that a person keeps: filters under a name, for himself or for all, and the columns."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Case, Q, When
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles.models import DeskList
from articles.models.desk_list import LONGEST_QUERY

LONGEST_NAME = DeskList._meta.get_field("name").max_length
# Of each list; a bar of more is none.
MOST_LISTS = 50
_KEPT_AS = "_desk_lists"


def kept_lists(request: HttpRequest, desk: Any) -> list[DeskList]:
    """Return what a person has kept of a list, and what others share: one query a request."""
    kept = request.__dict__.setdefault(_KEPT_AS, {})
    model = desk.opts.model_name
    if model not in kept:
        mine_or_shared = Q(user=request.user.pk) | Q(is_shared=True)
        rows = DeskList.objects.filter(mine_or_shared, model=model).select_related("user")
        rows = rows.defer("user__password", "made_at")
        # One's own are all there, however many others share.
        own_first = rows.order_by(Case(When(user=request.user.pk, then=0), default=1), "name", "pk")
        found = own_first[: 4 * MOST_LISTS]
        kept[model] = sorted(found, key=attrgetter("name", "pk"))
    return kept[model]


def chosen_columns(request: HttpRequest, desk: Any) -> Sequence[str]:
    """Return the names of the columns that a person sees."""
    for row in kept_lists(request, desk):
        if row.user_id == request.user.pk and not row.name:
            return row.columns
    return desk.usual_columns


def keep_columns(request: HttpRequest, desk: Any) -> HttpResponse:
    """Keep which columns a person sees, or go back to the usual ones."""
    if refused := _refused(request, desk):
        return refused
    own = DeskList.objects.filter(user=request.user, model=desk.opts.model_name, name="")
    if "usual" in request.POST:
        own.delete()
    else:
        asked = set(request.POST.getlist("column"))
        columns = [name for name in desk.columns if name in asked]
        DeskList.objects.update_or_create(
            user=request.user, model=desk.opts.model_name, name="", defaults={"columns": columns}
        )
    return _back(request, desk)


def keep_list(request: HttpRequest, desk: Any) -> HttpResponse:
    """Keep the filters of a list under a name; one's own of that name is replaced."""
    if refused := _refused(request, desk):
        return refused
    name, query = _name(request), request.POST.get("query", "")
    mine = DeskList.objects.filter(user=request.user, model=desk.opts.model_name)
    if not name or not query or len(query) > LONGEST_QUERY:
        return _back(request, desk, "Give it a name, and choose a filter first. Nothing was saved.")
    if not mine.filter(name=name).exists() and mine.exclude(name="").count() >= MOST_LISTS:
        text = f"You have {MOST_LISTS} saved lists here: remove one first. Nothing was saved."
        return _back(request, desk, text)
    values = {"query": query, "is_shared": bool(request.POST.get("is_shared"))}
    DeskList.objects.update_or_create(
        user=request.user, model=desk.opts.model_name, name=name, defaults=values
    )
    messages.success(request, f"The list “{name}” is saved.")
    return _back(request, desk)


def change_list(request: HttpRequest, desk: Any, pk: int) -> HttpResponse:
    """Rename, share or remove a list of one's own."""
    if refused := _refused(request, desk):
        return refused
    kept = get_object_or_404(DeskList.objects.exclude(name=""), pk=pk, model=desk.opts.model_name)
    if kept.user_id != request.user.pk:
        raise PermissionDenied
    if "remove" in request.POST:
        kept.delete()
        messages.success(request, f"The list “{kept.name}” is removed.")
        return _back(request, desk)
    name = _name(request)
    if not name:
        return _back(request, desk, "A list needs a name. Nothing changed.")
    kept.name, kept.is_shared = name, bool(request.POST.get("is_shared"))
    try:
        with transaction.atomic():
            kept.save(update_fields=["name", "is_shared"])
    except IntegrityError:
        return _back(request, desk, f"You have a list “{name}” already. Nothing changed.")
    messages.success(request, f"The list “{name}” is saved.")
    return _back(request, desk)


def _refused(request: HttpRequest, desk: Any) -> HttpResponse | None:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not desk.has_view_or_change_permission(request):
        raise PermissionDenied
    return None


def _name(request: HttpRequest) -> str:
    return " ".join(request.POST.get("name", "").split())[:LONGEST_NAME]


def _back(request: HttpRequest, desk: Any, problem: str = "") -> HttpResponse:
    if problem:
        messages.error(request, problem)
    url = reverse(f"admin:articles_{desk.opts.model_name}_changelist")
    query = request.POST.get("query", "")[: 4 * LONGEST_QUERY]
    return HttpResponseRedirect(f"{url}?{query}".rstrip("?"))
