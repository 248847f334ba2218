"""Writing a message about an entry."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from cms.errors import Refused
from contest_pages.entries import rules
from contest_pages.entries.actions.act import acting, record
from contest_pages.entries.models import Entry, Message


def write(entry: Entry, text: str, *, by, form_key: UUID, now: datetime | None = None) -> Message:
    """Send a message: of the team's to the moderators, of a moderator's to the team.

    The same key sends one message. A moderator who belongs to the team writes as its member.
    """
    with acting(entry, rules.why_not_write, by, now) as (row, now):
        if sent := row.messages.filter(form_key=form_key, author=by).first():
            return sent
        if not (text := text.strip()):
            raise Refused(_("Write something first."))
        if Message.objects.filter(form_key=form_key).exists():
            raise Refused(_("This form has been used. Reload the page and write again."))
        message = Message.objects.create(
            entry=row,
            author=by,
            is_from_staff=not rules.is_member(by, row),
            text=text,
            sent_at=now,
            form_key=form_key,
        )
        record(row, "message" if message.is_from_staff else "question", by, now)
    return message
