"""Where an entry stands, said to its team: nothing internal, and no moderator's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Revision

from cms import licences
from contest_pages.entries import rules
from contest_pages.entries.agreements import agreement_of
from contest_pages.entries.models import Entry, EntryDraft
from contest_pages.entries.queries import Picture, field_label, history, label_of, reason_in
from contest_pages.questions import kind_named
from media.models import PrivateFile

State = Entry.State

TONES = {
    State.DRAFT: "outline",
    State.SUBMITTED: "info",
    State.NEEDS_CHANGES: "warning",
    State.ACCEPTED: "success",
    State.DISQUALIFIED: "danger",
    State.WITHDRAWN: "",
}
NEXT = {
    State.DRAFT: gettext_lazy("Finish your entry and submit it."),
    State.SUBMITTED: gettext_lazy("We have received your entry. A moderator is checking it."),
    State.NEEDS_CHANGES: gettext_lazy("A moderator has asked for changes."),
    State.ACCEPTED: gettext_lazy("Your entry is in the contest."),
    State.DISQUALIFIED: gettext_lazy("Your entry has been removed from the contest."),
    State.WITHDRAWN: gettext_lazy("You have withdrawn this entry."),
}
EVENTS = {
    "entry.start": gettext_lazy("You began the entry."),
    "entry.submit": gettext_lazy("You submitted the entry."),
    "entry.resubmit": gettext_lazy("You submitted the entry again."),
    "entry.take_back": gettext_lazy("You took the submission back."),
    "entry.withdraw": gettext_lazy("You withdrew the entry."),
    "entry.accept": gettext_lazy("The entry was accepted."),
    "entry.request_changes": gettext_lazy("You were asked to change something."),
    "entry.extend": gettext_lazy("You were given more time."),
    "entry.disqualify": gettext_lazy("The entry was removed from the contest."),
    "entry.move_track": gettext_lazy("The entry was put into another track."),
    "entry.reverse": gettext_lazy("The last decision was reversed."),
    "entry.join": gettext_lazy("A member joined the team."),
    "entry.leave": gettext_lazy("A member left the team."),
    "entry.remove_member": gettext_lazy("A member was taken out of the team."),
    "entry.let_lead": gettext_lazy("The team got another leader."),
}


@dataclass(frozen=True)
class Act:
    """A button: what it says, where it leads, how it looks."""

    label: str
    url: str
    kind: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Standing:
    """Where an entry stands at one moment and what its team can do about it."""

    entry: Entry
    title: str
    label: str
    tone: str
    next: str
    explanation: str
    #: Until when the team can work on it; None where it cannot.
    deadline: datetime | None
    #: What the team can do, the most important first.
    acts: list[Act]


def standing_of(entry: Entry, user, now: datetime) -> Standing:
    """Say where an entry of `queries.own_entries` stands for one of its members."""
    why_not_edit = rules.why_not_edit(user, entry, now)
    draft = getattr(entry, "draft", None)
    is_at_work = why_not_edit is None and _is_unfinished(entry, draft)
    return Standing(
        entry=entry,
        title=entry.working_title,
        label=_label(entry),
        tone="warning" if rules.is_asked_for_changes(entry) else TONES[State(entry.state)],
        next=str(_next(entry, draft is not None, now)),
        explanation=str(why_not_edit or "") if _is_unfinished(entry, draft) else "",
        deadline=rules.work_ends_at(entry, now) if is_at_work else None,
        acts=_acts(entry, user, now),
    )


def _label(entry: Entry) -> str:
    if entry.state == State.ACCEPTED and entry.review:
        return _("Accepted, change in review")
    if entry.state == State.ACCEPTED and rules.is_asked_for_changes(entry):
        return _("Accepted, change returned")
    return entry.get_state_display()


def _next(entry: Entry, has_draft: bool, now: datetime):
    """Return what is the matter, in one sentence."""
    if rules.was_left(entry, now):
        return _("This entry was not submitted in time.")
    if entry.state == State.ACCEPTED:
        if entry.review:
            return _(
                "A moderator is checking your change. Until then the accepted version stays in the contest."
            )
        if rules.is_asked_for_changes(entry):
            return NEXT[State.NEEDS_CHANGES]
        if has_draft:
            return _(
                "Your entry is in the contest. Your draft has changes that you have not submitted."
            )
    return NEXT[State(entry.state)]


def _is_unfinished(entry: Entry, draft: EntryDraft | None) -> bool:
    """Return whether something waits for the team, so that it has to know until when."""
    return entry.state in (State.DRAFT, State.NEEDS_CHANGES) or draft is not None


def _acts(entry: Entry, user, now: datetime) -> list[Act]:
    """Return the buttons that the rules allow."""

    def url(name: str) -> str:
        return reverse(name, args=[entry.pk])

    acts = _consent_acts(entry, user, url("my_entry_consents"), now)
    if rules.why_not_edit(user, entry, now) is None:
        acts.append(_writing(entry, url("my_entry_edit")))
    elif hasattr(entry, "draft"):
        acts.append(Act(_("Read the draft"), url("my_entry_edit"), "", "file"))
    if rules.why_not_take_back(user, entry, now) is None:
        acts.append(Act(_("Take back to change it"), url("my_entry_take_back")))
    acts.append(Act(_("Team"), url("my_entry_team"), "", "users"))
    if rules.why_not_withdraw(user, entry, now) is None:
        acts.append(Act(_("Withdraw"), url("my_entry_withdraw"), "quiet"))
    return acts


def _consent_acts(entry: Entry, user, url: str, now: datetime) -> list[Act]:
    """Return the button to what a member has still to agree to, or to have agreed to.

    A leader is asked on submitting.
    """
    members = (each for each in entry.memberships.all() if each.user_id == user.pk)
    if all(each.is_leader and not each.is_under_14 for each in members):
        return []
    own = agreement_of(entry, user)
    if rules.why_not_agree(user, entry, now):
        return []
    if not own.has_agreed and not own.member.is_leader:
        return [Act(_("Read and agree"), url, "tonal", "check")]
    if own.needs_guardian:
        return [Act(_("Ask your guardian"), url, "tonal", "mail")]
    return []


def _writing(entry: Entry, url: str) -> Act:
    """Return the button that leads to the form, called after what is to be done there."""
    if entry.state == State.DRAFT:
        return Act(_("Continue the draft"), url, "primary", "edit")
    if rules.is_asked_for_changes(entry):
        return Act(_("Make the changes"), url, "primary", "edit")
    return Act(_("Change the entry"), url, "", "edit")


@dataclass(frozen=True)
class Event:
    """Something that happened to an entry, for its team."""

    text: str
    when: datetime
    reason: str


def events_of(entry: Entry) -> list[Event]:
    """Return what happened, the latest first, with the reasons that were given to the team."""
    return [
        Event(str(EVENTS[each.action]), each.timestamp, reason_in(each.data))
        for each in history(entry)
        if each.action in EVENTS
    ]


def reason_now(entry: Entry, events: list[Event]) -> str:
    """Return the moderator's reason that the team has to know now, or nothing."""
    if rules.is_asked_for_changes(entry) or entry.state == State.DISQUALIFIED:
        return next((event.reason for event in events if event.reason), "")
    return ""


