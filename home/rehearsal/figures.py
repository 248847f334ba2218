"""What a rehearsal measures: every request by its step, and the errors."""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Figures:
    """Seconds of each request by step; what went wrong, and in which step. Threads share it."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    #: Pairs of step and text.
    errors: list[tuple[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    #: Its `step` is what a thread does, or has done last.
    doing: threading.local = field(default_factory=threading.local)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Keep how long a request takes, also one that is not answered."""
        self.doing.step, began = step, time.monotonic()
        try:
            yield
        finally:
            self.note(step, time.monotonic() - began)

    def note(self, step: str, seconds: float) -> None:
        """Keep how long a request took."""
        with self.lock:
            self.seconds[step].append(seconds)

    def complain(self, error: Exception) -> None:
        """Keep what went wrong in this thread: before its first request, in the step “begin”."""
        step = getattr(self.doing, "step", "begin")
        with self.lock:
            self.seconds.setdefault(step, [])
            self.errors.append((step, f"{type(error).__name__}: {error}"))

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return sum(map(len, self.seconds.values()))

    def steps(self) -> dict[str, dict[str, float]]:
        """Return count, errors, median and 95th percentile in milliseconds of each step, in order."""
        errors = Counter(step for step, _text in self.errors)
        return {
            step: {
                "count": len(found),
                "errors": errors[step],
                "p50_ms": _percentile(found, 50),
                "p95_ms": _percentile(found, 95),
            }
            for step, found in self.seconds.items()
        }


def _percentile(seconds: list[float], percent: int) -> float:
    """Return the value below or at which so many per cent lie, in milliseconds."""
    ordered = sorted(seconds) or [0.0]
    place = max(0, -(-len(ordered) * percent // 100) - 1)
    return round(ordered[place] * 1000, 1)
