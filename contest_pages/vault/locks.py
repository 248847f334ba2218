"""Keeping pushes out while what nothing leads to is thrown away."""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.utils.translation import gettext as _

from cms.errors import Refused
from contest_pages.vault.models import Repository


@contextmanager
def pushing(repository: Repository) -> Iterator[None]:
    """Hold the repository as one of several who write to it; wait for who has it alone."""
    with _held(repository, fcntl.LOCK_SH):
        yield


@contextmanager
def alone(repository: Repository) -> Iterator[None]:
    """Hold the repository alone; wait until nobody pushes."""
    with _held(repository, fcntl.LOCK_EX):
        yield


@contextmanager
def alone_at_once(repository: Repository) -> Iterator[None]:
    """Hold the repository alone, or refuse while somebody pushes."""
    with ExitStack() as held:
        try:
            held.enter_context(_held(repository, fcntl.LOCK_EX | fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Refused(
                _("Somebody is pushing to it right now. Try again in a moment.")
            ) from error
        yield


@contextmanager
def _held(repository: Repository, how: int) -> Iterator[None]:
    with (repository.path / "vault.lock").open("w") as lock:
        fcntl.flock(lock, how)  # given back when it is closed
        yield