# --- What an entry says ---------------------------------------------------------------------


def content_of(entry: Entry, revision: Revision | None = None) -> dict:
    """Return what was submitted last, or with a revision: a value for each of Entry.CONTENT."""
    if revision is None and entry.latest_revision_id != entry.accepted_revision_id:
        revision = entry.latest_revision if entry.accepted_revision_id else None
    submitted = entry.as_submitted(revision) if revision else entry
    return {name: getattr(submitted, name) for name in Entry.CONTENT}


@dataclass(frozen=True)
class Line:
    """A label and what stands beside it."""

    label: str
    value: SafeString | str


def lines_of(content: Mapping, files: Mapping[str, PrivateFile]) -> list[Line]:
    """Return an entry's content line by line as it was received; pictures apart."""
    track, licence = content["track"], content["licence"]
    values = {name: content[name] for name in ("title", "summary")}
    values["description"] = SafeString(linebreaks(content["description"], autoescape=True))
    values["track"] = track.title if track else ""
    values["team_name"] = content["team_name"]
    values["licence"] = f"{licence} – {licences.name_of(licence)}" if licence else ""
    for name in ("source_url", "web_url", "android_url", "ios_url"):
        values[name] = kind_named("url").display({"value": content[name]})
    fixed = [Line(field_label(name), values[name]) for name in Entry.CONTENT if values.get(name)]
    answers = [
        Line(label_of(answer), kind_named(answer["kind"]).display(answer, files))
        for answer in content["answers"]
    ]
    return fixed + answers


def pictures_in(content: Mapping, files: Mapping[str, PrivateFile]) -> list[Picture]:
    """Return the pictures of a content in their order."""
    return [
        Picture(
            url=file.thumbnail_url,
            full_url=file.get_absolute_url(),
            width=file.width,
            height=file.height,
            alt=image["alt"],
        )
        for image in content["images"]
        if (file := files.get(image["file"]))
    ]
