"""Who is written to about a repository."""

from django.utils.translation import gettext_lazy

from cms.notices.actions import notify
from cms.notices.kinds import NoticeGroup, NoticeKind, Placeholder
from cms.notices.texts import link
from contest_pages.entries.notices import LINK, OWN_ENTRIES, REASON, TITLE, members_of
from contest_pages.vault import queries
from contest_pages.vault.models import Repository

OF_STAFF = NoticeGroup(
    "vault_staff",
    gettext_lazy("Faults of repositories"),
    gettext_lazy("When the daily look at the vault finds something wrong."),
    can_refuse=False,
    concerns=lambda user: user.has_perm("contest_vault.change_repository"),
)
CLONE = Placeholder(
    "address",
    gettext_lazy("The address that git is given."),
    "https://madang.example.org/git/app-2018-7.git",
)
MIRROR = Placeholder(
    "mirror", gettext_lazy("Where the source is now."), "https://github.com/example/app"
)
FAULT = Placeholder("fault", gettext_lazy("What git said."), "missing blob 3b18e512…")

OPENED = NoticeKind(
    "repository_opened",
    OWN_ENTRIES,
    gettext_lazy("Source opened"),
    gettext_lazy("The source of “{title}” is open"),
    gettext_lazy(
        "Hello {name},\n\n"
        "the source of “{title}” can be read by everybody from now on:\n{link}\n\n"
        "Git reads it without signing in: {address}\n\n"
        "Reason: {reason}"
    ),
    (TITLE, LINK, CLONE, REASON),
)
MIRRORED = NoticeKind(
    "repository_mirrored",
    OWN_ENTRIES,
    gettext_lazy("Source mirrored"),
    gettext_lazy("The source of “{title}” has a new home"),
    gettext_lazy(
        "Hello {name},\n\n"
        "the source of “{title}” was copied to {mirror}, with its history. Go on there: "
        "here nothing more is taken.\n\n{link}"
    ),
    (TITLE, LINK, MIRROR),
)
RETURNED = NoticeKind(
    "repository_returned",
    OWN_ENTRIES,
    gettext_lazy("Source returned"),
    gettext_lazy("The source of “{title}” is returned to you"),
    gettext_lazy(
        "Hello {name},\n\n"
        "the repository of “{title}” was closed and its content erased here. Fetch it as one "
        "file that git reads, with the whole history, before it is deleted:\n{link}\n\n"
        "Reason: {reason}"
    ),
    (TITLE, LINK, REASON),
)
DAMAGED = NoticeKind(
    "repository_damaged",
    OF_STAFF,
    gettext_lazy("Repository damaged"),
    gettext_lazy("Something is wrong with the repository of “{title}”"),
    gettext_lazy(
        "Hello {name},\n\n"
        "the daily look at the repository of “{title}” found:\n\n{fault}\n\n"
        "Nothing was deleted. Restore it from the backup.\n{link}"
    ),
    (TITLE, LINK, FAULT),
)
NOT_KEPT = NoticeKind(
    "repository_not_kept",
    OF_STAFF,
    gettext_lazy("Source of a submission not kept"),
    gettext_lazy("The source of “{title}” could not be kept with a receipt"),
    gettext_lazy(
        "Hello {name},\n\n"
        "“{title}” was submitted, and counts. But no copy of its repository could be kept with "
        "the receipt:\n\n{fault}\n\n"
        "See to the repository, and ask the team to submit once more.\n{link}"
    ),
    (TITLE, LINK, FAULT),
)
KINDS = (OPENED, MIRRORED, RETURNED, DAMAGED, NOT_KEPT)


def _team_of(repository: Repository) -> list:
    return members_of(repository.entry) if repository.entry else list(repository.keepers.all())


def _page_of(repository: Repository) -> str:
    if repository.entry_id:
        return link("my_source", repository.entry_id)
    return link("source", repository.slug)


def _tell_team(kind: NoticeKind, repository: Repository, **values: str) -> None:
    notify(
        kind,
        to=_team_of(repository),
        about=repository,
        values=lambda: {"title": str(repository), "link": _page_of(repository), **values},
    )


def opened(repository: Repository, reason: str) -> None:
    """Tell the team that everybody reads its source."""
    _tell_team(OPENED, repository, address=repository.clone_url, reason=reason)


def mirrored(repository: Repository) -> None:
    """Tell the team where its source is now."""
    _tell_team(MIRRORED, repository, mirror=repository.mirror_url)


def returned(repository: Repository, reason: str) -> None:
    """Tell the team where to fetch what is returned."""
    _tell_team(RETURNED, repository, reason=reason)


def damaged(repository: Repository) -> None:
    """Tell managers that a repository is not sound."""
    _tell_managers(DAMAGED, repository, repository.fault)


def not_kept(repository: Repository, fault: str) -> None:
    """Tell managers that a submission went without a copy of its source."""
    _tell_managers(NOT_KEPT, repository, fault)


def _tell_managers(kind: NoticeKind, repository: Repository, fault: str) -> None:
    notify(
        kind,
        to=queries.managers(),
        about=repository,
        values=lambda: {
            "title": str(repository),
            "fault": fault[:500],
            "link": link("vault_repository", repository.pk),
        },
    )
