"""URL path converters, which reject invalid paths before any query."""

from django.conf import settings
from django.urls.converters import IntConverter, StringConverter

from articles.core.images.image_names import ImageName, parse_name


class SlugConverter(StringConverter):
    """Lower-case letters, digits and hyphens, as `articles.core.source.article_paths` has it."""

    regex = "[a-z0-9-]{1,200}"


class LaterPageConverter(IntConverter):
    """The number of a list's second or later page; the first has the list's own address."""

    regex = "(?:[2-9]|[1-9][0-9]{1,6})"


class CardDigestConverter(StringConverter):
    """The name of a social card, as `articles.core.cards.Card.digest` makes it."""

    regex = "[0-9a-f]{16}"


class ImageNameConverter(StringConverter):
    """An image of the library, as its name says (`articles.core.images.image_names`)."""

    regex = "[0-9a-f]{32}-[1-9][0-9]{0,4}x[1-9][0-9]{0,4}"

    def to_python(self, value: str) -> ImageName:
        name = parse_name(f"{value}.webp")
        if name is None:
            raise ValueError
        return name

    def to_url(self, value: ImageName) -> str:
        return value.file_name.removesuffix(".webp")


class IndexNowKeyConverter(StringConverter):
    """The site's own IndexNow key and nothing else: any other `/<word>.txt` is another address."""

    regex = "[A-Za-z0-9-]{8,128}"

    def to_python(self, value: str) -> str:
        if value != settings.INDEXNOW_KEY:
            raise ValueError
        return value
