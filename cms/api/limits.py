"""How much one address may ask."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse

SECONDS = 60


@dataclass(frozen=True)
class Allowance:
    """What is left to an address in this minute; `resets_in` is in seconds."""

    limit: int
    used: int
    resets_in: int

    @property
    def is_used_up(self) -> bool:
        """Whether the request that was counted is one too many."""
        return self.used > self.limit

    def tell(self, answer: HttpResponse) -> None:
        """Write it into an answer's headers, as draft-ietf-httpapi-ratelimit-headers began."""
        answer["RateLimit-Limit"] = str(self.limit)
        answer["RateLimit-Remaining"] = str(max(self.limit - self.used, 0))
        answer["RateLimit-Reset"] = str(self.resets_in)
        if self.is_used_up:
            answer["Retry-After"] = str(self.resets_in)


def count(request: HttpRequest, now: float) -> Allowance:
    """Count a request at `now` (seconds since 1970) against its address's minute."""
    minute, second = divmod(int(now), SECONDS)
    key = f"api-limit:{minute}:{_address_of(request)}"
    cache.add(key, 0, timeout=2 * SECONDS)
    try:
        used = cache.incr(key)
    except ValueError:  # thrown out of a full cache meanwhile
        used = 1
    return Allowance(settings.API_REQUESTS_A_MINUTE, used, SECONDS - second)


def _address_of(request: HttpRequest) -> str:
    try:
        return get_adapter().get_client_ip(request)
    except (PermissionDenied, ImproperlyConfigured):
        # A socket, or fewer proxies than the settings say: whatever stands there is counted.
        return request.META.get("REMOTE_ADDR", "")
