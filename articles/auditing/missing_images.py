"""Images that answers name and the library does not have."""

from collections.abc import Collection, Mapping

from articles.core.images.image_names import ImageName, addresses_in, read_address
from articles.core.text.markdown_scanner import Kind, find_spans
from articles.core.text.problem_kinds import Problem
from articles.database.among import among
from articles.models import Image

_CODE = (Kind.FENCE, Kind.CODE)


def missing_images(answers: Mapping[int, str]) -> dict[int, list[Problem]]:
    """Return the problems of some answers, by their keys, each address once: no query where none
    names an image, else one."""
    named = {key: found for key, text in answers.items() if (found := _addresses(text))}
    names = {address: read_address(address) for found in named.values() for address in found}
    known = _known({name.digest for name in names.values() if name})
    problems = {}
    for key, found in named.items():
        problems[key] = [
            Problem("image-missing", "answer", answers[key].count("\n", 0, start) + 1, address)
            for address, start in found.items()
            if names[address] not in known
        ]
    return {key: found for key, found in problems.items() if found}


def _addresses(answer: str) -> dict[str, int]:
    """Each address in the library's folder of images, and where it stands first; none in code."""
    found = addresses_in(answer)
    if not found:
        return {}
    code = [span for span in find_spans(answer) if span.kind in _CODE]
    return {
        address[:200]: start
        for address, start in reversed(found)
        if not any(span.start <= start < span.end for span in code)
    }


def _known(digests: Collection[str]) -> set[ImageName]:
    if not digests:
        return set()
    return {image.name for image in Image.objects.filter(among("digest", sorted(digests)))}
