"""What only PostgreSQL does with the time that a request may wait for locks."""

import pytest
from django.db import connection

from articles.database.patience import waiting_at_most
from tests.admin.locks import another_writer
from tests.database.test_patience import limit, write

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_connection_that_has_waited_is_kept_with_the_limit_of_the_settings():
    whole = limit()
    pid = connection.connection.info.backend_pid
    with another_writer():
        with waiting_at_most(0.2):
            write()
            write()
        assert (limit(), connection.connection.info.backend_pid) == (whole, pid)
