"""What can be done with an entry: one function per act.

Each locks the entry's row, asks `rules`, moves state and Wagtail's workflow in one
transaction, and writes the log. Each raises `Refused` with a sentence for people.
"""

import secrets
from collections.abc import Callable, Collection, Iterable
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState, WorkflowState

from cms.errors import Refused
from contest_pages.entries import rules
from contest_pages.entries.models import ConsentGiven, Entry, EntryDraft, EntryFile, Membership
from contest_pages.entries.queries import review_workflow
from contest_pages.models import Consent, Contest
from media.models import PrivateFile

State = Entry.State
# Without vowels and what looks alike: a receipt is read out on the telephone.
RECEIPT_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"


@contextmanager
def _act(entry: Entry, why_not: Callable, user, now: datetime | None):
    """Lock the entry, give its present row, and refuse what the rule refuses."""
    now = now or timezone.now()
    with transaction.atomic():
        row = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        if reason := why_not(user, row, now):
            raise Refused(reason)
        yield row, now


def _set(entry: Entry, **facts) -> None:
    """Write facts, and nothing else of the row."""
    for name, value in facts.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(facts))


def _log(
    entry: Entry, action: str, by, now: datetime, revision: Revision | None = None, **data
) -> None:
    log(
        instance=entry,
        action=f"entry.{action}",
        user=by,
        revision=revision,
        data=data,
        timestamp=now,
    )


def _reason(text: str) -> str:
    """Return a reason without outer space; refuse an empty one."""
    if not (text := text.strip()):
        raise Refused(_("Give a reason: the team reads it."))
    return text


# --- The team's acts ----------------------------------------------------------------------


def start(contest: Contest, *, by, start_key: UUID, now: datetime | None = None) -> Entry:
    """Start an entry with an empty draft; the same key gives the same entry again."""
    now = now or timezone.now()
    with transaction.atomic():
        if begun := Entry.objects.filter(start_key=start_key, memberships__user=by).first():
            return begun
        if reason := rules.why_not_start(by, contest, now):
            raise Refused(reason)
        entry, made = Entry.objects.get_or_create(
            start_key=start_key, defaults={"contest": contest, "created_at": now, "live": False}
        )
        if not made:
            if entry.memberships.filter(user=by).exists():  # sent twice at the same moment
                return entry
            raise Refused(_("This form has been used. Open the contest’s page and start again."))
        Membership.objects.create(entry=entry, user=by, is_leader=True)
        EntryDraft.objects.create(entry=entry, updated_by=by)
        _log(entry, "start", by, now)
    return entry


def draft_of(entry: Entry, *, by, now: datetime | None = None) -> EntryDraft:
    """Return the entry's draft; where there is none, make one of what was submitted last."""
    with _act(entry, rules.why_not_edit, by, now) as (row, _now):
        draft = EntryDraft.objects.filter(entry=row).first()
        if draft is None:
            latest = row.latest_revision.as_object() if row.latest_revision else row
            draft = EntryDraft.objects.create(entry=row, data=as_data(latest), updated_by=by)
    return draft


def as_data(entry: Entry) -> dict:
    """Return an entry's content in the shape of `EntryDraft.data`."""
    data = {name: getattr(entry, name) for name in Entry.CONTENT if name != "track"}
    data["track"] = entry.track_id
    data["answers"] = {answer["key"]: answer["value"] for answer in entry.answers}
    return data


def save_draft(
    entry: Entry, data: dict, *, by, version: int, now: datetime | None = None
) -> EntryDraft:
    """Keep what was typed, complete or not.

    `version` is the draft's when it was opened: someone else's later save is not overwritten.
    """
    with _act(entry, rules.why_not_edit, by, now) as (row, _now):
        draft = EntryDraft.objects.select_for_update().get(entry=row)
        if draft.version != version and draft.data != data:
            raise Refused(
                _("This draft was changed meanwhile in another window or by a member of the team.")
            )
        draft.data = data
        draft.version += 1
        draft.updated_by = by
        draft.save()
    return draft


def attach(
    entry: Entry, file: PrivateFile, *, key: str, by, now: datetime | None = None
) -> EntryFile:
    """Say that a received file is the entry's; `key` is a question's, or EntryFile.IMAGES."""
    with _act(entry, rules.why_not_edit, by, now) as (row, _now):
        return EntryFile.objects.create(entry=row, file=file, key=key)


