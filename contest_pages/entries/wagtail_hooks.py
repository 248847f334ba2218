"""What entries bring to the admin's log, and who may read an entry's files."""

from collections import Counter
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override, pgettext
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from cms.notices.kinds import NoticeKind
from cms.robots import MOST_ADDRESSES, SitemapItem
from cms.search.groups import Hit, SearchGroup
from cms.search.indexing import matching
from cms.templatetags.site import Link
from contest_pages.calls import Call
from contest_pages.entries import digest, moderator_notices, notices, rules, team_notices
from contest_pages.entries.bulk import BULK_ACTIONS
from contest_pages.entries.models import CheckMark, ConsentGiven, Entry, EntryDraft, EntryFile
from contest_pages.entries.panels import EntriesWaitingPanel
from contest_pages.entries.queries import public_files
from contest_pages.entries.registers import Registers
from contest_pages.entries.views.expired import ExpiredForms, expired_entry
from contest_pages.entries.views.moderation import closed
from contest_pages.entries.viewsets import EntryViewSet, ReasonTextViewSet
from contest_pages.models import Contest
from media.models import PrivateFile

# Before the viewset, which would else fall back on Django's own permissions.
register_permission_policy(Entry, rules.EntryPermissionPolicy(Entry))
register_snippet(EntryViewSet)
register_snippet(ReasonTextViewSet)
modeladmin_register(Registers)

LOG_ACTIONS = (
    ("start", _("Begin"), _("Began the entry")),
    ("submit", _("Submit"), _("Submitted")),
    ("resubmit", _("Submit again"), _("Submitted again")),
    ("take_back", _("Take back"), _("Took the submission back")),
    ("withdraw", _("Withdraw"), _("Withdrew the entry")),
    ("message", _("Write to the team"), _("Wrote to the team")),
    ("question", _("Write to the moderators"), _("Wrote to the moderators")),
    ("enter_for", _("Enter for somebody"), _("Entered what came on paper")),
    ("extend", _("Give more time"), _("Gave more time")),
    ("take_on", _("Take on"), _("Took the entry on")),
    ("give_back", _("Give back"), _("Gave the entry back")),
    ("hand_over", _("Hand over"), _("Handed the entry over")),
    ("share_out", _("Share out"), _("Gave the entry a moderator when sharing out")),
    ("check", _("Check"), _("Checked")),
    ("move_track", _("Move to another track"), _("Moved to another track")),
    ("accept", _("Accept"), _("Accepted")),
    ("request_changes", _("Ask for changes"), _("Asked for changes")),
    ("disqualify", _("Disqualify"), _("Disqualified")),
    ("reverse", _("Reverse"), _("Reversed the last decision")),
    ("invite", _("Invite"), _("Invited somebody to the team")),
    ("join", _("Join"), _("Joined the team")),
    ("leave", _("Leave"), _("Left the team")),
    ("remove_member", _("Take out of the team"), _("Took a member out of the team")),
    ("let_lead", _("Hand the lead over"), _("Handed the lead of the team over")),
    ("agree", _("Agree"), _("Agreed to the terms")),
    ("say_age", _("Correct the age"), _("Corrected whether they are under 14")),
    ("ask_guardian", _("Ask the guardian"), _("Had the guardian asked")),
    ("guardian_agree", _("Guardian agrees"), _("The guardian agreed")),
    ("guardian_refuse", _("Guardian refuses"), _("The guardian refused")),
    ("guardian_withdraw", _("Guardian withdraws"), _("The guardian withdrew the consent")),
)


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    """Name the acts of `contest_pages.entries.actions` in the log."""
    for name, label, message in LOG_ACTIONS:
        actions.register_action(f"entry.{name}", label, message)


@hooks.register("register_notice_kinds")
def notice_kinds() -> tuple[NoticeKind, ...]:
    """Name the mails about entries."""
    return (*notices.KINDS, *team_notices.KINDS, *moderator_notices.KINDS)


@hooks.register("readable_notices")
def mails_about_entries(user) -> list[type[Entry]]:
    """Let moderators read the mails about entries."""
    return [Entry] if rules.is_moderator(user) else []


@hooks.register("daily")
def summarise(now: datetime) -> None:
    """Tell moderators what waits for them."""
    digest.write_summaries(now)


for bulk_action in BULK_ACTIONS:
    hooks.register("register_bulk_action", bulk_action)


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list) -> None:
    """Show moderators on the admin's home page what waits for them."""
    if rules.is_moderator(request.user):
        panels.append(EntriesWaitingPanel())


@hooks.register("before_delete_snippet")
def refuse_bulk_delete(request: HttpRequest, instances: list) -> None:
    """Close Wagtail's page for deleting many: it names those that one may not delete."""
    if request.resolver_match.kwargs.get("app_label") == "contest_entries":
        raise PermissionDenied


