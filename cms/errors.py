"""The one way an act says no."""

from django.utils.functional import Promise


class Refused(Exception):
    """An act was refused; the message is a sentence for the person who tried.

    Raised inside the act's transaction, so that nothing of it stays.
    """

    def __init__(self, message: str | Promise):
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
