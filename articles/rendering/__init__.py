"""Decoded Markdown in, safe HTML out: MathML, tables, highlighted code, plain text, excerpt.

Pure Python without Django. `RENDERER_VERSION` rises whenever the same text gives other HTML.
"""

from articles.rendering.rendered import Heading, Rendered
from articles.rendering.renderer import render

RENDERER_VERSION = 4

__all__ = ["RENDERER_VERSION", "Heading", "Rendered", "render"]
