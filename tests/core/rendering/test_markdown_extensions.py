"""What GitHub has beyond its specification: footnotes, alerts, raw HTML; and what it has not."""

import re

import pytest

from articles.core.rendering import render
from articles.core.rendering.emphasis_repair import mend_emphasis
from articles.core.rendering.sanitizer import sanitize

NOTE = "Text[^1].\n\n[^1]: A *note*."


def html(markdown):
    return render(markdown).html.rstrip("\n")


def test_a_footnote_leads_there_and_back():
    shown = html("Text[^1] and again[^1].\n\n[^1]: A *note* of $x$.")
    [note] = re.findall(r'<li id="([^"]+)"', shown)
    references = re.findall(
        r'<sup class="footnote-ref"><a href="#([^"]+)" id="([^"]+)">1</a>', shown
    )
    backs = re.findall(r'<a href="#([^"]+)" class="footnote-backref"', shown)
    assert [target for target, _ in references] == [note, note]
    assert backs == [identifier for _, identifier in references]
    assert '<section class="footnotes" aria-label="Footnotes">' in shown
    assert "note</em> of <math>" in shown


@pytest.mark.parametrize("name", ["1", "a-b", "ü", "a!", "2 3", "a.b"])
def test_ids_of_footnotes_are_unique_in_a_page(name):
    first, second = (html(f"{word}[^{name}].\n\n[^{name}]: x") for word in ("One", "Two"))
    ids = re.findall(r' id="([^"]+)"', first) + re.findall(r' id="([^"]+)"', second)
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"section-[\w-]+", identifier) for identifier in ids)


def test_a_footnote_as_text():
    rendered = render(NOTE)
    assert rendered.plain_text == "Text[1].\nA note."
    assert rendered.excerpt == "Text."
    assert rendered.problems == ()


@pytest.mark.parametrize(
    "markdown", ["`[^abc]` is a class", "Text[^1]", "x[^1] [a]: b", "a [^1]\n\n    [^1]: code"]
)
def test_what_is_no_footnote_stays(markdown):
    assert "footnote" not in html(markdown)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("> [!NOTE]\n> a", '<blockquote class="alert alert-note">\n'
         '<span class="alert-title">Note</span>\n<p>a</p>\n</blockquote>'),
        ("> [!WARNING]\n> a", '<blockquote class="alert alert-warning">\n'
         '<span class="alert-title">Warning</span>\n<p>a</p>\n</blockquote>'),
        ("> [!FOO]\n> a", "<blockquote>\n<p>[!FOO]\na</p>\n</blockquote>"),
        ("a :smile: b", "<p>a :smile: b</p>"),
        ("www.a.com", '<p><a rel="nofollow noopener" href="http://www.a.com">www.a.com</a></p>'),
    ],
)  # fmt: skip
def test_alerts_codes_and_links_as_on_github(markdown, expected):
    assert html(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("<details>\n<summary>a</summary>\n\n**b**\n\n</details>",
         "<details>\n<summary>a</summary>\n<p><strong>b</strong></p>\n</details>"),
        ("<details open><summary>a</summary>b</details>",
         '<details open=""><summary>a</summary>b</details>'),
        ("- <details><summary>a</summary>b</details>",
         "<ul>\n<li>\n<details><summary>a</summary>b</details>\n</li>\n</ul>"),
        ("<dl>\n<dt>t</dt>\n<dd>d</dd>\n</dl>", "<dl>\n<dt>t</dt>\n<dd>d</dd>\n</dl>"),
        ("<figure>x<figcaption>y</figcaption></figure>",
         "<figure>x<figcaption>y</figcaption></figure>"),
        ("<abbr title=\"A 'b'\">x</abbr>", "<p><abbr title=\"A 'b'\">x</abbr></p>"),
        ("<mark>a</mark> <small>b</small> <ins>c</ins> <q>e</q> <cite>f</cite>",
         "<p><mark>a</mark> <small>b</small> <ins>c</ins> <q>e</q> <cite>f</cite></p>"),
        ("<samp>a</samp> <var>b</var> a<wbr>b <bdi>c</bdi>",
         "<p><samp>a</samp> <var>b</var> a<wbr>b <bdi>c</bdi></p>"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
         "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>"),
        ('<a href="https://x.y">l</a>', '<p><a rel="nofollow noopener" href="https://x.y">l</a></p>'),
        ('<a href="/a" target="_blank">l</a>', '<p><a href="/a">l</a></p>'),
        ('<a href="mailto:a@b.c">l</a>',
         '<p><a rel="nofollow noopener" href="mailto:a@b.c">l</a></p>'),
    ],
)  # fmt: skip
def test_harmless_html_is_html(markdown, expected):
    assert html(markdown) == expected
    assert sanitize(html(markdown)) == html(markdown)


def test_a_table_of_html_keeps_alignment_and_spans():
    shown = html(
        '<table>\n<caption>c</caption>\n<tr><th align="left">a</th></tr>\n'
        '<tr><td align="right" colspan="2" rowspan=3 onclick="x" style="y">b</td></tr>\n</table>'
    )
    assert "<caption>c</caption>" in shown
    assert '<th scope="col" class="align-left">a</th>' in shown
    assert '<td class="align-right" colspan="2" rowspan="3">b</td>' in shown
    assert "onclick" not in shown


