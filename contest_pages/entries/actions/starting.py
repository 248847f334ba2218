"""Beginning an entry: empty, or with what an earlier one of one's team says."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.errors import Refused
from contest_pages.entries import rules
from contest_pages.entries.actions.act import hold_person, record, refuse_stranger
from contest_pages.entries.earlier import Loan, loan_of, not_copied
from contest_pages.entries.models import Entry, EntryDraft, EntryFile, Membership
from contest_pages.models import Contest
from media.actions import copy_private_file, delete_private_file
from media.models import PrivateFile


@dataclass
class _Beginning:
    """What a new entry begins with: data, copies of files by place, and what the log keeps."""

    data: dict = field(default_factory=dict)
    copies: list[tuple[str, PrivateFile]] = field(default_factory=list)
    noted: dict = field(default_factory=dict)


def start(
    contest: Contest,
    *,
    by,
    start_key: UUID,
    from_entry: Entry | None = None,
    now: datetime | None = None,
) -> Entry:
    """Start an entry with a draft; the same key gives the same entry again.

    The draft is empty, or says what `from_entry` submitted last, as far as this contest asks it;
    files are copied. The log keeps what was left out (`queries.left_out_of`).
    """
    refuse_stranger(by)
    now = now or timezone.now()
    if begun := Entry.objects.filter(start_key=start_key, memberships__user=by).first():
        return begun
    beginning, made = _Beginning(), False
    try:
        if from_entry:
            _borrow(beginning, from_entry, contest, by, now)
        entry, made = _start(contest, by, start_key, beginning, now)
    finally:
        if not made:
            for _place, copy in beginning.copies:
                delete_private_file(copy, by=by, reason="its entry was not begun")
    return entry


def _borrow(beginning: _Beginning, from_entry: Entry, contest: Contest, by, now: datetime) -> None:
    """Ask whether one may, and copy: before the transaction, for files can be large."""
    reason = rules.why_not_start(by, contest, now) or rules.why_not_start_from(
        by, from_entry, contest
    )
    if reason:
        raise Refused(reason)
    entries = Entry.objects.select_related("contest", "latest_revision")
    earlier = entries.get(pk=from_entry.pk)
    loan = loan_of(earlier, contest)
    copies = {}
    for place, files in loan.files.items():
        for file in files:
            if copy := _copy(file, loan, by, now):
                copies[str(file.uuid)] = copy
                beginning.copies.append((place, copy))
    beginning.data = loan.data_with(copies)
    beginning.noted = {"from_entry": earlier.pk, "left_out": loan.left_out}


def _copy(file: PrivateFile, loan: Loan, by, now: datetime) -> PrivateFile | None:
    """Copy a file; one that cannot be copied is left out, and said so."""
    try:
        return copy_private_file(file, by=by, now=now)
    except FileNotFoundError:
        loan.left_out.append(not_copied(file, _("no longer there")))
    except ValidationError as error:
        loan.left_out.append(not_copied(file, " ".join(error.messages)))
    return None


def _start(
    contest: Contest, by, start_key: UUID, beginning: _Beginning, now: datetime
) -> tuple[Entry, bool]:
    """Return the entry, and whether it was begun just now."""
    with transaction.atomic():
        hold_person(by)
        if reason := rules.why_not_start(by, contest, now):
            raise Refused(reason)
        entry, made = Entry.objects.get_or_create(
            start_key=start_key, defaults={"contest": contest, "created_at": now, "live": False}
        )
        if not made:
            if entry.memberships.filter(user=by).exists():  # sent twice at the same moment
                return entry, False
            raise Refused(_("This form has been used. Open the contest’s page and start again."))
        Membership.objects.create(entry=entry, user=by, is_leader=True, joined_at=now)
        EntryDraft.objects.create(entry=entry, data=beginning.data, updated_by=by)
        EntryFile.objects.bulk_create(
            EntryFile(entry=entry, file=file, key=place) for place, file in beginning.copies
        )
        record(entry, "start", by, now, **beginning.noted)
    return entry, True
