"""Actions of lists that ask before they touch more than a page, work in short batches, and can be
undone in one go."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.base.lookup_guards import read_number
from articles.bulk_runs import MOST_ROWS, Tally, begin, tally_of, work
from articles.bulk_runs.bulk_tasks import go_on_in_background
from articles.bulk_runs.planning import choose
from articles.bulk_runs.runs import Follow
from articles.models import BulkRun

# What a request spends on a run; the page of the run goes on with the rest.
SECONDS_A_REQUEST = 1.5
_SAMPLES = 10
Action = BulkRun.Action
# They take something from readers, or from the desk: asked about even for one row.
_ALWAYS_ASKED = {Action.WITHDRAW, Action.DELETE, Action.REMOVE}
# They need an answer.
_ALWAYS_ASKED |= {Action.ASSIGN, Action.ASSIGN_FINDINGS}
QUESTIONS = {
    Action.PUBLISH: "Publish {}?",
    Action.UNPUBLISH: "Make {} drafts?",
    Action.WITHDRAW: "Withdraw {}?",
    Action.DELETE: "Delete {}?",
    Action.DISMISS: "Dismiss {}?",
    Action.REOPEN: "Reopen {}?",
    Action.HANDLE: "Mark {} as handled?",
    Action.UNREAD: "Mark {} as unread?",
    Action.SETTLE: "Mark {} as dealt with?",
    Action.UNSETTLE: "Mark {} as open?",
    Action.IGNORE: "Ignore {}?",
    Action.REMOVE: "Delete {}?",
    Action.ASSIGN: "Assign {}?",
    Action.ASSIGN_FINDINGS: "Assign {}?",
}
DONE = {
    Action.PUBLISH: "{} published.",
    Action.UNPUBLISH: "{} made drafts.",
    Action.WITHDRAW: "{} withdrawn.",
    Action.DELETE: "{} deleted.",
    Action.DISMISS: "{} dismissed.",
    Action.REOPEN: "{} opened again.",
    Action.HANDLE: "{} marked as handled.",
    Action.UNREAD: "{} marked as unread.",
    Action.SETTLE: "{} marked as dealt with.",
    Action.UNSETTLE: "{} marked as open.",
    Action.IGNORE: "{} ignored from now on.",
    Action.REMOVE: "{} deleted.",
    Action.ASSIGN: "{} assigned.",
    Action.ASSIGN_FINDINGS: "{} assigned.",
}


def digest_of(keys: Sequence[int]) -> str:
    """Return what tells the rows of a question from as many others."""
    return blake2b(",".join(map(str, keys)).encode(), digest_size=12).hexdigest()


class BulkActionsMixin:
    """For a ModelAdmin whose actions call `act_on`."""

    def skipped_of(self, request: HttpRequest, action: str, rows: QuerySet) -> dict[str, int]:
        """Return {why: how many} of the rows that an action will leave as they are."""
        if action not in (Action.DISMISS, Action.REOPEN):
            return {}
        same = rows.order_by().filter(is_dismissed=action == Action.DISMISS).count()
        return {"it is so already": same} if same else {}

    def follow_of(self, request: HttpRequest, run: BulkRun) -> Follow:
        """Return what the desk does with each article of a run once it is changed."""
        return lambda outcome: None

    def choose_for(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        """Lead to the page that asks what shall be done with the rows: as many as were selected,
        written down here, whatever the list holds later."""
        keys = self._keys_of(request, rows)
        if keys is None:
            return None
        run = choose(keys, actor=request.user, selection=request.GET.urlencode())
        return HttpResponseRedirect(reverse("admin:bulk_plan", args=[run.pk]))

    def act_on(self, request: HttpRequest, action: str, rows: QuerySet) -> HttpResponse | None:
        """Ask, or do it: the rows that were asked about are the rows that are acted on, or else the
        question is put again about those that there are now."""
        keys = self._keys_of(request, rows)
        if keys is None:
            return None
        asked = read_number(request.POST.get("number", ""))
        is_answered = bool(request.POST.get("post"))
        is_more_than_a_page = len(keys) > self.list_per_page
        rows_asked = request.POST.get("rows")
        is_small = rows_asked is None and not is_more_than_a_page
        if is_answered and (is_small or rows_asked == digest_of(keys)):
            return self._begin(request, action, keys)
        if action in _ALWAYS_ASKED or is_more_than_a_page:
            return self._ask(request, action, rows, keys, asked if is_answered else None)
        return self._begin(request, action, keys)

    def _keys_of(self, request: HttpRequest, rows: QuerySet) -> list[int] | None:
        """The keys of what was selected; None, with a message, where that is nothing or more than
        one run takes."""
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST_ROWS + 1])
        if len(keys) > MOST_ROWS:
            text = f"More than {MOST_ROWS:,} rows are more than one run takes: choose a filter, and"
            self.message_user(request, f"{text} do it in parts. Nothing changed.", messages.ERROR)
            return None
        if not keys:
            self.message_user(request, "Nothing was selected. Nothing changed.", messages.WARNING)
            return None
        return keys

    def _ask(
        self,
        request: HttpRequest,
        action: str,
        rows: QuerySet,
        keys: Sequence[int],
        asked: int | None,
    ) -> HttpResponse:
        number = self._in_words(len(keys))
        skipped = self.skipped_of(request, action, rows)
        samples = rows.order_by("pk").filter(pk__in=keys[:_SAMPLES])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": QUESTIONS[Action(action)].format(number),
            "number": len(keys),
            "rows": digest_of(keys),
            "changing": len(keys) - sum(skipped.values()),
            "asked": asked,
            "skipped": skipped,
            "samples": [self.sample_of(row) for row in samples],
            "more": len(keys) - min(len(keys), _SAMPLES),
            "is_removal": action in _ALWAYS_ASKED,
            "name": request.POST.getlist("action")[-1] or request.POST["action"],
            "across": request.POST.get("select_across", "0"),
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "checkbox": ACTION_CHECKBOX_NAME,
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/articles/bulkrun/ask.html", context)

    def sample_of(self, row: Any) -> str:
        """Return how the question names a row."""
        return str(row)

    def _in_words(self, number: int) -> str:
        name = self.opts.verbose_name if number == 1 else self.opts.verbose_name_plural
        return f"{number:,} {name}"

    def _begin(self, request: HttpRequest, action: str, keys: Sequence[int]) -> HttpResponse:
        selection = request.GET.urlencode()
        run = begin(action, keys, actor=request.user, selection=selection)
        is_over = work(
            run, actor=request.user, seconds=SECONDS_A_REQUEST, follow=self.follow_of(request, run)
        )
        if not is_over:
            go_on_in_background(run, user=request.user)
            return HttpResponseRedirect(reverse("admin:bulk_run", args=[run.pk]))
        self.message_user(request, told(run, tally_of(run)), messages.SUCCESS)
        return HttpResponseRedirect(request.get_full_path())


def told(run: BulkRun, tally: Tally) -> str:
    """Return what a run has done, in a sentence that leads to its undo."""
    words = DONE[Action(run.action)].format(f"{tally.done:,}")
    if tally.skipped:
        words = f"{words} {tally.skipped:,} left as they were."
    return format_html('{} <a href="{}">See or undo it</a>', words, run_url(run))


def run_url(run: BulkRun) -> str:
    """Return the address of a run's page."""
    return reverse("admin:bulk_run", args=[run.pk])
