"""What may stand in an address; anything else never reaches the database."""

from django.conf import settings


class SlugConverter:
    """Lower-case letters, digits and hyphens, as `articles.source.paths` has it."""

    regex = "[a-z0-9-]{1,200}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class LaterPageConverter:
    """The number of a list's second or later page; the first has the list's own address."""

    regex = "(?:[2-9]|[1-9][0-9]{1,6})"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class CardDigestConverter:
    """The name of a social card, as `articles.cards.Card.digest` makes it."""

    regex = "[0-9a-f]{16}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class IndexNowKeyConverter:
    """The site's own IndexNow key and nothing else: any other `/<word>.txt` is another address."""

    regex = "[A-Za-z0-9-]{8,128}"

    def to_python(self, value: str) -> str:
        if value != settings.INDEXNOW_KEY:
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        return value
