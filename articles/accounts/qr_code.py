"""QR codes (ISO/IEC 18004), drawn as the path of an SVG."""

from dataclasses import dataclass

# The white around it that a reader needs (ISO/IEC 18004, 9.1).
_QUIET = 4


@dataclass(frozen=True, slots=True)
class QrCode:
    """`path` draws the dark modules, each a unit wide, in a square of `size` units."""

    path: str
    size: int


def qr_code(text: str) -> QrCode:
    """Return the QR code of a text, with the quiet zone around it."""
    # 3 MB and 26 ms of every worker, for a page that somebody opens once in years.
    import segno  # noqa: PLC0415

    rows = segno.make(text, error="m", micro=False).matrix
    path = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return QrCode(path, len(rows) + 2 * _QUIET)
