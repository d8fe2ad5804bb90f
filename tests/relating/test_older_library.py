"""A library that is older than its related questions."""

from io import StringIO

import pytest
from django.core.management import call_command

from articles.models import RelatingDue, RelatingStage
from tests.relating.makers import computed, make_library


@pytest.mark.django_db(transaction=True)
def test_a_library_that_is_older_than_its_relating_is_filled_by_the_command():
    articles = [article for alike in make_library().values() for article in alike]
    call_command("migrate", "articles", "0006", verbosity=0)
    call_command("migrate", verbosity=0)
    assert RelatingDue.objects.filter(stage=RelatingStage.READ).count() == 24
    call_command("fill_related", stdout=StringIO(), stderr=StringIO())
    assert [len(computed(article)) for article in articles] == [4] * 24
    assert not RelatingDue.objects.exists()
