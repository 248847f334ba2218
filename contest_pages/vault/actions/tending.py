"""What is done for repositories every day: clearing up, looking over, forgetting."""

import shutil
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from contest_pages.vault import git, notices
from contest_pages.vault.models import Access, Repository
from media.actions import delete_private_file

#: What no branch leads to stays for a while: somebody may be fetching it.
PRUNE = "2.weeks.ago"
GC_ELSEWHERE = "gc is already running"
#: What a push that died has left, in seconds.
ABANDONED = 24 * 3600


def tend(repository: Repository, *, now: datetime | None = None) -> None:
    """Pack a repository, look whether all of it is sound, measure it; tell managers of a fault."""
    now = now or timezone.now()
    fault = _look_over(repository)
    size = git.size_of(repository.path)
    kept = Repository.objects.kept().filter(pk=repository.pk)
    if not kept.update(fault=fault, checked_at=now, size=size):
        return  # it was returned meanwhile
    if fault and not repository.fault:
        repository.fault = fault
        notices.damaged(repository)


def _look_over(repository: Repository) -> str:
    """Return what is wrong with a repository; nothing where it is sound."""
    if not repository.path.exists():
        return _("Its folder is missing.")
    _clear_up(repository)
    try:
        git.run(
            "fsck", "--full", "--no-dangling", "--no-progress", at=repository.path, seconds=git.SLOW
        )
        # Of what is not sound nothing is thrown away.
        git.run("gc", "--quiet", f"--prune={PRUNE}", at=repository.path, seconds=git.SLOW)
    except git.TooMuch:
        return _("Looking it over took too long.")
    except git.GitFailed as failed:
        # Somebody has just asked for a check, which packs as well.
        return "" if GC_ELSEWHERE in str(failed) else str(failed)
    return ""


def _clear_up(repository: Repository) -> None:
    """Remove what pushes that died have left behind."""
    for each in (repository.path / "objects").glob(f"{git.INCOMING}*"):
        if time.time() - each.stat().st_mtime > ABANDONED:
            shutil.rmtree(each, ignore_errors=True)


def forget(now: datetime) -> None:
    """Let go of what is no longer needed: old lines of the register, and what was returned."""
    Access.objects.filter(at__lt=now - timedelta(days=settings.VAULT_REGISTER_DAYS)).delete()
    until = now - timedelta(days=settings.VAULT_RETURN_DAYS)
    returned = Repository.objects.filter(returned_at__lt=until, returned_bundle__isnull=False)
    for repository in returned.select_related("returned_bundle"):
        file, repository.returned_bundle = repository.returned_bundle, None
        repository.save(update_fields=["returned_bundle"])
        delete_private_file(file, reason=_("The time for fetching what was returned is over."))
    for repository in Repository.objects.filter(state=Repository.State.RETURNED):
        # Somebody may have been pushing to it, or the disk was away, when it was to be erased.
        shutil.rmtree(repository.path, ignore_errors=True)
