"""A card is drawn when its address is first asked for, and handed out from storage then on."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

from cms.cards.drawing import Card, draw

FOREVER = 365 * 24 * 3600  # seconds; another card has another address


def address_of(path: str, card: Card) -> str:
    """Return the address of a card at a path: what it says is part of it."""
    return f"{path}?{urlencode({'v': card.digest})}"


def answer(
    request: HttpRequest, card: Card, picture: Callable[[], BinaryIO | None] = lambda: None
) -> HttpResponseBase:
    """Hand out the card that is true now; whoever asks for an older one is led to it.

    `picture` is called only where the card has to be drawn.
    """
    if request.GET.get("v") != card.digest:
        return redirect(address_of(request.path, card))
    name = f"cards/{card.digest}.png"
    if not default_storage.exists(name):
        _keep(name, draw(card, picture()))
    response = FileResponse(default_storage.open(name), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={FOREVER}, immutable"
    return response


def _keep(name: str, content: bytes) -> None:
    """Save a card so that nobody is handed half of it, and the same is not kept twice."""
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:  # a bucket has a file once it is whole
        default_storage.save(name, ContentFile(content))
        return
    unfinished = default_storage.save(f"{name}.part", ContentFile(content))
    Path(default_storage.path(unfinished)).replace(path)
