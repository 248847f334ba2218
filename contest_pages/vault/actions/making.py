"""Making a repository, and what follows a push."""

import shutil
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.errors import Refused
from contest_pages.vault import git, queries, rules
from contest_pages.vault.models import Repository

#: What a pusher's own .gitattributes may not do: leave files out of an archive, or change them.
ATTRIBUTES = "* -export-ignore -export-subst -filter -ident -text !working-tree-encoding\n"


def make(repository: Repository, *, by=None, now: datetime | None = None) -> Repository:
    """Make the row and the folder of a repository that is needed for the first time.

    Whoever asks may read it. Asked again, it gives what is there.
    """
    now = now or timezone.now()
    if repository.pk is None:
        try:
            with transaction.atomic():
                repository.created_at = now
                repository.save(force_insert=True)
                log(instance=repository, action="repository.make", user=by, timestamp=now)
        except IntegrityError as error:  # somebody else was first
            found = Repository.objects.get(slug=repository.slug)
            if found.entry_id != repository.entry_id:
                raise Refused(_("There is a repository at this address already.")) from error
            repository.pk = found.pk
            repository.refresh_from_db()
    is_new = repository.pushed_at is None and repository.state == Repository.State.SEALED
    if is_new and not repository.path.exists():  # what was pushed and is gone is in the backup
        _init(repository)
    return repository


def _init(repository: Repository) -> None:
    """Make the folder aside and put it in place when it is whole."""
    repository.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = repository.path.with_suffix(f".{timezone.now():%H%M%S%f}.new")
    git.run("init", "--bare", "--quiet", "--initial-branch=main", "--template=", str(aside))
    (aside / "info").mkdir(exist_ok=True)
    (aside / "info" / "attributes").write_text(ATTRIBUTES)
    aside.chmod(0o700)
    try:
        aside.rename(repository.path)
    except OSError:  # somebody else was first
        shutil.rmtree(aside, ignore_errors=True)


def create(*, slug: str, title: str, keepers: list, by, now: datetime | None = None) -> Repository:
    """Make a repository that is no entry's, for those who may push to it."""
    now = now or timezone.now()
    if reason := rules.why_not_manage(by):
        raise Refused(reason)
    if queries.OF_ENTRY.fullmatch(slug):
        raise Refused(_("Addresses that end in a hyphen and a number are those of entries."))
    if Repository.objects.filter(slug=slug).exists():
        raise Refused(_("There is a repository at this address already."))
    repository = make(Repository(slug=slug, title=title), by=by, now=now)
    repository.keepers.set(keepers)
    return repository


def appoint(repository: Repository, *, keepers: list, by, now: datetime | None = None) -> None:
    """Say who may push to a repository that is no entry's."""
    now = now or timezone.now()
    if reason := rules.why_not_appoint(by, repository):
        raise Refused(reason)
    with transaction.atomic():
        repository.keepers.set(keepers)
        data = {"keepers": [each.pk for each in keepers]}
        log(instance=repository, action="repository.appoint", user=by, data=data, timestamp=now)


def people_with(addresses: list[str]) -> list:
    """Return the accounts with these addresses; refuse where one is nobody's."""
    found = get_user_model().objects.filter(email__in=addresses)
    by_address = {each.email: each for each in found}
    for address in addresses:
        if address not in by_address:
            raise Refused(_("Nobody has an account with %(email)s.") % {"email": address})
    return [by_address[each] for each in addresses]


def refs_of(repository: Repository) -> dict[str, str]:
    """Return what branches and tags stand on, by their full names."""
    if not repository.path.exists():
        return {}
    said = git.run("for-each-ref", "--format=%(refname) %(objectname)", at=repository.path)
    lines = said.decode(errors="replace").splitlines()
    return dict(line.rsplit(" ", 1) for line in lines)


def note_push(repository: Repository, *, now: datetime) -> None:
    """Measure what is there now; let HEAD name a branch that exists."""
    heads = [name for name in refs_of(repository) if name.startswith("refs/heads/")]
    head = git.line("symbolic-ref", "HEAD", at=repository.path)
    if heads and head not in heads:
        first = "refs/heads/master" if "refs/heads/master" in heads else heads[0]
        git.run("symbolic-ref", "HEAD", first, at=repository.path)
    measure(repository)
    Repository.objects.filter(pk=repository.pk).update(pushed_at=now)


def measure(repository: Repository) -> None:
    """Note how many bytes it holds: also a push that came to nothing may leave some."""
    size = git.size_of(repository.path)
    Repository.objects.filter(pk=repository.pk).update(size=size)
