"""Allow-list sanitiser: the last step of rendering.

What is not named here does not reach a reader. `style` is not allowed, nor any class or `id` except
the renderer's own, nor forms, frames and SVG. Of MathML only presentation elements are allowed:
`annotation-xml`, `maction` and links within formulas are excluded because browsers parse HTML
inside the first.
"""

import nh3

from articles.core.rendering.footnotes import LABEL as FOOTNOTES_LABEL
from articles.core.rendering.headings import ID_PREFIX
from articles.core.rendering.highlight import CLASSES, LANGUAGES
from articles.core.rendering.html_elements import ALERTS, IMAGE_SIZES, TABLE_NAMES
from articles.core.rendering.mathml_attributes import BACK_CLASSES, STYLE_CLASSES
from articles.core.rendering.tex_drawings import INK_CLASS

_MATHML = (
    "math semantics annotation mstyle mrow mi mn mo mtext ms mspace mfrac msqrt mroot msub msup"
    " msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd mpadded mphantom"
    " menclose"
)
_HTML = (
    "p br wbr hr h2 h3 h4 h5 h6 strong em b i u s del ins mark small sub sup kbd code samp var q"
    " cite dfn abbr bdi ruby rt rp strike tt a img ul ol li dl dt dd blockquote pre table caption"
    " thead tbody tfoot tr th td section span details summary figure figcaption"
)
_BOOLEAN = frozenset({"true", "false"})

_ATTRIBUTES: dict[str, set[str]] = {
    # Ids and labels are those of footnotes.
    "a": {"href", "title", "id", "aria-label"},
    "li": {"id"},
    "abbr": {"title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "img": {"src", "alt", "title", "width", "height", "srcset"},
    "ol": {"start"},
    "math": set(),
    "mspace": {"width", "height", "depth"},
    "mo": {"lspace", "rspace", "minsize", "maxsize"},
    "mpadded": {"width", "height", "depth", "lspace", "voffset"},
    "mfrac": {"linethickness"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
    # The anchor of a numbered formula.
    "span": {"id"},
}

_ATTRIBUTE_VALUES: dict[str, dict[str, set[str]]] = {
    "a": {"rel": {"nofollow noopener"}},
    "img": {"loading": {"lazy"}, "decoding": {"async"}, "sizes": {IMAGE_SIZES}},
    "th": {"scope": {"col"}},
    "section": {"tabindex": {"0"}, "aria-label": {*TABLE_NAMES, FOOTNOTES_LABEL}},
    "details": {"open": {""}},
    "pre": {"tabindex": {"0"}},
    "span": {"tabindex": {"0"}, "role": {"img"}, "aria-label": {"Done", "To do"}},
    "math": {"display": {"block"}},
    "annotation": {"encoding": {"application/x-tex"}},
    "mi": {"mathvariant": {"normal"}},
    "mo": {
        "stretchy": _BOOLEAN,
        "symmetric": _BOOLEAN,
        "largeop": _BOOLEAN,
        "movablelimits": _BOOLEAN,
        "form": {"prefix", "infix", "postfix"},
    },
    "mover": {"accent": _BOOLEAN},
    "munder": {"accentunder": _BOOLEAN},
    "munderover": {"accent": _BOOLEAN, "accentunder": _BOOLEAN},
    "mtable": {"displaystyle": _BOOLEAN},
    "mstyle": {"displaystyle": _BOOLEAN, "scriptlevel": {"0", "1", "2"}},
    "menclose": {
        "notation": {
            "box",
            "updiagonalstrike",
            "downdiagonalstrike",
            "updiagonalstrike downdiagonalstrike",
            "horizontalstrike",
            "actuarial",
            "phasorangle",
        }
    },
}

_MATH_CLASSES = {*STYLE_CLASSES.values(), *BACK_CLASSES.values()}
_ALLOWED_CLASSES: dict[str, set[str]] = {
    "span": {*CLASSES.values(), "math-display", "task", "alert-title"}
    | {"math-core-serif-font", "math-core-sans-serif-font"},
    "code": {"tex-source"} | {f"language-{alias}" for alias in LANGUAGES.values()},
    "section": {"table-scroll", "footnotes"},
    "sup": {"footnote-ref"},
    "a": {"footnote-backref"},
    "blockquote": {"alert", *(f"alert-{kind}" for kind in ALERTS)},
    "th": {"align-left", "align-center", "align-right"},
    "td": {"align-left", "align-center", "align-right"},
    "mtable": _MATH_CLASSES,
    "mtd": _MATH_CLASSES,
    "mspace": {*_MATH_CLASSES, INK_CLASS},
    "mrow": {
        *("menclose-updiagonalstrike", "menclose-downdiagonalstrike", "menclose-phasorangle"),
        *_MATH_CLASSES,
    },
    "mstyle": _MATH_CLASSES,
    "mfrac": _MATH_CLASSES,
    "mpadded": _MATH_CLASSES,
}

_CLEANER = nh3.Cleaner(
    tags={*_HTML.split(), *_MATHML.split()},
    # Their text goes with them; of any other unknown element only the tag does.
    clean_content_tags={"script", "style"},
    attributes=_ATTRIBUTES,
    tag_attribute_values=_ATTRIBUTE_VALUES,
    allowed_classes=_ALLOWED_CLASSES,
    url_schemes={"http", "https", "mailto"},
    url_relative="pass_through",
    # dress_blocks() sets `rel` on links that lead elsewhere.
    link_rel=None,
    id_prefix=ID_PREFIX,
)


def sanitize(html: str) -> str:
    """`html` reduced to the allow-list, well-formed, safe to print. Idempotent.

    >>> sanitize('<p onclick="x()">a<script>b</script></p>')
    '<p>a</p>'
    """
    return _CLEANER.clean(html)
