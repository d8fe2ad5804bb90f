"""What a browser makes of a text that stands in a box of a form."""


def to_lf(text: str) -> str:
    """Return the text with LF alone: forms send every newline as CRLF (HTML Living Standard,
    4.10.22.4 "Constructing the entry list")."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def as_returned(text: str, *, is_one_line: bool = False) -> str:
    r"""Return what a browser sends back for a text that nobody touched, newlines as LF.

    The value of a textarea has its newlines normalised, that of a one-line input has them removed
    (HTML Living Standard, 4.10.11 and 4.10.5.1.2): `"a\r\nb"` -> `"a\nb"` or `"ab"`.
    """
    text = to_lf(text)
    return text.replace("\n", "") if is_one_line else text
