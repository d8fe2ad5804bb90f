"""Value types of the site's identity: links, images, organisation, call to action, analytics."""

from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

SUBJECT, QUESTION = "{subject}", "{question}"


@dataclass(frozen=True, slots=True)
class Link:
    """Text and address: a path of the site or a whole URL."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's address, and its size in CSS pixels: room is kept for it before it comes."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class CardPicture:
    """What a shared link shows: an absolute URL and its text; 1200 by 630 pixels."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Organization:
    """Who publishes the site, for structured data: absolute URLs; `logo` in pixels of the file."""

    name: str
    url: str
    logo: Picture
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallToAction:
    """What stands below an answer. Before `for_article`, placeholders stand in all three."""

    text: str
    link: Link

    def for_article(self, *, subject: str, question: str) -> "CallToAction":
        """Return it for one article: plain in the texts, percent-encoded in the address (RFC
        3986, 2.1).

        >>> c = CallToAction("", Link("Ask about {subject}", "/ask?q={question}"))
        >>> c.for_article(subject="Physics", question="a & b?").link
        Link(text='Ask about Physics', url='/ask?q=a%20%26%20b%3F')
        """
        link = Link(
            _fill(self.link.text, subject, question),
            _fill(self.link.url, quote(subject, safe=""), quote(question, safe="")),
        )
        return replace(self, text=_fill(self.text, subject, question), link=link)


@dataclass(frozen=True, slots=True)
class Analytics:
    """The one script of another site that pages load, with its `data-` attributes."""

    script: str
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def origin(self) -> str:
        """What the security policy admits: scheme, host and port."""
        return origin_of(self.script)


def origin_of(url: str) -> str:
    """Return `https://host[:port]` of a URL, empty of an empty one."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _fill(text: str, subject: str, question: str) -> str:
    """One pass, so that a question that holds "{subject}" is left as it is."""
    pieces = text.split(QUESTION)
    return question.join(piece.replace(SUBJECT, subject) for piece in pieces)
