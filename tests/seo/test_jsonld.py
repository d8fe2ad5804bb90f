"""Structured data that cannot leave its script."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.utils.html import conditional_escape

from articles.seo.jsonld import is_modified, modified_on, script_json


@pytest.mark.parametrize(
    "text", ["</script>", "<!--", "]]>", "a & b", "\u2028 and \u2029", '"\\', "é ∫ 🙂"]
)
def test_any_text_survives_and_none_ends_the_script(text):
    written = script_json({"headline": text})
    assert json.loads(written) == {"headline": text}
    assert not set(written) & set("<>&\u2028\u2029")
    assert conditional_escape(written) == written


def test_modified_is_a_moment_only_after_the_day_of_publication():
    day = date(2024, 12, 7)
    assert modified_on(day, datetime(2024, 12, 7, 23, 59, tzinfo=UTC)) == "2024-12-07"
    later = datetime(2024, 12, 8, 1, 0, tzinfo=timezone(timedelta(hours=-5)))
    assert modified_on(day, later) == "2024-12-08T06:00:00+00:00"
    assert not is_modified(day, datetime(2024, 12, 6, tzinfo=UTC))
