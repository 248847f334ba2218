"""One exchange with git: what comes is fed to it, what it says is handed on; both in pieces.

`git upload-pack` and `git receive-pack` speak the protocol; here stand the limits.
"""

import os
import select
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress

from contest_pages.vault import git, locks
from contest_pages.vault.bodies import PIECE, Body
from contest_pages.vault.models import Repository
from contest_pages.vault.protocol import FLUSH, packet

FETCH, PUSH = "git-upload-pack", "git-receive-pack"
#: How long a push or a clone may take, in seconds.
LONGEST = 1800
#: What a client asks for is short; the list of what it has may be long.
MOST_ASKED = 10 * 1024 * 1024
#: What git says while it is still being told; kept in memory up to this, then on disk.
KEPT = 256 * 1024


class TooLarge(Exception):
    """More came than may."""


class Exchange:
    """A run of git for one request. Feed it first, then read what it says; end it always.

    `note` is called once git has ended, while a push still keeps others from having it alone.
    Raises Refused where somebody has it alone for long, and what `config` raises.
    """

    def __init__(
        self,
        service: str,
        repository: Repository,
        config: Callable[[], Mapping[str, str]],
        protocol: str,
    ):
        self.note: Callable[[], None] = lambda: None
        self._repository = repository
        with ExitStack() as ending:
            self._begin(ending, service, repository, config, protocol)
            self._ending = ending.pop_all()

    def _begin(
        self,
        ending: ExitStack,
        service: str,
        repository: Repository,
        config: Callable[[], Mapping[str, str]],
        protocol: str,
    ) -> None:
        if service == PUSH:
            ending.enter_context(locks.pushing(repository))
        self._turn = ending.enter_context(ExitStack())  # which ends when all is written down
        ending.callback(lambda: self.note())
        # Asked now: who had the repository alone may have changed what holds for it.
        self._git = ending.enter_context(
            git.running(
                service.removeprefix("git-"),
                "--stateless-rpc",
                ".",
                at=repository.path,
                seconds=LONGEST,
                config=config(),
                environ={"GIT_PROTOCOL": protocol} if protocol else {},
                stdin=subprocess.PIPE,
            )
        )
        self._said = ending.enter_context(
            tempfile.SpooledTemporaryFile(KEPT)  # noqa: SIM115  (it ends with the exchange)
        )

    def feed(
        self, begun: bytes, body: Body, most: int, room: Callable[[], int] | None = None
    ) -> None:
        """Tell git all that comes, at most so many bytes. Raises TooLarge; then git is ended.

        With `room`, the last piece waits until no other push is being taken, and for as many bytes
        as there is room for then. Raises Refused where that takes too long.
        """
        piece, is_listening = begun or body.piece(), True
        while piece:
            following = body.piece()
            if room and not following:
                self._turn.enter_context(locks.turn(self._repository))
                most = min(most, room())
            if body.count > most:
                self._stop()
                raise TooLarge
            # Git may have heard enough; a client listens only when it has said everything.
            is_listening = is_listening and self._tell(piece)
            piece = following
        with suppress(BrokenPipeError):
            self._git.stdin.close()

    def _stop(self) -> None:
        """Let git find that no more comes: it clears up, as it would not where it is killed."""
        with suppress(OSError):
            self._git.stdin.close()
        heard = self._git.stdout.fileno()
        while os.read(heard, PIECE):
            pass
        self.end()

    def _tell(self, piece: bytes) -> bool:
        """Write a piece, and meanwhile keep what git says: neither waits for the other."""
        told, heard = self._git.stdin.fileno(), self._git.stdout.fileno()
        os.set_blocking(told, False)
        listening = [heard]
        while piece:
            readable, writable, _none = select.select(listening, [told], [])
            if readable:
                said = os.read(heard, PIECE)
                self._said.write(said)
                if not said:
                    listening = []
            if writable:
                try:
                    piece = piece[os.write(told, piece) :]
                except BrokenPipeError:
                    return False
        return True

    def answer(self) -> Iterator[bytes]:
        """Return what git says, piece by piece."""
        self._said.seek(0)
        while piece := self._said.read(PIECE):
            yield piece
        heard = self._git.stdout.fileno()
        while piece := os.read(heard, PIECE):
            yield piece
        self._git.wait()

    def end(self) -> None:
        """End git and its children, if they have not."""
        self._ending.close()


class Answer:
    """Pieces of an answer, and what is done once after them, also where nobody hears them out."""

    def __init__(self, pieces: Iterator[bytes], end: Callable[[], None]):
        self._pieces, self._end = pieces, end

    def __iter__(self) -> "Answer":
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Do what is done at the end, once."""
        end, self._end = self._end, lambda: None
        end()


def advertisement(
    service: str, repository: Repository, config: Mapping[str, str], protocol: str
) -> bytes:
    """Return what a client is told first: what the repository has, and what can be asked."""
    said = git.run(
        service.removeprefix("git-"),
        "--stateless-rpc",
        "--http-backend-info-refs",
        ".",
        at=repository.path,
        config=config,
        environ={"GIT_PROTOCOL": protocol} if protocol else {},
    )
    if protocol.startswith("version=2") and service == FETCH:
        return said
    return packet(f"# service={service}\n".encode()) + FLUSH + said
