"""Errors that PostgreSQL's driver alone raises."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def closed_before_it_is_used(execute, sql, params, many, context):
    """What a statement meets on a connection that ended under it: django.db.InterfaceError, which
    is no DatabaseError."""
    context["cursor"].close()
    return execute(sql, params, many, context)


def test_a_driver_that_has_lost_its_connection_is_answered_in_the_form_of_the_api(client):
    with connection.execute_wrapper(closed_before_it_is_used):
        answer = client.get("/api/v1/articles")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"] == "30"
