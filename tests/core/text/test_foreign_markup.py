"""Marks of other systems in a text are told of, and what only looks like them is not."""

import pytest

from articles.core.text.foreign_markup import find_foreign_markup

FOUND = [
    ("hugo", 'A {{< youtube id="x" >}} b.', ['{{< youtube id="x" >}}']),
    ("hugo", "{{% note %}}\nText\n{{% /note %}}", ["{{% note %}}", "{{% /note %}}"]),
    ("hugo", "{{</* comment */>}}", ["{{</* comment */>}}"]),
    ("jekyll", "{% include a.html %}", ["{% include a.html %}"]),
    ("jekyll", "{%- if x -%} {{ site.url }} {{ x | upcase }}", 3),
    ("jekyll", "Text\n{: .note #id}\n", ["{: .note #id}"]),
    (
        "obsidian",
        "See [[Other Note|it]] and ![[image.png]].",
        ["[[Other Note|it]]", "![[image.png]]"],
    ),
    ("obsidian", "This is ==marked==. %%hidden%%", ["==marked==", "%%hidden%%"]),
    ("obsidian", "A block. ^abc-1", ["^abc-1"]),
    ("docusaurus", ":::note\nText\n:::", [":::note"]),
    ("docusaurus", "import Tabs from '@theme/Tabs';\n\n<Tabs>x</Tabs>", 3),
    ("docusaurus", "{/* a\ncomment */} and {props.name}", ["{/* a\ncomment */}", "{props.name}"]),
    ("docusaurus", "<div className=\"a\"> <b style={{color: 'red'}}>", 2),
    ("zola", '{{ youtube(id="x") }} {% quote(a=1) %} b {% end %}', 3),
    ("zola", "[a](@/blog/b.md)", ["@/blog/b.md"]),
    ("hugo", "A ![picture](a.png).", ["![picture](a.png)"]),
]
NOT_FOUND = [
    ("hugo", r"$\frac{{4 \pm 8}}{{4}}$ and {{ x }}"),
    ("hugo", "`{{< note >}}` and\n\n```\n{{< note >}}\n```\n"),
    ("jekyll", r"$\frac{{a}}{{b}}$, 50 % of {a} and {b} %"),
    ("jekyll", "```liquid\n{% include x %}\n```"),
    ("obsidian", "a == b, `[[x]]`, $x^2$, 5 %, [a][b], [1], x ^ y"),
    ("obsidian", "```\nif a == b and c == d:\n```"),
    ("docusaurus", "We import goods. a < B and c > d. <b>x</b> `<Tabs>`"),
    ("docusaurus", 'a {b} $x_{a.b}$ <b> <a href="x">'),
    ("zola", "`{{ a() }}` {{ a }} $\\frac{{a}}{{b}}$ [a](b.md) @/x"),
    ("docusaurus", "```js\nimport x from 'y';\n```"),
]


@pytest.mark.parametrize(("system", "text", "expected"), FOUND)
def test_a_mark_is_told(system, text, expected):
    found = find_foreign_markup(text, system)
    assert {(x.kind, x.field) for x in found} == {("foreign-markup", "answer")}
    assert (len(found) if isinstance(expected, int) else [x.detail for x in found]) == expected


@pytest.mark.parametrize(("system", "text"), NOT_FOUND)
def test_anything_else_is_not(system, text):
    assert find_foreign_markup(text, system) == []


def test_the_line_is_that_of_the_answer_and_twenty_are_enough():
    found = find_foreign_markup("A\n\n" + "{{< x >}}\n" * 50, "hugo")
    assert [x.line for x in found] == list(range(3, 23))


@pytest.mark.parametrize("system", ["hugo", "jekyll", "obsidian", "docusaurus"])
@pytest.mark.parametrize("sign", ["{{<", "{%", "[[", "==", "%%", "<A ", "{{ a", "{:", ":::a", "^"])
def test_a_hostile_text_ends(system, sign):
    find_foreign_markup(sign * 60_000, system)
