"""Writing down who came to a repository."""

from datetime import datetime, timedelta

from contest_pages.vault.models import Access, AccessToken, Repository

#: The same read by the same person, with the same token from the same address, within this time
#: is one line: git asks several times.
ONE_VISIT = timedelta(minutes=10)
READS = (Access.Act.FETCH, Access.Act.BROWSE, Access.Act.DOWNLOAD)


def record(
    repository: Repository | None,
    act: str,
    *,
    asked: str,
    user,
    address: str | None,
    now: datetime,
    token: AccessToken | None = None,
    detail: str = "",
    outcome: str = Access.Outcome.GRANTED,
) -> None:
    """Write a line into the register; a read that goes on adds none."""
    fields = {
        "repository": repository if repository and repository.pk else None,
        "asked": asked[:100],
        "user": user if user and user.is_authenticated else None,
        "act": act,
        "detail": detail[:300],
        "outcome": outcome,
        "token": token,
        "address": address,
    }
    lately = Access.objects.filter(**fields, at__gt=now - ONE_VISIT)
    if act in READS and lately.exists():
        return
    Access.objects.create(**fields, at=now)
