"""What managers decide about a repository: check it, open it, mirror it, return it."""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.errors import Refused
from contest_pages.entries.models import EntryFile
from contest_pages.vault import git, locks, mirrors, notices, rules, source_check, tasks, trees
from contest_pages.vault.actions.bundles import make_bundle
from contest_pages.vault.actions.making import refs_of
from contest_pages.vault.models import Repository, RepositoryQuerySet, SourceCheck
from media.actions import delete_private_file
from media.models import PrivateFile

logger = logging.getLogger(__name__)
State = Repository.State


@contextmanager
def acting(
    repository: Repository, why_not: Callable, user, now: datetime | None
) -> Iterator[tuple[Repository, datetime]]:
    """Lock the repository's row, give it as it is now, and refuse what the rule refuses."""
    now = now or timezone.now()
    with transaction.atomic():
        row = Repository.objects.select_for_update(of=("self",)).get(pk=repository.pk)
        if reason := why_not(user, row):
            raise Refused(reason)
        try:
            yield row, now
        except git.GitFailed as failed:
            raise Refused(_("The repository is damaged: %(why)s") % {"why": failed}) from failed


def _decide(row: Repository, action: str, by, now: datetime, reason: str, **fields) -> None:
    """Write what was decided into the row and into the log."""
    if not (reason := reason.strip()):
        raise Refused(_("Give a reason: it is kept in the log."))
    _write(row, **fields)
    data = {"reason": reason}
    log(instance=row, action=f"repository.{action}", user=by, data=data, timestamp=now)


def _write(row: Repository, **fields) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))


def _check_it_is_there(repository: Repository) -> None:
    if not repository.path.exists():
        raise Refused(
            _("The repository is damaged: %(why)s") % {"why": _("Its folder is missing.")}
        )


def check_source(repository: Repository, *, by, now: datetime | None = None) -> SourceCheck:
    """Have the source checked by the worker, as it is now."""
    with acting(repository, rules.why_not_decide, by, now) as (row, now):
        commit = trees.head_of(row)
        if not commit:
            raise Refused(_("Nothing was pushed to it yet."))
        check = SourceCheck.objects.create(repository=row, commit=commit, asked_at=now, asked_by=by)
        transaction.on_commit(lambda: tasks.run_check.enqueue(check.pk))
    return check


def run_check(check: SourceCheck) -> None:
    """Check the source; before, throw away what no branch leads to, so that it never opens."""
    repository = check.repository
    try:
        with locks.alone(repository):
            git.run("gc", "--quiet", "--prune=now", at=repository.path, seconds=git.SLOW)
        licence = repository.entry.licence if repository.entry else ""
        with trees.laid_out(repository, check.commit) as tree:
            found = {"report": source_check.check(tree, licence=licence).as_json()}
    except Exception as failed:
        logger.exception("The source of %s could not be checked.", repository.slug)
        found = {"fault": str(failed) or type(failed).__name__}
    # It may have been returned meanwhile, and the check with it.
    SourceCheck.objects.filter(pk=check.pk).update(**found)
    kept = Repository.objects.kept().filter(pk=repository.pk)
    kept.update(size=git.size_of(repository.path))


def present_check(repository: Repository) -> SourceCheck | None:
    """Return the latest check, if it is of what is there: nothing was pushed since."""
    check = repository.checks.first()
    if check is None or (repository.pushed_at and repository.pushed_at > check.asked_at):
        return None
    return check if check.commit == trees.head_of(repository) else None


def open_to_all(
    repository: Repository, *, reason: str, by, now: datetime | None = None
) -> Repository:
    """Let everybody read it, at the address that it has; after a check of what is there now."""
    if refusal := rules.why_not_open(by, repository):
        raise Refused(refusal)
    _check_it_is_there(repository)
    with (
        locks.alone_at_once(repository),
        acting(repository, rules.why_not_open, by, now) as (row, now),
    ):
        check = present_check(row)
        if check is None or check.report is None:
            raise Refused(_("First have the source checked as it is now."))
        _decide(row, "open", by, now, reason, state=State.OPENED, opened_at=now)
        notices.opened(row, reason)
    return row


