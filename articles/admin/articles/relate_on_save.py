"""Computation of related questions within the request of a save, for small changes."""

import logging

from django.db import Error
from django.http import HttpRequest, HttpResponse

from articles.relating import MOST_IN_A_REQUEST, relate_due

logger = logging.getLogger(__name__)


def relating(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer to a request of the desk, once what it made due is related.

    The change itself is committed: whatever the database says here, the editor's work is saved,
    and what is due stays so.
    """
    if request.method == "POST" and response.status_code < 500:
        try:
            relate_due(most=MOST_IN_A_REQUEST)
        except Error as error:
            logger.warning("related questions stay due: %s", error)
    return response
