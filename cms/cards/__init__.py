"""Pictures for shared links (Open Graph): drawn once for what they say, kept by its digest."""

from cms.cards.drawing import HEIGHT, WIDTH, Card, draw
from cms.cards.keeping import address_of, answer

__all__ = ["HEIGHT", "WIDTH", "Card", "address_of", "answer", "draw"]
