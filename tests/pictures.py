"""Picture files for tests, as bytes."""

from io import BytesIO

from PIL import Image

GPS = 0x8825


def photograph(size=(1_200, 800), *, file_format="JPEG", mode="RGB", **options):
    """A smooth picture without letters, dark at its left and light at its right."""
    picture = Image.linear_gradient("L").rotate(90).resize(size)
    return packed(picture.convert(mode), file_format, **options)


def drawing(size=(1_200, 800), *, ground="white", file_format="PNG", **options):
    """A black frame on a ground, which may be transparent (`ground=(0, 0, 0, 0)`)."""
    picture = Image.new("RGBA", size, ground)
    ink = Image.new("RGBA", (size[0] // 2, size[1] // 2), "black")
    picture.paste(ink, (size[0] // 4, size[1] // 4))
    return packed(picture, file_format, **options)


def packed(picture, file_format, **options):
    stream = BytesIO()
    picture.save(stream, file_format, **options)
    return stream.getvalue()


def opened(data):
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture
