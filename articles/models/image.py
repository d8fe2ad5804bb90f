"""Image and ImageUse models: the library's images, and which articles have ever named them."""

from django.conf import settings
from django.db import models

from articles.core.images.image_names import DIGEST_CHARACTERS, ImageName

LONGEST_ALTERNATIVE = 300
_IN_BRACKETS = str.maketrans("[]\\", "()/")


class Image(models.Model):
    """A stored image. `digest`, `width` and `height` (pixels) make its name, and with it its
    address (`articles/core/images/image_names.py`); its file stands in Django's default storage.

    `upload_digest` is the SHA-256 of the file that was uploaded, so that the same one is known
    again; "" where an import brought it. `alternative` is what a text that takes the image says of
    it unless its author says something else: pages print what stands in the text.
    """

    digest = models.CharField(max_length=DIGEST_CHARACTERS, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    byte_count = models.PositiveIntegerField(editable=False)
    upload_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    alternative = models.CharField(
        "alternative text",
        max_length=LONGEST_ALTERNATIVE,
        blank=True,
        help_text="What it shows, for who cannot see it. Texts that hold the image keep their own.",
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.alternative or self.file_name or self.name.file_name

    def get_absolute_url(self) -> str:
        return self.name.path

    @property
    def name(self) -> ImageName:
        return ImageName(self.digest, self.width, self.height)

    @property
    def markdown(self) -> str:
        """What shows the image in an answer. Brackets would end its words, and behind a backslash
        begin a formula."""
        words = " ".join(self.alternative.split()).translate(_IN_BRACKETS)
        return f"![{words}]({self.name.path})"


class ImageUse(models.Model):
    """One row an image and article whose text has ever named it. None is taken back, for the
    article's past versions name it still. `article_key` is no foreign key, as a revision's is none;
    `digest` names no row, as a text may come before its image."""

    digest = models.CharField(max_length=DIGEST_CHARACTERS)
    article_key = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "article_key"], name="image_use_once")
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"image {self.digest} in article {self.article_key}"
