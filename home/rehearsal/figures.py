"""What a rehearsal measures: every request by its step, and the errors."""

import threading
from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Figures:
    """Seconds of each request by step; what was answered with an error. Threads share it."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, step: str, seconds: float) -> None:
        """Keep how long a request took."""
        with self.lock:
            self.seconds[step].append(seconds)

    def complain(self, text: str) -> None:
        """Keep what went wrong."""
        with self.lock:
            self.errors.append(text)

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return sum(map(len, self.seconds.values()))

    def steps(self) -> dict[str, dict[str, float]]:
        """Return count, median and 95th percentile in milliseconds of each step, in their order."""
        return {
            step: {
                "count": len(found),
                "p50_ms": _percentile(found, 50),
                "p95_ms": _percentile(found, 95),
            }
            for step, found in self.seconds.items()
        }


def _percentile(seconds: list[float], percent: int) -> float:
    """Return the value below or at which so many per cent lie, in milliseconds."""
    ordered = sorted(seconds)
    place = max(0, -(-len(ordered) * percent // 100) - 1)
    return round(ordered[place] * 1000, 1)
