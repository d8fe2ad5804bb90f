"""What may stand in an address; anything else never reaches the database."""


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
