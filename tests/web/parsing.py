"""A page taken apart, so that tests speak of its head and its links, not of its HTML."""

from dataclasses import dataclass

from lxml import html

from tests.web.json_ld import loads

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
        """The nodes of the page's structured data by type: one script, one graph; {} without."""
        texts = self.tree.xpath("//script[@type='application/ld+json']/text()")
        if not texts:
            return {}
        (data,) = map(loads, texts)
        assert data.keys() == {"@context", "@graph"}
        nodes = {node["@type"]: node for node in data["@graph"]}
        assert len(nodes) == len(data["@graph"])
        return nodes

    @property
    def feeds(self):
        """{title: address} of the feeds that the head names, in order."""
        links = self.tree.xpath("head/link[@rel='alternate'][@type='application/atom+xml']")
        return {link.get("title"): link.get("href") for link in links}

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
