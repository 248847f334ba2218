"""Keeping pushes out while what nothing leads to is thrown away."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from django.utils.translation import gettext as _

from cms.errors import Refused
from contest_pages.vault.models import Repository

#: How long is waited for others, in seconds: a push may take as long as it likes, a person not.
LONGEST_WAIT = 120
BETWEEN_TRIES = 0.1


@contextmanager
def pushing(repository: Repository) -> Iterator[None]:
    """Hold the repository as one of several who write to it; wait a while for who has it alone.

    Raises Refused where that takes too long.
    """
    with _held(repository, fcntl.LOCK_SH, LONGEST_WAIT):
        yield


@contextmanager
def turn(repository: Repository) -> Iterator[None]:
    """Be the only one of those who push whose push is taken; wait a while for the one before.

    What comes in is taken one after the other, so that each is measured against what there is.
    Raises Refused where that takes too long.
    """
    with _held(repository, fcntl.LOCK_EX, LONGEST_WAIT, "turn.lock"):
        yield


@contextmanager
def alone(repository: Repository) -> Iterator[None]:
    """Hold the repository alone; wait a while until nobody pushes, or raise Refused."""
    with _held(repository, fcntl.LOCK_EX, LONGEST_WAIT):
        yield


@contextmanager
def alone_at_once(repository: Repository) -> Iterator[None]:
    """Hold the repository alone, or refuse while somebody pushes."""
    with _held(repository, fcntl.LOCK_EX, 0):
        yield


@contextmanager
def _held(
    repository: Repository, how: int, wait: float, name: str = "vault.lock"
) -> Iterator[None]:
    until = time.monotonic() + wait
    with (repository.path / name).open("w") as lock:
        while not _taken(lock, how):
            if time.monotonic() >= until:
                raise Refused(_("Somebody is pushing to it right now. Try again in a moment."))
            time.sleep(BETWEEN_TRIES)
        yield  # given back when it is closed


def _taken(lock: TextIO, how: int) -> bool:
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
