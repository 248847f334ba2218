"""Reads of the vault that are used in more than one place."""

import re
from datetime import datetime

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from contest_pages.entries.models import Entry
from contest_pages.models import Contest
from contest_pages.vault.models import SLUG, AccessToken, Repository

#: How the address of an entry's repository is made: known before the repository is.
OF_ENTRY = re.compile(r"(?P<contest>[A-Za-z0-9_-]+)-(?P<pk>[1-9][0-9]{0,17})")


def delivers_source(entry: Entry) -> bool:
    """Return whether an entry can have a repository: an idea has no source."""
    return entry.contest.kind != Contest.Kind.IDEA


def slug_for(entry: Entry) -> str:
    """Return the address of the repository that an entry has, or will have."""
    return f"{entry.contest.slug}-{entry.pk}".lower()


def of_entry(entry: Entry) -> Repository:
    """Return an entry's repository; one that was never needed has no key yet."""
    found = Repository.objects.filter(entry=entry).first() or of_nothing_yet(entry)
    found.entry = entry
    return found


def find(slug: str) -> Repository | None:
    """Return what an address names, also an entry's that was never needed; None for nothing.

    Asks the same of the database whether there is something or not.
    """
    known = re.fullmatch(SLUG, slug) is not None
    rows = Repository.objects.select_related("entry__contest")
    # What is long is read by nobody here, and the reading of it takes time that tells.
    rows = rows.defer("entry__description", "entry__images", "entry__answers", "fault")
    found = rows.filter(slug=slug if known else "").first()
    named = OF_ENTRY.fullmatch(slug)
    pk, contest = (named["pk"], named["contest"]) if named else (0, "")
    # Mostly it is not there, or asked for in vain: what it says is read where it is used.
    entries = Entry.objects.select_related("contest").only("contest__slug", "contest__kind")
    entry = entries.filter(pk=pk, contest__slug__iexact=contest).first()
    if found is None and known and entry is not None and delivers_source(entry):
        return of_nothing_yet(entry)
    return found


def of_nothing_yet(entry: Entry) -> Repository:
    """Return the repository that an entry could have."""
    return Repository(entry=entry, slug=slug_for(entry))


def pushed_by(entry: Entry) -> Repository | None:
    """Return an entry's repository, once there is something in it."""
    return Repository.objects.kept().filter(entry=entry, pushed_at__isnull=False).first()


def token_of(secret: str, now: datetime) -> AccessToken | None:
    """Return the good token with that secret, with its user."""
    rows = AccessToken.objects.good(now).of_secret(secret)
    return rows.select_related("user").first()


def own_tokens(user) -> QuerySet[AccessToken]:
    """Return a person's tokens that were not revoked, also those that have expired."""
    return AccessToken.objects.filter(user=user, revoked_at=None)


def managers() -> QuerySet:
    """Return those who see to the vault by their groups."""
    return ModelBackend().with_perm(
        "contest_vault.change_repository", is_active=True, include_superusers=False
    )
