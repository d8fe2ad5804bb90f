"""Computation of related questions and of duplicates, and of what search by meaning needs, within
the request of a save, for small changes."""

import logging

from django.contrib import messages
from django.db import Error
from django.http import HttpRequest, HttpResponse

from articles import duplicates
from articles.relating import MOST_IN_A_REQUEST, count_due, relate_due
from articles.search.meaning.process import fill_latest
from articles.tasks.relating import relate_in_background, when_related

logger = logging.getLogger(__name__)

# Of the articles that changed last so many are looked at, 30 ms each whose text has changed.
_VECTORS_IN_A_REQUEST = 10


def relating(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer to a request of the desk, once what it made due is related,
    compared with its duplicates, and can be found by its meaning.

    The change itself is committed: whatever the database says here, the editor's work is saved,
    and what is due stays so.
    """
    if request.method == "POST" and response.status_code < 500:
        try:
            filled = relate_due(most=MOST_IN_A_REQUEST)
            if not filled.articles:
                _leave_to_the_background(request)
            duplicates.find_due(most=duplicates.MOST_IN_A_REQUEST)
            fill_latest(most=_VECTORS_IN_A_REQUEST)
        except Error as error:
            logger.warning("what the change made due stays so: %s", error)
    return response


def _leave_to_the_background(request: HttpRequest) -> None:
    """Have many related by a worker, as after an act on a whole list; say how many wait."""
    if (due := count_due()) > MOST_IN_A_REQUEST:
        relate_in_background(user=request.user)
        text = f"{due:,} articles wait for their computed related questions: {when_related()}"
        messages.warning(request, text, fail_silently=True)
