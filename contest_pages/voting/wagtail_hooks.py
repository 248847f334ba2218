"""What citizen panels bring to the admin, the announcement, menus, mails and files."""

from collections import Counter
from datetime import datetime

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from cms import formats
from cms.accounts.letterboxes import People
from cms.notices.kinds import NoticeKind
from cms.templatetags.site import Link
from contest_pages.calls import Call
from contest_pages.entries.views.expired import ExpiredForms
from contest_pages.models import Contest
from contest_pages.voting import actions, booth, queries, rules
from contest_pages.voting.kinds import KINDS
from contest_pages.voting.models import Ballot, BallotLink, Panel, PanelMember
from contest_pages.voting.views import ballot
from contest_pages.voting.viewsets import PanelView, PanelViewSet
from media.models import PrivateFile

register_snippet(PanelViewSet)

LOG_ACTIONS = (
    ("ask", gettext_lazy("Ask for confirmation"), gettext_lazy("Had an address written to")),
    ("apply", gettext_lazy("Apply"), gettext_lazy("Applied")),
    ("withdraw", gettext_lazy("Withdraw"), gettext_lazy("Withdrew the application")),
    ("select", gettext_lazy("Choose the members"), gettext_lazy("Had the members chosen")),
    ("put_on", gettext_lazy("Put on the panel"), gettext_lazy("Put people on the panel")),
    ("turn_down", gettext_lazy("Do not select"), gettext_lazy("Did not select people")),
    ("send_links", gettext_lazy("Send links"), gettext_lazy("Sent the links to ballots")),
    ("send_again", gettext_lazy("Send a new link"), gettext_lazy("Sent new links to ballots")),
    ("revoke_link", gettext_lazy("Take links back"), gettext_lazy("Took links to ballots back")),
    ("ask_for_link", gettext_lazy("Ask for a new link"), gettext_lazy("Had a new link sent")),
    ("cast", gettext_lazy("Vote"), gettext_lazy("Cast a ballot")),
    ("change_ballot", gettext_lazy("Change the vote"), gettext_lazy("Changed the ballot")),
)


@hooks.register("register_log_actions")
def register_log_actions(registry) -> None:
    """Name the acts of `contest_pages.voting.actions` in the log."""
    for name, label, message in LOG_ACTIONS:
        registry.register_action(f"panel.{name}", label, message)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list:
    """Give the page of members and ballots its address."""
    return [path("contests/<int:pk>/panel/", PanelView.as_view(), name="contest_panel")]


@hooks.register("contest_admin_buttons")
def button_to_panel(user, contest: Contest) -> list[Button]:
    """Lead from a contest to its panel, where there is one or it has something to vote on."""
    if not rules.may_manage(user) or not queries.voting_stages(contest):
        return []
    url = reverse("contest_panel", args=[contest.pk])
    return [Button(_("Citizen panel"), url=url, icon_name="group", priority=60)]


@hooks.register("before_delete_snippet")
def panels_stay(request: HttpRequest, instances: list):
    """Keep a panel to which somebody has applied."""
    panels = [each for each in instances if isinstance(each, Panel)]
    if PanelMember.objects.filter(panel__in=panels).exists():
        messages.error(request, _("People have applied: the panel cannot be deleted."))
        return redirect(PanelViewSet().get_url_name("list"))
    return None


@hooks.register("register_notice_kinds")
def notice_kinds() -> tuple[NoticeKind, ...]:
    """Name the mails about panels."""
    return KINDS


@hooks.register("readable_notices")
def mails_about_panels(user) -> list[type[Panel]]:
    """Let managers read the mails about panels, but none that holds a link or a code."""
    return [Panel] if rules.may_manage(user) else []


@hooks.register("daily")
def see_to_ballots(now: datetime) -> None:
    """Send out ballots that are open, remind who has not voted, forget who never confirmed."""
    actions.open_ballots(now)
    actions.remind(now)
    actions.forget_unconfirmed(now)


@hooks.register("each_minute")
def follow_ballots(now: datetime) -> None:
    """Write to members whose ballots have come in, and log them."""
    actions.follow_up(now)


@hooks.register("contest_uses")
def stages_in_use(contest: Contest) -> Counter:
    """Count the stages that a panel hangs on: its recruitment, and those that were voted in."""

    def stages_of(rows: QuerySet) -> QuerySet:
        return rows.filter(stage__contest=contest).values_list("stage", flat=True).distinct()

    panels, voted = Panel.objects.filter(contest=contest), list(stages_of(Ballot.objects.all()))
    used: Counter = Counter()
    used.update(("stage", pk) for pk in panels.values_list("recruitment", flat=True))
    used.update(("stage", pk) for pk in [*voted, *stages_of(BallotLink.objects.all())])
    used.update(("ballot", pk) for pk in voted)
    return used


@hooks.register("voted_in_contest")
def voted_in_contest(contest: int, person: People) -> bool:
    """Say whether somebody has voted in a contest: they do not judge it."""
    return queries.has_voted(contest, person)


@hooks.register("contest_calls")
def calls_of_citizens(request: HttpRequest, contest: Contest, now: datetime) -> list[Call]:
    """Offer to apply while the panel is recruited, and members to vote while that is open."""
    stages = queries.voting_stages(contest)
    panel = queries.panel_of(contest) if stages else None
    if panel is None:
        return []
    for stage in stages:
        voter = booth.Booth(request, contest, stage)
        if voter.member and voter.why_not is None:
            closes = formats.unbroken(formats.moment(stage.closes_at, get_language(), closing=True))
            note = _("Voting closes on %(moment)s.") % {"moment": closes}
            return [Call(_("Vote"), voter.url, weight=5, note=note)]
    if rules.why_not_apply(panel, now) is None:
        url = reverse("panel", args=[contest.slug])
        return [Call(_("Apply to the citizen panel"), url, weight=30)]
    return []


@hooks.register("user_standing")
def standing_on_panels() -> dict:
    """Read with a user the contest to whose panel they applied last, for the menu of every page."""
    members = PanelMember.objects.filter(user=OuterRef("pk")).order_by("-pk")
    return {"panel_of": Subquery(members.values("panel__contest__slug")[:1])}


@hooks.register("my_menu", order=20)
def my_panel_link(request: HttpRequest) -> Link | None:
    """Lead who has applied to a panel to the latest."""
    slug = getattr(request.user, "panel_of", None)
    if slug is None:
        return None
    url = reverse("panel", args=[slug])
    return Link(_("Citizen panel"), url, current=request.path.startswith(url), icon="users")


@hooks.register("expired_forms")
def expired_forms() -> ExpiredForms:
    """Show a ballot back where its token was of an earlier visit."""
    return {"ballot": ballot.expired}


@hooks.register("shows_private_file")
def show_files_of_ballot(request: HttpRequest, private_file: PrivateFile) -> bool:
    """Show members of the panel the pictures of what they vote on, while they do."""
    return booth.shows_file(request, private_file, timezone.now())
