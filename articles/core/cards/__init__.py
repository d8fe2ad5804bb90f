"""Social cards: the image of 1200 by 630 pixels for a shared link. Pure: no Django.

`Card` holds what is drawn, and its digest names the image; `draw` returns the PNG.
"""

from articles.core.cards.card import HEIGHT, WIDTH, Card
from articles.core.cards.drawing import draw

__all__ = ["HEIGHT", "WIDTH", "Card", "draw"]