def _check_files(entry: Entry, content: dict) -> None:
    """Refuse content that shows a file of another entry."""
    named = {image["file"] for image in content["images"]}
    for answer in content["answers"]:
        if answer["kind"] == "file":
            named.update(answer["value"])
    own = {str(uuid) for uuid in entry.files.values_list("file__uuid", flat=True)}
    if not named <= own:
        raise Refused(_("A file of this entry is missing. Attach it again."))


def _check_answers(entry: Entry, answers: list[dict]) -> None:
    """Refuse a submission that leaves a required question unanswered."""
    given = {answer["key"] for answer in answers if answer["value"] not in (None, "", [])}
    for question in entry.contest.questions.all():
        if question.is_required and not question.is_retired and question.key not in given:
            raise Refused(_("“%(question)s” needs an answer.") % {"question": question.label})


def consents_missing(entry: Entry, user) -> list[Consent]:
    """Return the contest's consents that the user has not given in their present version."""
    given = entry.consents_given.filter(
        user=user, consent=OuterRef("pk"), version=OuterRef("version")
    )
    return list(Consent.objects.filter(~Exists(given), contest=entry.contest_id))


def _keep_consents(entry: Entry, user, agreed: Collection[int]) -> None:
    """Record what was agreed to, word for word; refuse where a required consent is missing."""
    missing = consents_missing(entry, user)
    for consent in missing:
        if consent.is_required and consent.pk not in agreed:
            raise Refused(_("Agree to “%(title)s” to submit.") % {"title": consent.title})
    ConsentGiven.objects.bulk_create(
        ConsentGiven(
            entry=entry,
            user=user,
            consent=consent,
            version=consent.version,
            title=consent.title,
            text=consent.text,
            language=get_language() or "ko",
        )
        for consent in missing
        if consent.pk in agreed
    )


def submit(
    entry: Entry,
    *,
    content: dict,
    by,
    agreed: Iterable[int] = (),
    now: datetime | None = None,
) -> Entry:
    """Submit: make the revision, start or resume the review, and delete the draft.

    `content` has a value for each of Entry.CONTENT, as the entry form cleaned them; `agreed`
    holds the keys of the consents given now.
    """
    with _act(entry, rules.why_not_submit, by, now) as (row, now):
        _check_files(row, content)
        _check_answers(row, content["answers"])
        _keep_consents(row, by, set(agreed))
        first = row.submitted_at is None
        if first:
            row.receipt = _new_receipt()
            row.slug = _new_slug(row.contest, content["title"], row.receipt)
            row.submitted_at = now
        for name in Entry.CONTENT:
            setattr(row, name, content[name])
        if row.state != State.ACCEPTED:
            row.state = State.SUBMITTED
            row.save()
        try:
            # An accepted entry's row stays as it was accepted: this writes the revision only.
            revision = row.save_revision(user=by)
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        workflow = row.current_workflow_state
        if workflow and workflow.status == WorkflowState.STATUS_NEEDS_CHANGES:
            workflow.resume(by)
        else:
            review_workflow().start(row, by)
        EntryDraft.objects.filter(entry=row).delete()
        _log(row, "submit" if first else "resubmit", by, now, revision)
    return row


def _new_receipt() -> str:
    return "M-" + "".join(secrets.choice(RECEIPT_LETTERS) for _each in range(8))


def _new_slug(contest: Contest, title: str, receipt: str) -> str:
    """Return the title as an address, with the receipt where another entry has it."""
    slug = slugify(title, allow_unicode=True)[:80].strip("-") or receipt.lower()
    taken = Entry.objects.filter(contest=contest, slug=slug).exists()
    return f"{slug}-{receipt[-4:].lower()}" if taken else slug


def take_back(entry: Entry, *, by, now: datetime | None = None) -> Entry:
    """Take a submission back before it is decided; what was submitted becomes the draft."""
    with _act(entry, rules.why_not_take_back, by, now) as (row, now):
        review = row.review
        submitted = review.revision.as_object()
        was_asked = review.workflow_state.task_states.filter(
            status=TaskState.STATUS_REJECTED
        ).exists()
        review.workflow_state.cancel(user=by)
        if row.state == State.SUBMITTED:
            _set(row, state=State.NEEDS_CHANGES if was_asked else State.DRAFT)
        EntryDraft.objects.get_or_create(
            entry=row, defaults={"data": as_data(submitted), "updated_by": by}
        )
        _log(row, "take_back", by, now)
    return row


