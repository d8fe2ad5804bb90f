"""A page taken apart, so that tests speak of its head and its links, not of its HTML."""

import json
from dataclasses import dataclass

from lxml import html

SITE = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class ParsedPage:
    tree: html.HtmlElement

    @property
    def title(self):
        return self.tree.findtext("head/title")

    def meta(self, name):
        """The content of a `meta` by name or property; None where it is missing; one at most."""
        found = self.tree.xpath("head/meta[@name=$n or @property=$n]/@content", n=name)
        assert len(found) <= 1
        return found[0] if found else None

    def link(self, rel):
        """The address of a `link` in the head; one at most."""
        found = self.tree.xpath("head/link[@rel=$r]/@href", r=rel)
        assert len(found) <= 1
        return found[0] if found else None

    @property
    def json_ld(self):
        """The page's structured data by type."""
        texts = self.tree.xpath("//script[@type='application/ld+json']/text()")
        return {data["@type"]: data for data in map(json.loads, texts)}

    def texts(self, xpath):
        return [" ".join(node.text_content().split()) for node in self.tree.xpath(xpath)]

    def text(self, xpath):
        (found,) = self.texts(xpath)
        return found

    @property
    def links(self):
        """Where the links inside of <main> lead, in order."""
        return self.tree.xpath("//main//a/@href")


def parse(response):
    return ParsedPage(html.document_fromstring(response.content.decode()))