def seal(repository: Repository, *, reason: str, by, now: datetime | None = None) -> Repository:
    """Close an opened repository again; what was read meanwhile was read."""
    with acting(repository, rules.why_not_seal, by, now) as (row, now):
        fields = {"state": State.SEALED, "opened_at": None, "mirrored_at": None}
        fields["mirror_asked_at"] = None  # one that is under way comes to nothing
        _decide(row, "seal", by, now, reason, **fields)
    return row


def mirror(
    repository: Repository, *, url: str, reason: str, by, now: datetime | None = None
) -> Repository:
    """Have the worker send everything to a repository elsewhere, which is its home from then on."""
    with acting(repository, rules.why_not_decide, by, now) as (row, now):
        if fault := mirrors.why_not_to(url):
            raise Refused(fault)
        if not refs_of(row):
            raise Refused(_("Nothing was pushed to it yet."))
        _decide(row, "mirror", by, now, reason, mirror_asked_at=now, mirror_fault="")
        transaction.on_commit(
            lambda: tasks.finish_mirror.enqueue(row.pk, url=url, asked_at=now.isoformat())
        )
    return row


def finish_mirror(
    repository: Repository, *, url: str, asked_at: datetime, now: datetime | None = None
) -> None:
    """Send everything to what was asked for then, and record what came of it.

    Does nothing where that was called off, or something else was asked for since.
    """
    asked = Repository.objects.kept().filter(pk=repository.pk, mirror_asked_at=asked_at)
    if not asked.exists():
        return
    try:
        with locks.alone(repository):  # until its state says that nothing more is taken
            fault = mirrors.send(repository, url)
            _record_mirror(asked, url, fault, now or timezone.now())
    except (Refused, OSError) as failed:
        _record_mirror(asked, url, str(failed), now or timezone.now())


def _record_mirror(asked: RepositoryQuerySet, url: str, fault: str, now: datetime) -> None:
    with transaction.atomic():
        row = asked.select_for_update(of=("self",)).first()
        if row is None:
            return
        if fault:
            _write(row, mirror_asked_at=None, mirror_fault=f"{url}\n{fault}")
        else:
            fields = {"state": State.MIRRORED, "mirrored_at": now, "mirror_url": url}
            _write(row, mirror_asked_at=None, mirror_fault="", **fields)
            notices.mirrored(row)
        action = "repository.mirror_failed" if fault else "repository.mirrored"
        log(instance=row, action=action, data={"url": url}, timestamp=now)


def give_back(
    repository: Repository, *, reason: str, by, now: datetime | None = None
) -> Repository:
    """Hand everything to the team in one file, and erase it here; the row stays as a stub.

    What was kept with receipts goes too; the receipts still name its SHA-256.
    """
    if refusal := rules.why_not_decide(by, repository):
        raise Refused(refusal)
    _check_it_is_there(repository)
    with locks.alone_at_once(repository):
        bundle = _bundle_of(repository, by)
        try:
            return _give_back(repository, bundle, reason, by, now)
        except BaseException:
            # Nobody would know of it; unless it is all that is left, and something after failed.
            if bundle and not Repository.objects.filter(returned_bundle=bundle).exists():
                delete_private_file(bundle, by=by, reason=_("It was not returned after all."))
            raise


def _bundle_of(repository: Repository, by) -> PrivateFile | None:
    """Return all of a repository in one file; none where it holds nothing. Raises Refused."""
    try:
        return make_bundle(repository, by=by)[0] if refs_of(repository) else None
    except (git.GitFailed, OSError) as failed:
        raise Refused(
            _("It cannot be put into one file, so nothing was erased: %(why)s") % {"why": failed}
        ) from failed


def _give_back(
    repository: Repository, bundle: PrivateFile | None, reason: str, by, now: datetime | None
) -> Repository:
    with acting(repository, rules.why_not_decide, by, now) as (row, now):
        fields = {
            "state": State.RETURNED,
            "mirror_asked_at": None,
            "returned_at": now,
            "returned_bundle": bundle,
            "size": 0,
            "fault": "",
        }
        _decide(row, "return", by, now, reason, **fields)
        for each in row.bundles.select_related("file"):
            file = each.file
            each.delete()
            EntryFile.objects.filter(file=file).delete()
            delete_private_file(file, by=by, reason=_("The repository was returned."))
        row.checks.all().delete()
        notices.returned(row, reason)
        transaction.on_commit(lambda: shutil.rmtree(row.path, ignore_errors=True))
    return row
