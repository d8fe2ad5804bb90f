import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.core.text.damage_repair import mend_fences, unquote_csv_field
from articles.core.text.markdown_scanner import find_spans
from articles.core.text.mojibake import repair_mojibake
from tests.core.text.case_files import load_cases


@pytest.mark.parametrize(("text", "expected"), load_cases("mojibake"))
def test_mojibake_is_repaired_and_nothing_else(text, expected):
    assert repair_mojibake(text)[0] == expected


@pytest.mark.parametrize(("text", "expected"), load_cases("mojibake"))
def test_repairs_can_be_replayed(text, expected):
    for repair in repair_mojibake(text)[1]:
        text = text.replace(repair.before, repair.after)

    assert text == expected


@given(st.text(alphabet="ÃÂâ€™œ\x9d¢ðŸ˜Î»Ï a.", max_size=30))
def test_any_garble_is_repaired_or_left(text):
    repaired, repairs = repair_mojibake(text)

    for repair in repairs:
        text = text.replace(repair.before, repair.after)
    assert text == repaired


@given(st.text(alphabet="aéüñ’ –", min_size=1, max_size=20))
def test_garbled_text_comes_back(text):
    garbled = text.encode().decode("cp1252")

    assert repair_mojibake(f"it {garbled}")[0] == f"it {text}"


def test_a_repair_names_its_first_line_and_count():
    (repair,) = repair_mojibake("one\nitâ€™s\nitâ€™s")[1]

    assert repair == ("â€™", "’", 2, 2)


@pytest.mark.parametrize(("text", "expected"), load_cases("csv_fields"))
def test_csv_fields_are_unquoted(text, expected):
    assert unquote_csv_field(text) == expected


class TestMendFences:
    def test_code_at_another_margin_moves_as_a_whole(self):
        text = "1. Run:\n   ```py\nif x:\n    y()\n   ```\n2. Then."

        assert mend_fences(text) == (
            "1. Run:\n   ```py\n   if x:\n       y()\n   ```\n2. Then.",
            (2,),
        )

    def test_a_line_that_fell_out_moves_to_the_margin(self):
        text = "- Run:\n  ```c\n  int x;\n}\n  ```"

        assert mend_fences(text) == ("- Run:\n  ```c\n  int x;\n  }\n  ```", (2,))

    def test_a_closing_fence_that_fell_out_moves_to_the_margin(self):
        text = "- Run:\n  ```c\n  int x;\n```\n\nAfter."

        assert mend_fences(text) == ("- Run:\n  ```c\n  int x;\n  ```\n\nAfter.", (2,))

    def test_the_second_fence_is_found_by_its_own_line(self):
        text = "- a\n  ```\n  x\n  ```\n- b\n  ```\ny\n  ```"

        assert mend_fences(text)[1] == (6,)

    def test_mending_twice_changes_nothing_more(self):
        mended, _ = mend_fences("1. Run:\n   ```py\nx\n   ```")

        assert mend_fences(mended) == (mended, ())
        assert len(find_spans(mended)) == 1

    @pytest.mark.parametrize(
        "text",
        [
            "1. Run:\n   ```py\n   x\n   ```",
            "1. Run:\n   ```py\n   if x:\n       y\n\n   z\n   ```",
            "```py\nx\n```",
            "  ```\nx\n  ```",
            "Text.\n\n  ```\nx\n  ```",
            "1. a:\n     ```\n   x\n     ```",
            "- a `x` b",
        ],
        ids=[
            "in place",
            "code with an indent and a blank line",
            "no list",
            "indented without a list",
            "after a paragraph",
            "code at the margin of the item's text",
            "no fence",
        ],
    )
    def test_good_markdown_stays(self, text):
        assert mend_fences(text) == (text, ())
