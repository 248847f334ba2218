"""What the vault tells the rooms below, and brings to the admin."""

from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from cms.notices.kinds import NoticeKind
from cms.templatetags.site import Link
from contest_pages.entries.models import Entry
from contest_pages.entries.rules import is_member, is_moderator
from contest_pages.vault import actions, notices, queries, rules, tasks
from contest_pages.vault.actions.bundles import BUNDLE
from contest_pages.vault.models import Access, Repository
from contest_pages.vault.panels import FaultsPanel
from contest_pages.vault.registers import AccessRegister
from contest_pages.vault.views import managing, visits
from media.models import PrivateFile

modeladmin_register(AccessRegister)

LOG_ACTIONS = (
    ("repository.make", _("Make"), _("Made the repository")),
    ("repository.appoint", _("Say who may push"), _("Said who may push")),
    ("repository.open", _("Open"), _("Opened the source to all")),
    ("repository.seal", _("Seal"), _("Sealed the source again")),
    ("repository.mirror", _("Mirror"), _("Had the source mirrored")),
    ("repository.mirrored", _("Mirrored"), _("The source was mirrored")),
    ("repository.mirror_failed", _("Mirroring failed"), _("Mirroring the source failed")),
    ("repository.not_kept", _("Copy failed"), _("The source of a submission could not be kept")),
    ("repository.return", _("Return and erase"), _("Returned the source and erased it")),
    ("access_token.make", _("Make a token"), _("Made an access token")),
    ("access_token.revoke", _("Revoke a token"), _("Revoked an access token")),
)


@hooks.register("register_log_actions")
def register_log_actions(registry) -> None:
    """Name the acts of `contest_pages.vault.actions` in the log."""
    for name, label, message in LOG_ACTIONS:
        registry.register_action(name, label, message)


@hooks.register("register_notice_kinds")
def notice_kinds() -> tuple[NoticeKind, ...]:
    """Name the mails about repositories."""
    return notices.KINDS


@hooks.register("readable_notices")
def mails_about_repositories(user) -> list[type[Repository]]:
    """Let managers read the mails about repositories."""
    return [Repository] if rules.may_manage(user) else []


@hooks.register("submission_files")
def bundle_of_submission(entry: Entry, by, now: datetime) -> list[PrivateFile]:
    """Keep what was pushed with the receipt of a submission."""
    return actions.bundle_submission(entry, by=by, now=now)


@hooks.register("can_read_private_file")
def can_read_returned(user, private_file: PrivateFile) -> bool:
    """Grant what is returned to its team and to managers."""
    rows = Repository.objects.filter(returned_bundle=private_file)
    found = rows.select_related("entry").first()
    if found is None or not user.is_authenticated:
        return False
    if rules.may_manage(user):
        return True
    if found.entry:
        return is_member(user, found.entry)
    return found.keepers.filter(pk=user.pk).exists()


@hooks.register("private_file_read")
def note_download(request: HttpRequest, private_file: PrivateFile) -> None:
    """Write down who fetched a bundle: what was kept with a receipt, or returned."""
    if private_file.content_type != BUNDLE.content_type:
        return
    rows = Repository.objects.filter(
        Q(bundles__file=private_file) | Q(returned_bundle=private_file)
    )
    if found := rows.first():
        visits.record(request, found, Access.Act.DOWNLOAD, detail=str(private_file), of_bundle=True)


@hooks.register("own_entry_links")
def link_of_own_entry(request: HttpRequest, entry: Entry, now: datetime) -> list[Link]:
    """Lead a team from its entry to its repository."""
    if not (is_member(request.user, entry) and queries.delivers_source(entry)):
        return []
    return [Link(gettext("Source repository"), reverse("my_source", args=[entry.pk]))]


@hooks.register("entry_review_links")
def link_for_moderators(request: HttpRequest, entry: Entry) -> Link | None:
    """Lead moderators from an entry to its source, once there is some."""
    found = queries.pushed_by(entry)
    return Link(gettext("Source repository"), found.get_absolute_url()) if found else None


@hooks.register("entry_links")
def link_for_all(request: HttpRequest, entry: Entry) -> Link | None:
    """Lead from the public page of an entry to its source, where that is open."""
    found = Repository.objects.filter(entry=entry).first() if entry.pk else None
    if found is None or not found.is_public:
        return None
    return Link(gettext("Look at the source"), found.get_absolute_url(), icon="code")


@hooks.register("my_menu", order=40)
def tokens_link(request: HttpRequest) -> Link | None:
    """Lead from the menu of who is signed in to their tokens."""
    url = reverse("my_tokens")
    return Link(_("Access tokens"), url, current=request.path.startswith(url), icon="lock")


@hooks.register("daily")
def tend_repositories(now: datetime) -> None:
    """Have every repository packed and looked over; let go of what is no longer needed."""
    for pk in Repository.objects.kept().values_list("pk", flat=True):
        tasks.tend.enqueue(pk)
    actions.forget(now)


@hooks.register("construct_homepage_panels")
def show_faults(request: HttpRequest, panels: list) -> None:
    """Show managers which repositories are not sound."""
    if rules.may_manage(request.user):
        panels.append(FaultsPanel())


@hooks.register("register_admin_urls")
def register_admin_urls() -> list:
    """Give the managers' pages their addresses."""
    one = "vault/<int:repository_id>/"
    return [
        path("vault/", managing.RepositoriesView.as_view(), name="vault"),
        path("vault/new/", managing.CreateView.as_view(), name="vault_create"),
        path(one, managing.RepositoryView.as_view(), name="vault_repository"),
        path(f"{one}check/", managing.check, name="vault_check"),
        path(f"{one}keepers/", managing.KeepersView.as_view(), name="vault_keepers"),
        path(f"{one}open/", managing.OpenView.as_view(), name="vault_open"),
        path(f"{one}seal/", managing.SealView.as_view(), name="vault_seal"),
        path(f"{one}mirror/", managing.MirrorView.as_view(), name="vault_mirror"),
        path(f"{one}return/", managing.ReturnView.as_view(), name="vault_return"),
    ]


class VaultMenuItem(MenuItem):
    """Shown to who may look into repositories."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the rule."""
        return is_moderator(request.user)


@hooks.register("register_admin_menu_item")
def vault_menu_item() -> MenuItem:
    """Lead to the vault."""
    return VaultMenuItem(_("Vault"), reverse("vault"), name="vault", icon_name="lock", order=182)
