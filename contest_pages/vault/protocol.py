"""What we have to know of git's protocol: the commands before a push, and how to say no to it.

A push begins with lines `old new ref` (the first with what the client is able to), each led by
its length in four hexadecimal digits; `0000` ends them, then comes the pack. See
https://git-scm.com/docs/pack-protocol and https://git-scm.com/docs/http-protocol.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

FLUSH = b"0000"
#: Longer than any list of commands that people push.
MOST_COMMANDS = 1024 * 1024
#: What a line of a band may hold.
MOST_IN_A_BAND = 60_000


@dataclass
class Push:
    """What a client wants changed: (old, new, ref), and what it is able to be told."""

    commands: list[tuple[str, str, str]] = field(default_factory=list)
    capabilities: set[str] = field(default_factory=set)
    #: Whether each line up to the end was understood: git does no more than stands in `commands`.
    is_clear: bool = False

    def done(self, refs: Mapping[str, str]) -> "Push":
        """Return what of it came about, by where branches and tags stand now."""
        return Push(
            [
                (old, new, ref)
                for old, new, ref in self.commands
                if refs.get(ref, "0" * len(new)) == new.lower()
            ]
        )

    @property
    def summary(self) -> str:
        """Return it in a line for the register."""
        return ", ".join(
            f"{ref.removeprefix('refs/heads/')} {_short(old)}→{_short(new)}"
            for old, new, ref in self.commands
        )


def _short(commit: str) -> str:
    return commit[:10] if commit.strip("0") else "∅"


def packet(content: bytes) -> bytes:
    """Return content as a line of the protocol."""
    return f"{len(content) + 4:04x}".encode() + content


def read_push(read: Callable[[int], bytes]) -> tuple[bytes, Push]:
    """Return what was read up to the end of the commands, and the commands.

    `read(n)` gives n bytes, fewer only at the end. Where a line is no command (a signed push hides
    its commands in others), or they do not end, the push is not `is_clear`.
    """
    taken, push, is_clear = b"", Push(), True
    while len(taken) < MOST_COMMANDS:
        taken += (length := read(4))
        if length == FLUSH or not _is_length(length):
            push.is_clear = is_clear and length == FLUSH
            break
        content = read(int(length, 16) - 4)
        taken += content
        is_clear = _note(content, push) and is_clear
    return taken, push


def _is_length(digits: bytes) -> bool:
    try:
        return len(digits) == 4 and int(digits, 16) > 4
    except ValueError:
        return False


def _note(content: bytes, push: Push) -> bool:
    """Take a line; return whether it is a command, or says where a shallow clone ends."""
    command, _nul, capabilities = content.partition(b"\0")
    push.capabilities.update(capabilities.decode(errors="replace").split())
    words = command.decode(errors="replace").removesuffix("\n").split(" ", 2)
    if len(words) == 3 and len(words[0]) == len(words[1]) and len(words[0]) in (40, 64):
        push.commands.append((words[0], words[1], words[2]))
        return True
    return len(words) == 2 and words[0] == "shallow"


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
