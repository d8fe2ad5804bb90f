"""Structured data of a page read as strictly as search engines read it: as JSON, then as
schema.org's vocabulary.

extruct 0.18, which finds it in the page, forgives what they do not: a comma before a bracket, an
HTML comment around it, a line break in a string.
"""

import json
import re

import extruct

# A script ends for a browser at the first of these, whatever the JSON says by then.
_SCRIPT = re.compile(
    r"<script\b[^>]*\btype=[\"']?application/ld\+json\b[^>]*>(.*?)</script",
    re.DOTALL | re.IGNORECASE,
)
# The properties of schema.org (https://schema.org/Article and so on) that a page may say of each.
_THING = {"@type", "@id", "name", "url", "description", "image"}
_WORK = _THING | {
    *("inLanguage", "isPartOf", "publisher", "author", "about", "keywords", "headline", "text"),
    *("datePublished", "dateModified", "isAccessibleForFree", "mainEntityOfPage", "thumbnailUrl"),
}
VOCABULARY = {
    "Article": _WORK | {"articleSection", "wordCount", "articleBody", "abstract"},
    "CollectionPage": _WORK | {"breadcrumb", "primaryImageOfPage"},
    "WebPage": _WORK | {"breadcrumb", "primaryImageOfPage", "reviewedBy", "lastReviewed"},
    "WebSite": _WORK | {"potentialAction"},
    "BreadcrumbList": _THING | {"itemListElement", "numberOfItems"},
    "ListItem": _THING | {"position", "item"},
    "Organization": _THING | {"logo", "sameAs", "legalName", "email", "contactPoint"},
    "ImageObject": _WORK | {"contentUrl", "width", "height", "caption"},
    "Person": _THING | {"sameAs"},
    "Thing": _THING,
}


def texts_of(html):
    """The texts of a page's `application/ld+json` scripts, as they stand between the tags."""
    return _SCRIPT.findall(html)


def loads(text):
    """What a text of JSON says; ValueError where it is none by RFC 8259, or says a name twice."""
    return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)


def read_graph(html):
    """The nodes of a page's one graph; asserts that every reader finds the same in it."""
    (text,) = texts_of(html)
    data = loads(text)
    assert extruct.extract(html, syntaxes=["json-ld"])["json-ld"] == [data]
    assert data.keys() == {"@context", "@graph"}
    assert data["@context"] == "https://schema.org"
    for node in data["@graph"]:
        _check_words(node)
    return data["@graph"]


def _check_words(node):
    """Every property is one that schema.org has for the node's type; a reference has its address
    alone."""
    if node.keys() != {"@id"}:
        assert node.keys() <= VOCABULARY[node["@type"]], node
    for value in node.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                _check_words(item)


def _unique(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError(f"a name stands there twice: {names}")
    return dict(pairs)


def _no_constant(name):
    raise ValueError(f"{name} is no JSON")
