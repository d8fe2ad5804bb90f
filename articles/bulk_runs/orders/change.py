"""What every kind of order returns: a change of articles, and what it wishes of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from articles.core.article_content import ArticleContent, to_json
from articles.models import Article, BulkItem, Subject


class BadOrder(ValueError):
    """An order cannot be understood; carries the sentence for who gave it."""


@dataclass(frozen=True, slots=True)
class Wished:
    """What an article becomes: its content, and where it stands. `refusal` says why it stays."""

    content: ArticleContent
    subject: Subject
    refusal: str = ""

    def differs_from(self, article: Article, content: ArticleContent) -> bool:
        """Return whether anything changes of an article that holds `content`."""
        return self.content != content or self.subject.pk != article.subject_id

    @property
    def digest(self) -> str:
        """32 hexadecimal digits that name what the article becomes."""
        text = f"{self.subject.pk} {to_json(self.content)}"
        return blake2b(text.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Chosen:
    """An article that is chosen, its content, and its item of the run."""

    article: Article
    content: ArticleContent
    item: BulkItem


# What each article of a batch becomes, in the order of the batch; a query or two for all of them.
# Where that takes long it is of the first so many, at least of one: a transaction may wait for it.
Change = Callable[[Sequence[Chosen]], list[Wished]]


def stays(chosen: Chosen, refusal: str = "") -> Wished:
    """Return the wish that nothing changes, for a reason."""
    return Wished(chosen.content, chosen.article.subject, refusal)


def becomes(chosen: Chosen, content: ArticleContent) -> Wished:
    """Return the wish for another content at the same address."""
    return Wished(content, chosen.article.subject)
