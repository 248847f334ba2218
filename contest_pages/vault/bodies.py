"""The body of a request as it comes in, piece by piece: chunked or gzip'd, never whole in memory.

Django reads no body that does not say its length, and git's client sends none that does where a
push is larger than a megabyte. Production servers take chunks apart; Django's own does not.
"""

import sys
import time
import zlib
from collections.abc import Mapping
from math import inf
from typing import BinaryIO

from django.core.handlers.wsgi import LimitedStream

PIECE = 64 * 1024
#: A line that gives a chunk's length is never longer.
MOST_LINE = 1024


class BadBody(Exception):
    """A body is not what its headers say, or does not come to its end."""


class Chunks:
    """Takes apart what comes in chunks: for Django's development server."""

    def __init__(self, stream: LimitedStream):
        self._stream = stream
        self._left = 0
        self._is_over = False
        stream.limit = sys.maxsize  # it takes a body without a length for an empty one

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes; nothing at the end."""
        if self._left == 0 and not self._is_over:
            self._begin()
        if self._is_over:
            return b""
        piece = self._stream.read(min(size, self._left))
        self._left -= len(piece)
        if not piece:
            self._end()
        elif self._left == 0:
            self._stream.readline(MOST_LINE)
        return piece

    def _begin(self) -> None:
        try:
            self._left = int(self._stream.readline(MOST_LINE).split(b";")[0], 16)
        except ValueError as error:
            self._end()
            raise BadBody("A chunk has no length.") from error
        if self._left == 0:
            while self._stream.readline(MOST_LINE).strip():
                pass  # trailers
            self._end()

    def _end(self) -> None:
        self._is_over = True
        self._stream.limit = 0  # the server reads what is left, and nothing is


class Body:
    """What a request brings, decoded; `count` says how many bytes of it were read.

    It may take so many seconds, then BadBody is raised.
    """

    def __init__(self, environ: Mapping, seconds: float = inf):
        self._until = time.monotonic() + seconds
        self._stream: BinaryIO | Chunks = environ["wsgi.input"]
        is_chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
        self.is_of_development = isinstance(self._stream, LimitedStream)
        if is_chunked and self.is_of_development:
            self._stream = Chunks(self._stream)
        coding = environ.get("HTTP_CONTENT_ENCODING", "").lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise BadBody(coding)
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in coding else None
        self._ahead = b""
        self.count = 0

    def piece(self, most: int = PIECE) -> bytes:
        """Return the next bytes, at most so many; nothing at the end."""
        piece = self._next(most)
        self.count += len(piece)
        if time.monotonic() > self._until:
            raise BadBody("It stalled.")
        return piece

    def _next(self, most: int) -> bytes:
        if self._inflate is None:
            # Some servers give a whole piece, whatever they are asked for.
            found = self._ahead or self._stream.read(most)
            self._ahead = found[most:]
            return found[:most]
        while not self._inflate.eof:
            raw = self._ahead or self._stream.read(most)
            try:
                piece = self._inflate.decompress(raw, most)
            except zlib.error as error:
                raise BadBody("gzip") from error
            self._ahead = self._inflate.unconsumed_tail
            if piece:
                return piece
            if not raw:
                break
        return b""

    def exactly(self, size: int) -> bytes:
        """Return so many bytes, fewer only at the end."""
        found = b""
        while len(found) < size and (piece := self.piece(size - len(found))):
            found += piece
        return found

    def drain(self, seconds: float) -> None:
        """Read on and forget it, so that whoever sends hears the answer before the line is cut."""
        until = time.monotonic() + seconds
        self._inflate = None
        while time.monotonic() < until and self._stream.read(PIECE):
            pass