def withdraw(entry: Entry, *, by, now: datetime | None = None) -> Entry:
    """Withdraw the entry: out of the contest and out of sight. A moderator can reverse it."""
    with _act(entry, rules.why_not_withdraw, by, now) as (row, now):
        _take_out(row, State.WITHDRAWN, by)
        _log(row, "withdraw", by, now)
    return row


# --- The moderators' acts -----------------------------------------------------------------


def accept(entry: Entry, *, revision: Revision, by, now: datetime | None = None) -> Entry:
    """Accept the submission that the moderator saw, and refuse any other."""
    with _act(entry, rules.why_not_decide, by, now) as (row, now):
        review = _review_of(row, revision)
        _set(row, state=State.ACCEPTED, accepted_revision=revision, decided_at=now)
        review.approve(user=by)
        row = Entry.objects.get(pk=row.pk)
        _log(row, "accept", by, now, revision)
    return row


def take_on(entry: Entry, *, by, now: datetime | None = None) -> Entry:
    """Say which moderator sees to the entry: whoever takes it on."""
    with _act(entry, rules.why_not_take_on, by, now) as (row, now):
        _set(row, assignee=by)
        _log(row, "take_on", by, now)
    return row


def request_changes(
    entry: Entry, *, revision: Revision, reason: str, by, now: datetime | None = None
) -> Entry:
    """Return the submission that the moderator saw to its team, with a reason."""
    with _act(entry, rules.why_not_decide, by, now) as (row, now):
        reason = _reason(reason)
        _review_of(row, revision).reject(user=by, comment=reason)
        state = State.ACCEPTED if row.state == State.ACCEPTED else State.NEEDS_CHANGES
        _set(row, state=state, decided_at=now)
        _log(row, "request_changes", by, now, revision, reason=reason)
    return row


def disqualify(entry: Entry, *, reason: str, by, now: datetime | None = None) -> Entry:
    """Take the entry out of the contest, with a reason. It can be reversed."""
    with _act(entry, rules.why_not_disqualify, by, now) as (row, now):
        reason = _reason(reason)
        _take_out(row, State.DISQUALIFIED, by)
        _set(row, decided_at=now)
        _log(row, "disqualify", by, now, row.latest_revision, reason=reason)
    return row


def reverse(entry: Entry, *, reason: str, by, now: datetime | None = None) -> Entry:
    """Undo the last decision, with a reason.

    What was accepted, or returned for changes, waits for a decision again. What was
    disqualified or withdrawn is accepted again if it was accepted, else it waits again.
    """
    with _act(entry, rules.why_not_reverse, by, now) as (row, now):
        reason, before = _reason(reason), row.state
        workflow = row.current_workflow_state
        if before == State.ACCEPTED:
            row.unpublish(log_action=False)
            _set(row, accepted_revision=None)
        if before != State.ACCEPTED and row.accepted_revision:
            _set(row, state=State.ACCEPTED, decided_at=now)
            row.accepted_revision.publish(user=by, log_action=False)
        else:
            _set(row, state=State.SUBMITTED, decided_at=now)
            if workflow and workflow.status == WorkflowState.STATUS_NEEDS_CHANGES:
                workflow.resume(by)
            else:
                review_workflow().start(row, by)
        row = Entry.objects.get(pk=row.pk)
        _log(row, "reverse", by, now, row.latest_revision, reason=reason, before=before)
    return row


def _review_of(entry: Entry, revision: Revision) -> TaskState:
    """Return the waiting review, if it is about this revision."""
    review = entry.review
    if review.revision_id != revision.pk:
        raise Refused(_("The team has submitted again since you opened this page. Reload it."))
    return review


def _take_out(entry: Entry, state: str, by) -> None:
    """Unpublish, end the workflow, and set a final state."""
    workflow = entry.current_workflow_state
    if workflow:
        workflow.cancel(user=by)
    # Without a user: a leader who withdraws has no right to publish, and needs none.
    entry.unpublish(log_action=False)
    _set(entry, state=state)
