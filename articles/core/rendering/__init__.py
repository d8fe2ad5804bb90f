"""Rendering of decoded Markdown to safe HTML, MathML, plain text and an excerpt.

Pure Python without Django. `RENDERER_VERSION` rises whenever the same text gives other HTML.
"""

from articles.core.rendering.renderer import render
from articles.core.rendering.result import Heading, Rendered

RENDERER_VERSION = 8

__all__ = ["RENDERER_VERSION", "Heading", "Rendered", "render"]
