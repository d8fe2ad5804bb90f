"""Page of links and redirects: what is wrong with addresses, and mends of which each change is read
before it is made."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.base.lookup_guards import read_number
from articles.auditing.address_report import Section, address_report, unused_redirects
from articles.auditing.link_mends import REASONS, Mend, Planned, apply_mend, plan_for, plan_mend
from articles.models import Article, Redirect
from articles.publishing import remove_redirects
from articles.rights import may_change, may_publish, may_redirect, scope_of, within

# What one page shows, and one click changes: 50 saves take a second or two.
SHOWN = 50
UNUSED = "unused"
_UNUSED_REASON = "Redirects that nobody has followed for a year are removed"


@dataclass(frozen=True, slots=True)
class Row:
    """A section, and the address of the list that its number counts ("": none)."""

    section: Section
    url: str


def links_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the numbers; with `mend` in the address a plan, and after a POST change what it showed.
    For whoever publishes: in their subjects, and redirects with the right to those."""
    if not may_publish(request.user):
        raise PermissionDenied
    name = request.GET.get("mend", "")
    context = context | {"title": "Links and redirects", "may_redirect": may_redirect(request.user)}
    if name == UNUSED:
        return _unused(request, context)
    if name in set(Mend):
        return _mend(request, context, Mend(name))
    scope = scope_of(request.user)
    keys = None if scope is None else sorted(scope.keys)
    findings = reverse("admin:articles_finding_changelist")
    rows = [
        Row(section, f"{findings}?kind={section.finding}" if section.finding else "")
        for section in address_report(keys)
    ]
    return render(request, "admin/links.html", context | {"rows": rows})


def _mend(request: HttpRequest, context: dict[str, Any], mend: Mend) -> HttpResponse:
    articles = within(request.user, Article.objects.all())
    if request.method == "POST":
        return _apply(request, mend)
    found = list(islice(plan_mend(mend, articles), SHOWN + 1))
    plan = [planned for planned in found[:SHOWN] if may_change(request.user, planned.article)]
    context |= {
        "reason": REASONS[mend],
        "plan": plan,
        "has_more": len(found) > SHOWN,
        "title": REASONS[mend],
    }
    return render(request, "admin/links_plan.html", context)


def _apply(request: HttpRequest, mend: Mend) -> HttpResponse:
    """Change what was shown: each row names an article, its version and the change. What would be
    another change by now, since the article or a redirect was changed, is left alone and counted.
    """
    shown = dict(filter(None, map(_read_row, request.POST.getlist("row")[:SHOWN])))
    allowed: list[Planned] = []
    late = len(shown)
    for planned in plan_for(mend, list(shown)):
        if not may_change(request.user, planned.article):
            continue
        if (planned.version, planned.digest()) == shown[planned.article.pk]:
            allowed.append(planned)
            late -= 1
    mended = apply_mend(mend, allowed, actor=request.user)
    messages.success(request, f"{mended.changed:,} articles changed. Each has a revision.")
    if late := late + len(mended.skipped):
        text = f"{late:,} stay as they are: they, or the pages they link to, were changed since."
        messages.warning(request, text)
    return redirect(f"{reverse('admin:links')}?mend={mend}")


def _read_row(text: str) -> tuple[int, tuple[int, str]] | None:
    """`"7:2:9f…"`: the article's key, its version, and the digest of the change."""
    key, _, rest = text.partition(":")
    version, _, digest = rest.partition(":")
    numbers = read_number(key), read_number(version)
    return None if None in numbers else (numbers[0], (numbers[1], digest))


def _unused(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    if not may_redirect(request.user):
        raise PermissionDenied
    scope = scope_of(request.user)
    rows = unused_redirects(None if scope is None else sorted(scope.keys))
    if request.method == "POST":
        keys = [key for text in request.POST.getlist("row")[:SHOWN] if (key := read_number(text))]
        chosen = list(rows.filter(pk__in=keys))
        remove_redirects(chosen)
        messages.success(request, f"{len(chosen):,} redirects removed.")
        return redirect(f"{reverse('admin:links')}?mend={UNUSED}")
    found = list(rows.select_related("article__subject")[: SHOWN + 1])
    context |= {
        "title": _UNUSED_REASON,
        "redirects": [(row, _end_of(row)) for row in found[:SHOWN]],
        "has_more": len(found) > SHOWN,
    }
    return render(request, "admin/links_plan.html", context)


def _end_of(row: Redirect) -> str:
    if row.article:
        url = row.article.get_absolute_url()
        return format_html('<a href="{}">{}</a>', url, url)
    return row.external_url or "a page of the site"
