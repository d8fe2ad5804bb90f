"""Social cards: the picture, 1200 by 630 pixels, that a shared link shows. Pure: no Django.

`Card` says what is drawn, and its digest is the picture's name; `draw` makes the PNG.
"""

from articles.core.cards.card import HEIGHT, WIDTH, Card
from articles.core.cards.drawing import draw

__all__ = ["HEIGHT", "WIDTH", "Card", "draw"]
