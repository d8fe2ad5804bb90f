"""Minutes that reading takes."""

from articles.core.text.reading_time import reading_minutes


def test_words_are_counted_and_the_least_is_a_minute():
    assert reading_minutes("", "") == 1
    assert reading_minutes("", "word " * 230) == 1
    assert reading_minutes("", "word " * 1150) == 5


def test_code_is_read_by_the_line_and_not_by_its_words():
    code = "\n".join("a b c d e f g h i j" for _ in range(40))
    html = f'<pre tabindex="0"><code>{code}\n\n</code></pre>'
    assert reading_minutes(html, code) == 2
    assert reading_minutes("", code) == 2
    assert reading_minutes(html, f"{code} {'word ' * 690}") == 5


def test_displayed_formulas_take_time_of_their_own():
    html = '<span class="math-display" tabindex="0"></span>' * 24
    assert reading_minutes(html, "word " * 230) == 3
