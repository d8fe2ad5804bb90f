"""Data that the tests of a module share: made once, for all of them, and taken back at the end.

    @made_once
    def library():
        return {name: make_article(name) for name in NAMES}

is a fixture like any other to a test that asks for it. The rows are written in a transaction around
the module's tests; each test runs in one of its own within, so that none sees what another did, and
gets a copy of the objects. It is what Django's `setUpTestData` is for a class. The parameters of
such a fixture name others of its kind.

The tests of a module that ask for fewer of them come first, so that a test without a library finds
none. A module of which a test empties the database (`transaction=True`) can have no such fixture:
that is an error when the tests are collected.
"""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from copy import deepcopy
from inspect import Parameter, Signature, signature
from itertools import groupby

import pytest
from django.db import transaction

_AROUND = "_around_the_module"
_SUFFIX = "_made_once"


def made_once(make: Callable) -> object:
    """Return the fixture that gives each test a copy of what `make` made once for its module."""
    names = [_in_module(name) for name in signature(make).parameters]

    def in_module(**values):
        with values.pop(_AROUND)():
            return make(*(values[name] for name in names))

    def copied(db, **values):
        (value,) = values.values()
        return deepcopy(value)

    own = _in_module(make.__name__)
    in_module.__signature__ = _asking_for([_AROUND, *names])
    copied.__signature__ = _asking_for(["db", own])
    copied.__doc__ = make.__doc__
    # pytest finds a fixture by its name in the module: the one behind the one that is returned.
    make.__globals__[own] = pytest.fixture(in_module, scope="module", name=own)
    return pytest.fixture(copied, name=make.__name__)


def _in_module(name: str) -> str:
    return f"_{name}{_SUFFIX}"


def _asking_for(names: Iterable[str]) -> Signature:
    return Signature([Parameter(name, Parameter.KEYWORD_ONLY) for name in names])


@pytest.fixture(scope="module", name=_AROUND)
def _around_the_module(django_db_setup, django_db_blocker):
    """A transaction around the tests of a module. Yields a context manager: within it the database
    may be written to, as what is written is shared."""
    block = transaction.atomic()

    @contextmanager
    def writing():
        with django_db_blocker.unblock():
            yield

    with writing():
        block.__enter__()
    yield writing
    with writing():
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


def pytest_collection_modifyitems(items):
    items[:] = [
        item
        for _, of_a_module in groupby(items, lambda item: item.path)
        for item in sorted(of_a_module, key=_number_shared)
    ]
    sharing = {item.path for item in items if _number_shared(item)}
    for item in items:
        mark = item.get_closest_marker("django_db")
        if item.path in sharing and (
            (mark and mark.kwargs.get("transaction"))
            or {"transactional_db", "live_server"} & set(item.fixturenames)
        ):
            raise pytest.UsageError(f"{item.nodeid} empties the database that its module shares")


def _number_shared(item: pytest.Item) -> int:
    return sum(name.endswith(_SUFFIX) for name in item.fixturenames)
