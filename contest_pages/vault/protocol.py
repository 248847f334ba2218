"""What we have to know of git's protocol: the commands before a push, and how to say no to it.

A push begins with lines `old new ref` (the first with what the client is able to), each led by
its length in four hexadecimal digits; `0000` ends them, then comes the pack. See
https://git-scm.com/docs/pack-protocol and https://git-scm.com/docs/http-protocol.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

FLUSH = b"0000"
#: Longer than any list of commands that people push; what is longer is left to git.
MOST_COMMANDS = 1024 * 1024
#: What a line of a band may hold.
MOST_IN_A_BAND = 60_000


@dataclass
class Push:
    """What a client wants changed: (old, new, ref), and what it is able to be told."""

    commands: list[tuple[str, str, str]] = field(default_factory=list)
    capabilities: set[str] = field(default_factory=set)

    @property
    def summary(self) -> str:
        """Return it in a line for the register."""
        return ", ".join(
            f"{ref.removeprefix('refs/heads/')} {old[:10]}→{new[:10]}"
            for old, new, ref in self.commands
        )


def packet(content: bytes) -> bytes:
    """Return content as a line of the protocol."""
    return f"{len(content) + 4:04x}".encode() + content


def read_push(read: Callable[[int], bytes]) -> tuple[bytes, Push]:
    """Return what was read up to the end of the commands, and the commands.

    `read(n)` gives n bytes, fewer only at the end. What makes no sense is left to git to refuse.
    """
    taken, push = b"", Push()
    while len(taken) < MOST_COMMANDS:
        taken += (length := read(4))
        if length == FLUSH or not _is_length(length):
            break
        content = read(int(length, 16) - 4)
        taken += content
        _note(content, push)
    return taken, push


def _is_length(digits: bytes) -> bool:
    try:
        return len(digits) == 4 and int(digits, 16) > 4
    except ValueError:
        return False


def _note(content: bytes, push: Push) -> None:
    command, _nul, capabilities = content.partition(b"\0")
    words = command.decode(errors="replace").strip().split(" ", 2)
    if len(words) == 3 and len(words[0]) == len(words[1]) and len(words[0]) in (40, 64):
        push.commands.append((words[0], words[1], words[2]))
    push.capabilities.update(capabilities.decode(errors="replace").split())


def refusal(push: Push, sentence: str, short: str) -> bytes:
    """Return what makes the client print the sentence, and `short` beside each branch."""
    refs = [f"ng {ref} {short}\n" for _old, _new, ref in push.commands]
    lines = [f"unpack {short}\n", *refs]
    report = b"".join(packet(line.encode()) for line in lines) + FLUSH
    if "side-band-64k" not in push.capabilities:
        return report
    return (
        b"".join(_band(b"\2", f"{line}\n".encode()) for line in sentence.splitlines())
        + _band(b"\1", report)
        + FLUSH
    )


def _band(number: bytes, content: bytes) -> bytes:
    parts: Iterable[bytes] = (
        content[at : at + MOST_IN_A_BAND] for at in range(0, len(content), MOST_IN_A_BAND)
    )
    return b"".join(packet(number + part) for part in parts)