@hooks.register("register_admin_urls", order=-10)
def close_list_of_snippets() -> list:
    """Stand before an address of wagtail-localize that lists any snippet to all staff."""
    return [path("localize/api/snippets/contest_entries/<path:rest>", closed)]


@hooks.register("expired_forms")
def expired_forms() -> ExpiredForms:
    """Show an entry's form back where its token was of an earlier visit."""
    return {"my_entry_edit": expired_entry}


@hooks.register("can_read_private_file")
def can_read_entry_file(user, private_file: PrivateFile) -> bool:
    """Grant an entry's file to its team, to moderators, and to all where it is public."""
    found = EntryFile.objects.select_related("entry").filter(file=private_file).first()
    if found is None:
        return False
    if rules.is_member(user, found.entry) or rules.is_moderator(user):
        return True
    uuid = str(private_file.uuid)
    shown = uuid in public_files(found.entry)
    return shown and Entry.objects.public(timezone.now()).filter(pk=found.entry_id).exists()


@hooks.register("site_search", order=20)
def search_entries(request: HttpRequest) -> SearchGroup:
    """Let the site's search find public entries."""
    entries = Entry.objects.public(timezone.now())
    return SearchGroup(
        key="entries",
        label=pgettext("kind of search result", "Entries"),
        find=lambda query: matching(entries, query).select_related("contest"),
        hit=lambda entry: Hit(
            entry.title,
            entry.get_absolute_url(),
            entry.summary,
            facts=(entry.contest.title, entry.team_name),
        ),
    )


@hooks.register("sitemap_items")
def public_entries(request: HttpRequest) -> list[SitemapItem]:
    """List the entries that everybody may see, in the site's first language."""
    entries = Entry.objects.public(timezone.now())
    shown = entries.select_related("contest").only("slug", "last_published_at", "contest__slug")
    with override(settings.LANGUAGE_CODE):
        return [
            SitemapItem(entry.get_absolute_url(), entry.last_published_at)
            for entry in shown.order_by("pk")[:MOST_ADDRESSES]
        ]


@hooks.register("contest_uses")
def parts_in_use(contest: Contest) -> Counter:
    """Count what entries use of a contest: answered questions, chosen tracks, consents given."""
    used: Counter = Counter()
    entries = contest.entries.all()
    for answers in entries.values_list("answers", flat=True):
        used.update(("question", answer["key"]) for answer in answers)
    drafts = EntryDraft.objects.filter(entry__contest=contest).values_list("data", flat=True)
    for data in drafts:
        used.update(("question", key) for key, value in data.get("answers", {}).items() if value)
    tracks = entries.filter(track__isnull=False).values_list("track", flat=True)
    used.update(("track", pk) for pk in tracks)
    given = ConsentGiven.objects.filter(consent__contest=contest).values_list("consent", flat=True)
    used.update(("consent", pk) for pk in given)
    checked = CheckMark.objects.filter(item__contest=contest).values_list("item", flat=True)
    used.update(("check", pk) for pk in checked)
    if entries.exists():
        used.update(
            ("stage", stage.pk) for stage in (contest.submission, contest.screening) if stage
        )
    return used


@hooks.register("contest_calls")
def call_to_gallery(request: HttpRequest, contest: Contest, now: datetime) -> list[Call]:
    """Offer the gallery on the announcement once it has opened and shows something."""
    if contest.gallery_opens is None or now < contest.gallery_opens:
        return []
    count = Entry.objects.public(now).filter(contest=contest).count()
    if not count:
        return []
    note = ngettext("%(count)s entry is on show.", "%(count)s entries are on show.", count)
    url = reverse("entry_gallery", args=[contest.slug])
    return [Call(_("See the entries"), url, weight=50, note=note % {"count": count})]


@hooks.register("contest_calls")
def calls_of_entrants(request: HttpRequest, contest: Contest, now: datetime) -> list[Call]:
    """Offer to enter, to go on with one's draft, to see one's entry."""
    calls, own = [], None
    is_open = rules.why_not_enter(contest, now) is None
    if request.user.is_authenticated:
        own = Entry.objects.of(request.user).filter(contest=contest).order_by("-pk").first()
    if own and is_open and own.state == Entry.State.DRAFT:
        url = reverse("my_entry_edit", args=[own.pk])
        calls.append(Call(_("Continue your draft"), url, weight=10))
    elif own:
        calls.append(Call(_("See your entry"), reverse("my_entry", args=[own.pk]), weight=10))
    if rules.why_not_start(request.user, contest, now) is None:
        label = _("Enter once more") if own else _("Enter the contest")
        calls.append(Call(label, reverse("entry_start", args=[contest.slug]), weight=20))
    return calls


@hooks.register("my_menu", order=10)
def my_entries_link(request: HttpRequest) -> Link | None:
    """Lead from the menu of who is signed in to their entries."""
    url = reverse("my_entries")
    return Link(_("My entries"), url, current=request.path.startswith(url), icon="file")
