"""An archive in place of a push: for teams without git."""

import tempfile
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.errors import Refused
from contest_pages.vault import archives, git, locks, rules, trees
from contest_pages.vault.actions.making import make, note_push
from contest_pages.vault.models import Repository


def upload(
    repository: Repository,
    file: UploadedFile,
    *,
    message: str,
    by,
    now: datetime | None = None,
) -> str:
    """Make what an archive holds the next commit, by its sender; return the commit.

    Files that the archive no longer holds are gone from the commit. Refused where the archive
    is not to be trusted, is too large, or holds what is there already.
    """
    now = now or timezone.now()
    standing = rules.standing_of(by, repository, now)
    if reason := rules.why_not_push(repository, standing):
        raise Refused(reason)
    if file.size > repository.room:
        raise trees.too_large(repository.room)
    repository = make(repository, by=by, now=now)
    if not repository.path.exists():
        raise Refused(_("The repository is damaged. Write to the moderators."))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        archives.extract(file, root)
        with locks.pushing(repository), locks.turn(repository):
            return _commit(repository, root, message, by)


def _commit(repository: Repository, root: Path, message: str, by) -> str:
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    # Asked again: who had the repository alone may have changed what holds for it.
    row = Repository.objects.select_related("entry").get(pk=repository.pk)
    if reason := rules.why_not_push(row, rules.standing_of(by, row, timezone.now())):
        raise Refused(reason)
    try:
        commit = trees.commit_folder(
            repository,
            root,
            room=trees.room_in(repository),
            message=message,
            name=by.get_full_name() or str(by.pk),
            email=f"{by.pk}@users.noreply.{host}",  # an opened repository shows it to all
        )
        if not commit:
            raise Refused(_("Nothing has changed: the repository holds these files already."))
        note_push(repository, now=timezone.now())
    except (git.GitFailed, OSError) as failed:
        raise Refused(_("Git does not take these files: %(why)s") % {"why": failed}) from failed
    return commit
