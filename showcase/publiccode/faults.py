"""What is wrong with a document: which key, and why, in a sentence for people."""

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing that the standard does not allow."""

    key: str  # description.en.features[0]; empty where the whole document is meant
    reason: str


class Unreadable(Exception):
    """There is no document to speak of; it carries the fault."""

    def __init__(self, reason: str, line: int | None = None, key: str = "") -> None:
        super().__init__(reason)
        self.reason, self.line, self.key = reason, line, key


def key_of(location: tuple[str | int, ...]) -> str:
    """Write a place in a document as people do: `maintenance.contacts[0].name`."""
    key = ""
    for part in location:
        if isinstance(part, int):
            key += f"[{part}]"
        else:
            key += f".{part}" if key else part
    return key
