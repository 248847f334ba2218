"""What the leader of each team is written when a result is published."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.notices.actions import notify
from cms.notices.kinds import NoticeKind, Placeholder
from cms.notices.texts import link
from contest_pages.entries.models import Membership
from contest_pages.entries.notices import ABOUT_ENTRY, OWN_ENTRIES
from contest_pages.results.models import ResultSheet

#: After so many days nobody is told any more what was missed.
TOLD_WITHIN = timedelta(days=7)
OUTCOME = Placeholder(
    "outcome",
    gettext_lazy("What came of the entry."),
    gettext_lazy("It advances to the next round."),
)
FEEDBACK = Placeholder(
    "feedback",
    gettext_lazy("Where the feedback stands; nothing where the contest gives none."),
    "https://madang.example.org/my/entries/7/feedback/",
)
PUBLISHED = NoticeKind(
    "result_published",
    OWN_ENTRIES,
    gettext_lazy("Result published"),
    gettext_lazy("Result of {contest}: {title}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "a result of {contest} was published.\n\n"
        "“{title}”: {outcome}\n\n"
        "{feedback}"
        "The whole result, and how it was reached:\n{link}"
    ),
    (*ABOUT_ENTRY, OUTCOME, FEEDBACK),
)
KINDS = (PUBLISHED,)


def tell_of_published(now: datetime) -> None:
    """Write to the teams of all results that were published lately; each is told once."""
    sheets = ResultSheet.objects.published(now).filter(publish_at__gt=now - TOLD_WITHIN)
    for sheet in sheets.select_related("contest"):
        tell_of(sheet)


def tell_of(sheet: ResultSheet) -> None:
    """Write to the leader of every entry of a published sheet, once for each version."""
    receipts = [line["entry"] for line in sheet.document["ranking"]]
    leaders = Membership.objects.filter(entry__contest=sheet.contest_id, is_leader=True)
    by_receipt = {
        each.entry.receipt: each for each in leaders.select_related("entry__contest", "user")
    }
    prizes = {award.entry_id: award.prize for award in sheet.awards.select_related("prize")}
    for leader in (by_receipt[receipt] for receipt in receipts if receipt in by_receipt):
        entry = leader.entry
        notify(
            PUBLISHED,
            to=[leader.user],
            about=entry,
            key=f"sheet-{sheet.pk}/{entry.pk}",
            values=lambda entry=entry: {
                "title": str(entry),
                "contest": entry.contest.title,
                "outcome": _outcome(sheet, entry.receipt, prizes.get(entry.pk)),
                "feedback": _feedback(entry),
                "link": link("results", entry.contest.slug),
            },
        )


def _outcome(sheet: ResultSheet, receipt: str, prize) -> str:
    """Say what came of an entry."""
    if prize:
        return _("It is given “%(prize)s”.") % {"prize": prize.title}
    if sheet.document["inputs"]["round"]["is_last"]:
        return _("It was given no award this time.")
    if receipt in sheet.document["advances"]:
        return _("It advances to the next round.")
    return _("It did not advance to the next round.")


def _feedback(entry) -> str:
    """Lead to the feedback, where the contest gives any."""
    if not entry.contest.gives_feedback:
        return ""
    return _("What judges and citizens thought of it:\n%(link)s\n\n") % {
        "link": link("my_feedback", entry.pk)
    }
