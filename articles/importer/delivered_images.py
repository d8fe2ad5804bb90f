"""Images of a delivery, taken into the library byte for byte before the articles that name them."""

from collections.abc import Callable, Iterable, Sequence

from articles.auditing.text_links import audit_text_links_of
from articles.core.images.image_names import ImageName, alternatives_in, parse_name
from articles.database.batches import batches
from articles.importer.finalize import alone
from articles.importer.report import Report
from articles.importer.sources.collect import Listing
from articles.importer.sources.input_file import Refused
from articles.models import Article, Image, ImageUse
from articles.models.image import LONGEST_ALTERNATIVE

_IMAGES_A_TURN = 100


def take_images(
    listings: Iterable[Listing],
    report: Report,
    *,
    dry_run: bool,
    give_way: Callable[[], None] = lambda: None,
) -> list[ImageName]:
    """Store the images of a delivery that the library does not have; return their names. `report`
    counts them, and names those that are refused. A dry run examines and stores nothing. `give_way`
    is called between two.

    No import takes an image back, nor does its undo: one that nothing names is listed in the desk.
    """
    taken: list[ImageName] = []
    known: set[str] | None = None
    for listing in listings:
        for file in listing.images():
            give_way()
            if isinstance(file, Refused):
                report.add_refused_image(file.path, file.reason)
                continue
            if known is None:
                known = set(Image.objects.values_list("digest", flat=True))
            name = parse_name(file.path.rpartition("/")[2])
            if name.digest in known:
                report.known_images += 1
                continue
            if reason := _take(name, file.data, dry_run=dry_run):
                report.add_refused_image(file.path, reason)
                continue
            known.add(name.digest)
            taken.append(name)
            report.new_images += 1
    return taken


def settle_images(taken: Sequence[ImageName]) -> None:
    """Once the articles are in: forget that any lacked these images, and take over what the texts
    say of them, since files hold no other words."""
    for some in batches(taken, _IMAGES_A_TURN):
        uses = ImageUse.objects.filter(digest__in=[name.digest for name in some])
        keys = sorted(set(uses.values_list("article_key", flat=True)))
        audit_text_links_of(keys, within=alone)
        words: dict[ImageName, str] = {}
        for answer in (
            Article.objects.filter(pk__in=keys).order_by("pk").values_list("answer", flat=True)
        ):
            words = alternatives_in(answer) | words
        for name in words.keys() & set(some):
            nameless = Image.objects.filter(digest=name.digest, alternative="")
            nameless.update(alternative=words[name][:LONGEST_ALTERNATIVE])


def _take(name: ImageName, data: bytes, *, dry_run: bool) -> str:
    """Why a file is refused, "" where it is taken."""
    # Pillow: a delivery without images, as most are, does not wait for it.
    from articles.core.images.stored_image import BadImage, check_stored  # noqa: PLC0415
    from articles.images.image_library import take_stored  # noqa: PLC0415

    try:
        (check_stored if dry_run else take_stored)(name, data)
    except BadImage as error:
        return str(error)
    except OSError as error:
        return f"could not be stored ({error.strerror})"
    return ""
