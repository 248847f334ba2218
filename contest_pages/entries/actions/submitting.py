"""Submitting an entry, taking the submission back, withdrawing the entry."""

import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Revision, TaskState, WorkflowState

from cms.errors import Refused
from contest_pages.entries import rules
from contest_pages.entries.actions.act import acting, hold, record, set_facts, stamp
from contest_pages.entries.actions.deciding import UNLOCKED, take_out
from contest_pages.entries.actions.writing import as_data
from contest_pages.entries.agreements import agreements_of
from contest_pages.entries.models import Entry, EntryDraft, Receipt
from contest_pages.entries.queries import review_workflow
from contest_pages.entries.receipts import document_of, files_in, fingerprint
from contest_pages.entries.resemblance import remember
from contest_pages.models import Contest
from media.models import PrivateFile

State = Entry.State
# Without vowels and what looks alike: a receipt is read out on the telephone.
RECEIPT_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"


class DraftChanged(Refused):
    """What is to be submitted is not the draft as it is now: someone saved it meanwhile."""


def _files_of(entry: Entry, content: dict) -> list[PrivateFile]:
    """Return the files that content shows; refuse one that is not the entry's."""
    named = files_in(content)
    own = list(PrivateFile.objects.filter(uuid__in=named, entry_file__entry=entry))
    if len(own) != len(named):
        raise Refused(_("A file of this entry is missing. Attach it again."))
    return own


def _check_answers(entry: Entry, answers: list[dict]) -> None:
    """Refuse a submission that leaves a required question unanswered."""
    given = {answer["key"] for answer in answers if answer["value"] not in (None, "", [])}
    for question in entry.contest.questions.all():
        if question.is_required and not question.is_retired and question.key not in given:
            raise Refused(_("“%(question)s” needs an answer.") % {"question": question.label})


def submit(
    entry: Entry, *, content: dict, by, draft_token: str = "", now: datetime | None = None
) -> Entry:
    """Submit: make the revision and its receipt, start or resume the review, delete the draft.

    `content` has a value for each of Entry.CONTENT, as the entry form cleaned them; `draft_token`
    names the draft that was checked. The same draft sent again is received once. Raises
    DraftChanged for any other draft, and Refused until all of the team have agreed to the terms.
    """
    brought = _brought(entry, by, now or timezone.now())
    with transaction.atomic():
        row, now = hold(entry.pk), now or timezone.now()
        prefetch_related_objects([row], "memberships")  # every rule asks who is on the team
        if draft_token and (rules.is_member(by, row) or rules.has_entered(by, row)):
            if row.receipts.filter(draft_token=draft_token).exists():
                return row
            draft = EntryDraft.objects.filter(entry=row).first()
            if draft and draft.token != draft_token:
                raise DraftChanged(_("The draft was changed meanwhile. Check it as it is now."))
        if reason := rules.why_not_submit(by, row, now):
            raise Refused(reason)
        _submit(row, content, brought, by, draft_token, now)
    return row


def _brought(entry: Entry, by, now: datetime) -> list[PrivateFile]:
    """Return the files that other rooms keep with a submission, for its receipt.

    They register functions `(entry, by, now)` for the hook `submission_files`, which may take
    their time: no transaction is open.
    """
    entry = Entry.objects.prefetch_related("memberships").get(pk=entry.pk)
    if rules.why_not_submit(by, entry, now):
        return []  # refused below, with all that is said about it
    return [file for files in hooks.get_hooks("submission_files") for file in files(entry, by, now)]


def _submit(
    row: Entry,
    content: dict,
    brought: list[PrivateFile],
    by,
    draft_token: str,
    now: datetime,
) -> None:
    """Write a submission that the rules allow; the entry's row is locked."""
    files = _files_of(row, content) + brought
    _check_answers(row, content["answers"])
    if reason := rules.why_not_ready(row, agreements_of(row)):
        raise Refused(reason)
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
        remember(row)
    try:
        # The row's constraints hold: it was written, or stays as it was accepted.
        row.full_clean(validate_unique=False, validate_constraints=False)
        revision = row.save_revision(user=by, clean=False)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    stamp(revision, created_at=now)
    _receive(row, revision, files, by, draft_token, now)
    if row.moved_to and row.state != State.ACCEPTED:
        set_facts(row, track=row.moved_to)
    workflow = row.current_workflow_state
    if workflow and workflow.status == WorkflowState.STATUS_NEEDS_CHANGES:
        workflow.resume(by)
    else:
        review_workflow().start(row, by)
    stamp(row.review, started_at=now)
    EntryDraft.objects.filter(entry=row).delete()
    record(row, "submit" if first else "resubmit", by, now, revision)


def _receive(
    entry: Entry,
    revision: Revision,
    files: list[PrivateFile],
    by,
    draft_token: str,
    now: datetime,
) -> Receipt:
    """Write the receipt of a submission; the entry holds its content."""
    number = entry.receipts.count() + 1
    document = document_of(entry, number, now, files)
    return Receipt.objects.create(
        entry=entry,
        number=number,
        revision=revision,
        received_at=now,
        submitted_by=by,
        document=document,
        sha256=fingerprint(document),
        draft_token=draft_token,
    )


def _new_receipt() -> str:
    return "M-" + "".join(secrets.choice(RECEIPT_LETTERS) for _each in range(8))


def _new_slug(contest: Contest, title: str, receipt: str) -> str:
    """Return the title as an address, with the receipt where another entry has it."""
    slug = slugify(title, allow_unicode=True)[:80].strip("-") or receipt.lower()
    taken = Entry.objects.filter(contest=contest, slug=slug).exists()
    return f"{slug}-{receipt[-4:].lower()}" if taken else slug


def take_back(entry: Entry, *, by, now: datetime | None = None) -> Entry:
    """Take a submission back before it is decided; what was submitted becomes the draft."""
    with acting(entry, rules.why_not_take_back, by, now) as (row, now):
        review = row.review
        submitted = review.revision.as_object()
        was_asked = review.workflow_state.task_states.filter(
            status=TaskState.STATUS_REJECTED
        ).exists()
        review.workflow_state.cancel(user=by)
        set_facts(row, **UNLOCKED)
        if row.state == State.SUBMITTED:
            set_facts(row, state=State.NEEDS_CHANGES if was_asked else State.DRAFT)
        EntryDraft.objects.get_or_create(
            entry=row, defaults={"data": as_data(submitted), "updated_by": by}
        )
        record(row, "take_back", by, now)
    return row


def withdraw(entry: Entry, *, by, now: datetime | None = None) -> Entry:
    """Withdraw the entry: out of the contest and out of sight. A moderator can reverse it."""
    with acting(entry, rules.why_not_withdraw, by, now) as (row, now):
        take_out(row, State.WITHDRAWN, by)
        record(row, "withdraw", by, now)
    return row
