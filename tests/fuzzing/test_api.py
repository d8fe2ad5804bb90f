"""The API does what its own description says, asked for what that allows and for what it forbids:
status, media type and shape of every answer, and that nothing forbidden is taken."""

import pytest
import schemathesis
from django.test import Client
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.factories import make_article, make_subject
from tests.fuzzing.answered import assert_answered
from tests.made_once import made_once

DESCRIPTION = "/api/v1/openapi.json"
# Which subjects there are, and what a cursor means, no description says: the others of these are
# refused with 422, as docs/api.md has it.
_UNKNOWABLE = ("subject", "cursor", "path")


@made_once
def keys():
    make_subject("physics", disclaimer="No advice.")
    return [make_article(f"light-{n}", sources="https://example.org").pk for n in range(4)]


@pytest.fixture
def operations(keys):
    """The operations of the description as it is served, asked without a server."""
    client = Client()

    def application(environ, start_response):
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        response = client.request(**environ)
        assert_answered(response, environ["PATH_INFO"])
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.getvalue()]

    schema = schemathesis.openapi.from_wsgi(DESCRIPTION, application)
    return [result.ok() for result in schema.get_all_operations()]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_api_does_what_its_description_says(budget, operations, keys, mode):
    budget.shortens = False
    assert len(operations) == 6
    for operation in operations:
        if not mode.is_positive and not list(operation.iter_parameters()):
            continue  # nothing that it could be asked for is forbidden

        def check(given):
            case, key, is_known = given
            if is_known and "key" in (case.path_parameters or {}) and mode.is_positive:
                case.path_parameters["key"] = key
            if is_known and mode.is_positive and "subject" in (case.query or {}):
                case.query["subject"] = "physics"
            is_unknowable = any(name in (case.query or {}) for name in _UNKNOWABLE)
            excluded = [positive_data_acceptance] if is_unknowable else []
            case.call_and_validate(excluded_checks=excluded)

        cases = operation.as_strategy(generation_mode=mode)
        budget.spend(
            check,
            st.tuples(cases, st.sampled_from(keys), st.booleans()),
            examples=12,
            share=1 / (2 * len(operations)),
            seconds_each=3,
        )
