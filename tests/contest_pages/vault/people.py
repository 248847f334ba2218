"""Tokens and repositories for tests."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from contest_pages.vault import actions
from contest_pages.vault.models import AccessToken, Repository, SourceCheck
from contest_pages.vault.source_check import Report
from tests.factories import UserFactory


def secret_of(user, scope: str = AccessToken.Scope.WRITE, days: int = 30) -> str:
    """The secret of a new token of somebody's."""
    return actions.make_token(name="노트북", scope=scope, days=days, by=user)[1]


def archive_of(files: dict[str, str | bytes], name: str = "app.zip") -> SimpleUploadedFile:
    """A zip archive with these files, as a browser sends it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return SimpleUploadedFile(name, out.getvalue())


def push_files(repository: Repository, files: dict, *, by, message: str = "올림") -> str:
    """Make these files the next commit, by an archive; return the commit."""
    return actions.upload(repository, archive_of(files), message=message, by=by)


def manager():
    """A programme manager."""
    return UserFactory(groups=["Programme managers"])


def open_up(repository: Repository, by=None) -> Repository:
    """Open it to all, after a check that found nothing."""
    by = by or manager()
    repository = Repository.objects.get(pk=repository.pk)
    checked(repository, by)
    return actions.open_to_all(repository, reason="공개하기로 했습니다.", by=by)


def checked(repository: Repository, by) -> SourceCheck:
    """A check of what is there now that found nothing; the scanner takes a second."""
    check = actions.check_source(repository, by=by)
    check.report = Report().as_json()
    check.save()
    return check