@pytest.mark.parametrize(
    "markdown",
    ["a <details> b", "a <details>b</details>",
     "<details>\nnever closed", "<summary>a</summary>", "<td>a</td>",
     "a </details>", "<dt>a</dt>", '<a href="javascript:x">l</a>', '<a href="https://x.y">open',
     "<div>a</div>", '<img src="https://x.y/z.png">', "a <int> b",
     '<iframe src="http://www.a.b">x</iframe>',
     '<abbr title="x">open', '<a name="x">l</a>', '<p align="center">a</p>', "<details onx=1"],
)  # fmt: skip
def test_other_tags_are_shown_as_typed(markdown):
    rendered = render(markdown)
    assert rendered.plain_text == markdown
    assert not re.search(r"<(?:a|img|iframe|abbr|details|td|div)\b", rendered.html)


def test_a_tag_in_code_is_code():
    assert html("`<details>` and `</details>`") == (
        "<p><code>&lt;details&gt;</code> and <code>&lt;/details&gt;</code></p>"
    )


def test_parts_of_html_are_lines_of_the_text():
    text = render(
        "<details><summary>a</summary>b</details>\n\n"
        "<table><tr><td>c</td><td>d</td></tr><tr><td>e</td></tr></table>"
    ).plain_text
    assert text == "a\nb\nc \td\ne"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**Title:**text", "<p><strong>Title:</strong>text</p>"),
        (
            "- **Title:**text",
            '<ul>\n<li id="section-title"><strong>Title:</strong>text</li>\n</ul>',
        ),
        ("so **a.**b and **c!**d", "<p>so <strong>a.</strong>b and <strong>c!</strong>d</p>"),
        ("**a:**`b`", "<p><strong>a:</strong><code>b</code></p>"),
        ("**(a)**b", "<p><strong>(a)</strong>b</p>"),
        ("**标题：**内容", "<p><strong>标题：</strong>内容</p>"),
        ("这是**加粗。**文字", "<p>这是<strong>加粗。</strong>文字</p>"),
        ("**「強調」**です", "<p><strong>「強調」</strong>です</p>"),
    ],
)
def test_bold_words_close_where_their_writer_closed_them(markdown, expected):
    assert html(markdown) == expected


@pytest.mark.parametrize(
    "markdown",
    ["**a:** b", "**a**b", "a ** b:**c", "2**3:**4", "`**a:**b`", "$x^{**a:**b}$", "\\**a:**b",
     "***a:** b", "** a:**b", "**a:\nb:** c"],
)  # fmt: skip
def test_what_closes_already_or_is_no_emphasis_is_left_alone(markdown):
    assert "emphasis-mended" not in [problem.kind for problem in render(markdown).problems]


def test_bold_words_close_before_a_formula():
    rendered = render("**Note:**$x$")
    assert rendered.html.startswith("<p><strong>Note:</strong><math>")
    assert rendered.problems == ()


def test_a_mended_emphasis_is_reported_with_its_line():
    [problem] = render("a\n\n**Title:**text").problems
    assert (problem.kind, problem.line, problem.detail) == ("emphasis-mended", 3, "**Title:**text")
    assert mend_emphasis("**Title:** text", []) == []


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("> [!WARNING] Title\n> a", "<blockquote>\n<p>[!WARNING] Title\na</p>\n</blockquote>"),
        ("> [!NOTE]", "<blockquote>\n<p>[!NOTE]</p>\n</blockquote>"),
        (">[!NOTE]\n>a", '<blockquote class="alert alert-note">\n'
         '<span class="alert-title">Note</span>\n<p>a</p>\n</blockquote>'),
        ("```\n> [!NOTE] Title\n```",
         '<pre tabindex="0"><code>&gt; [!NOTE] Title\n</code></pre>'),
    ],
)  # fmt: skip
def test_an_alert_has_its_mark_alone_on_the_line_and_words_below(markdown, expected):
    assert html(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a <!-- b --> c", "<p>a  c</p>"),
        ("<!-- a\n\nb --> **c**", "<p><strong>c</strong></p>"),
        ("a\n\n    <!-- b -->\n    <c>",
         '<p>a</p>\n<pre tabindex="0"><code>&lt;!-- b --&gt;\n&lt;c&gt;\n</code></pre>'),
        ("    a <!-- b --> <!-- c -->",
         '<pre tabindex="0"><code>a &lt;!-- b --&gt; &lt;!-- c --&gt;\n</code></pre>'),
        ("- a\n\n<!-- -->\n\n- b", "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>"),
        ("a <!--> b -->", "<p>a  b --&gt;</p>"),
        ('[a](/b "c <!-- d -->")', '<p><a href="/b" title="c &lt;!-- d --&gt;">a</a></p>'),
    ],
)  # fmt: skip
def test_a_comment_goes_from_prose_and_stays_in_code(markdown, expected):
    assert html(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[a](</b c>)", '<p><a href="/b%20c">a</a></p>'),
        ('[a](<b(c.md> "d")', '<p><a href="b(c.md" title="d">a</a></p>'),
        ("[a]: <b c>\n\n[a]", '<p><a href="b%20c">a</a></p>'),
        ("[a](<b)", "<p>[a](&lt;b)</p>"),
        ("[a](/b_\\(c\\))", '<p><a href="/b_(c)">a</a></p>'),
        ("[a](ftp://b.c) and ftp://b.c", "<p>a and ftp://b.c</p>"),
    ],
)  # fmt: skip
def test_addresses_of_links_as_on_github(markdown, expected):
    assert html(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "address"),
    [("https://a.b/<x>", "https://a.b/"), ("www.a.bc/d<e f", "http://www.a.bc/d"),
     ("see a@b.c<x>", "mailto:a@b.c")],
)  # fmt: skip
def test_a_bare_address_ends_before_a_tag(markdown, address):
    rendered = render(markdown)
    assert f'href="{address}"' in rendered.html
    assert rendered.plain_text == markdown
