"""The examples of CommonMark's and of GitHub's specification, but for what is other on purpose.

`cases/specifications.json` has the numbers of the examples that come out otherwise, by reason. The
specifications are CC BY-SA and not part of this project: they are read from development packages,
CommonMark's 0.31.2 from `commonmark-spec` (npm; NODE_MODULES names its folder), GitHub's 0.29 from
the source archive of `marko` 2.2.4 (PyPI; MARKO_SOURCE names its unpacked folder).
"""

import json
import os
from pathlib import Path

import pytest

from articles.core.rendering import render
from tests.core.rendering.specification import comparable, read_examples

DIFFERENT = json.loads(
    Path(__file__).with_name("cases").joinpath("specifications.json").read_text()
)
SOURCES = {
    "commonmark": ("NODE_MODULES", "commonmark-spec/spec.txt", 652),
    "gfm": ("MARKO_SOURCE", "tests/spec/gfm.txt", 672),
}


def numbers_of(ranges):
    for part in ranges.split():
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def expected_differences(name):
    return {
        number: reason
        for reason, ranges in DIFFERENT[name].items()
        for number in numbers_of(ranges)
    }


@pytest.mark.parametrize("name", SOURCES)
def test_each_example_comes_out_as_specified_or_otherwise_for_a_known_reason(name):
    variable, path, number_of_examples = SOURCES[name]
    file = Path(os.environ.get(variable, "")) / path
    if not file.is_file():
        pytest.skip(f"the specification is not here (set {variable}; see the top of this file)")
    examples = list(read_examples(file.read_text("utf-8")))
    assert len(examples) == number_of_examples
    different = {
        example.number
        for example in examples
        if comparable(render(example.markdown).html) != comparable(example.html)
    }
    expected = expected_differences(name)
    assert different - expected.keys() == set(), "these came out as specified before"
    assert expected.keys() - different == set(), "these come out as specified now: take them off"


@pytest.mark.parametrize("name", SOURCES)
def test_an_example_is_listed_once(name):
    numbers = [number for ranges in DIFFERENT[name].values() for number in numbers_of(ranges)]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ('<h3 id="section-a">a</h3>', "<h1>a</h1>\n"),
        ('<a rel="nofollow" href="b">a</a>', '<a href="b">a</a>'),
        ('<pre tabindex="0"><code class="language-c"><span class="k">if</span> x</code></pre>',
         "<pre><code>if x</code></pre>"),
        ('<section class="table-scroll"><table><tr><td class="align-left">a</td></tr></table>'
         "</section>", '<table>\n<tr>\n<td align="left">a</td>\n</tr>\n</table>'),
        ("<p>a<br>\nb &amp; \"c\"</p>", "<p>a<br />b &amp; &quot;c&quot;</p>"),
    ],
)  # fmt: skip
def test_what_every_page_has_is_no_difference(ours, theirs):
    assert comparable(ours) == comparable(theirs)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a</p>", "<p>b</p>"), ("<p>a</p>", "a"), ("<p>a b</p>", "<p>ab</p>"),
        ("<em>a</em>", "<strong>a</strong>"), ('<a href="b">a</a>', '<a href="c">a</a>'),
        ("<pre><code>a\n</code></pre>", "<pre><code>a</code></pre>"),
        ("<pre><code>a  b</code></pre>", "<pre><code>a b</code></pre>"),
        ("<ul><li>a</li></ul>", "<ul><li><p>a</p></li></ul>"),
    ],
)  # fmt: skip
def test_what_a_reader_sees_is_a_difference(one, other):
    assert comparable(one) != comparable(other)
