"""Forms of the library of images: for a new one and for the text of one that is there."""

import logging

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser

from articles.admin.images.upload import NOT_STORED
from articles.core.images.stored_image import MOST_UPLOAD_BYTES, BadImage
from articles.images.image_library import take_upload
from articles.models import Image

logger = logging.getLogger(__name__)


class ImageForm(forms.ModelForm):
    """The alternative text of an image."""

    class Meta:
        model = Image
        fields = ("alternative",)


class UploadForm(ImageForm):
    """A picture and what it shows. Sent without a script, it is stored as it is examined: there is
    no other way to say what is wrong with it. Sent twice it is stored once."""

    picture = forms.FileField(
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text=f"PNG, JPEG, WebP or a still GIF, up to {MOST_UPLOAD_BYTES // 1_000_000} MB. What"
        " else the file holds, such as the place where a photograph was taken, is not kept.",
    )
    user: AbstractBaseUser | None = None

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alternative"].required = True

    def clean(self) -> dict[str, object]:
        data = super().clean()
        picture = data.get("picture")
        if picture and not self.errors:
            self._take(picture, data["alternative"])
        return data

    def _take(self, picture: object, words: str) -> None:
        try:
            self.instance, self.is_new = take_upload(
                picture.read(), file_name=picture.name, alternative=words, user=self.user
            )
        except BadImage as error:
            self.add_error("picture", str(error))
        except OSError:
            logger.exception("an image was not stored")
            self.add_error("picture", NOT_STORED)
