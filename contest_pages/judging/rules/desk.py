"""What a judge may see and do: pledge, read, score, recuse, sign off."""

from datetime import datetime
from hmac import compare_digest

from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms import formats
from cms.accounts.letterboxes import People, person_of
from cms.accounts.models import mailbox_of
from cms.accounts.queries import owns_address
from contest_pages.entries.models.links import hash_of
from contest_pages.entries.rules import Reason, is_member
from contest_pages.judging.models import Judge, Review
from contest_pages.judging.rules.managing import insiders
from contest_pages.models import Stage
from contest_pages.rules import CANCELLED

NOT_YOURS = _("This was given to another judge.")
OWN_TEAM = _("You belong to the team of this entry: nobody judges their own. Recuse from it.")
RECUSED = _("You recused from this entry.")
SIGNED_OFF = _("You have signed off. Undo that first, while the stage is open.")
CLOSED = _("Judging has closed: nothing can be changed any more.")
INSIDER = _(
    "This stage is blind, and you see who entered: as a moderator, programme manager or "
    "administrator. Please decline, or have that role taken from your account first."
)
VOTED = _(
    "You have voted on this contest’s citizen panel. Your ballot counts, and nobody counts twice: "
    "please decline."
)
GONE = _("This entry is no longer in the running.")


def is_blind_to(judge: Judge, now: datetime) -> bool:
    """Return whether a judge is not to know who entered.

    Whoever judges at a blind stage, in that one and in every other of the contest, until its last
    blind stage closes: the same people may judge in the next one.
    """
    stage = judge.stage
    if stage.is_blind and not stage.has_closed(now):
        return True
    ends = stage.contest.blind_until
    return ends is not None and now < ends and judge.judges_blindly


def is_judge(user, judge: Judge) -> bool:
    """Return whether the appointment is the user's, who has pledged."""
    is_theirs = user.is_authenticated and judge.user_id == user.pk
    return is_theirs and judge.state == Judge.State.PLEDGED


def is_own_team(user, review: Review) -> bool:
    """Return whether the review is of an entry of the user's own team."""
    return is_member(user, review.entry)


# --- Answering an appointment -----------------------------------------------------------------


def why_not_answer(judge: Judge, now: datetime) -> Reason:
    """Whether the appointment still waits for an answer."""
    said = {
        Judge.State.PLEDGED: _("You have accepted this appointment already."),
        Judge.State.DECLINED: _("This appointment has been declined."),
        Judge.State.WITHDRAWN: _("This appointment has been withdrawn."),
    }
    if reason := said.get(Judge.State(judge.state)):
        return reason
    if judge.stage.contest.cancelled_at:
        return CANCELLED
    return CLOSED if judge.stage.has_closed(now) else None


def _is_invited(user, judge: Judge, token: str, now: datetime) -> bool:
    """Return whether the user shows that they are meant: by the mailed link or the address."""
    has_link = token and compare_digest(hash_of(token), judge.token_hash)
    if has_link and not judge.has_expired(now):
        return True
    return user is not None and owns_address(user, judge.email)


def why_not_decline(user, judge: Judge, now: datetime, *, token: str = "") -> Reason:
    """Whether the appointment can be declined: its link is enough, whoever has it (None)."""
    if reason := why_not_answer(judge, now):
        return reason
    return None if _is_invited(user, judge, token, now) else NOT_YOURS


def why_not_pledge(user, judge: Judge, now: datetime, *, token: str = "") -> Reason:
    """Whether the user may take the appointment: signed in, with its link or its address."""
    if reason := why_not_decline(user, judge, now, token=token):
        return reason
    if not user.is_authenticated:
        return _("Sign in first.")
    person = person_of(mailbox_of(judge.email), user.pk)
    others = judge.stage.judges.filter(user__isnull=False).exclude(pk=judge.pk)
    if person.meet(others.people()):
        return _("You judge in this stage already, under another address.")
    if judge.stage.is_blind and person.meet(insiders()):
        return INSIDER
    return VOTED if _has_voted(person, judge.stage) else None


def _has_voted(person: People, stage: Stage) -> bool:
    """Return whether a person has voted in the contest: nobody counts as a juror too.

    Functions registered for the hook `voted_in_contest` know.
    """
    return any(has(stage.contest_id, person) for has in hooks.get_hooks("voted_in_contest"))


# --- Reading and scoring ----------------------------------------------------------------------


def _why_not_now(stage: Stage, now: datetime) -> Reason:
    """Whether the stage takes what judges do."""
    if stage.contest.cancelled_at:
        return CANCELLED
    return CLOSED if stage.has_closed(now) else why_not_begun(stage, now)


def why_not_begun(stage: Stage, now: datetime) -> Reason:
    """Whether the stage has opened."""
    if now >= stage.opens_at:
        return None
    when = formats.unbroken(formats.moment(stage.opens_at, get_language()))
    return _("Judging opens on %(moment)s. Entries can be read from then on.") % {"moment": when}


def why_not_open_desk(user, judge: Judge, now: datetime) -> Reason:
    """Whether the user may read what is assigned: after the pledge, once the stage has opened."""
    return why_not_begun(judge.stage, now) if is_judge(user, judge) else NOT_YOURS


def why_not_compare(user, judge: Judge, now: datetime) -> Reason:
    """Whether a stage's chair may see how far its judges agree: once their own reviews are in.

    Nobody scores by what others gave.
    """
    if reason := why_not_open_desk(user, judge, now):
        return reason
    if not judge.stage.has_closed(now) and judge.reviews.owed().exists():
        return _("First submit what was given to you: then you see how far the judges agree.")
    return None


def why_not_see(user, review: Review, now: datetime) -> Reason:
    """Whether the user may read the entry of a review; nobody ever reads their own team's so."""
    if reason := why_not_open_desk(user, review.judge, now):
        return reason
    if review.state == Review.State.RECUSED:
        return RECUSED
    if is_own_team(user, review):
        return OWN_TEAM
    return None if review.entry.live else GONE


def _why_not_work(user, review: Review, now: datetime) -> Reason:
    """Whether anything may be changed about a review."""
    if reason := why_not_see(user, review, now):
        return reason
    reason = _why_not_now(review.judge.stage, now)
    return reason or (SIGNED_OFF if review.judge.signed_off_at else None)


def why_not_save(user, review: Review, now: datetime) -> Reason:
    """Whether the user may change scores and texts: while the stage is open, until submitted."""
    if reason := _why_not_work(user, review, now):
        return reason
    if review.state == Review.State.SUBMITTED:
        return _("This review has been submitted. Reopen it first.")
    return None


def why_not_submit(user, review: Review, now: datetime) -> Reason:
    """Whether the user may submit the review."""
    return why_not_save(user, review, now)


def why_not_reopen(user, review: Review, now: datetime) -> Reason:
    """Whether the user may change what they submitted: until the stage closes."""
    if reason := _why_not_work(user, review, now):
        return reason
    is_submitted = review.state == Review.State.SUBMITTED
    return None if is_submitted else _("This review is open: it has not been submitted.")


def why_not_recuse(user, review: Review, now: datetime) -> Reason:
    """Whether the user may give an entry back, also one that they may not read."""
    judge = review.judge
    if not is_judge(user, judge):
        return NOT_YOURS
    if review.state == Review.State.RECUSED:
        return RECUSED
    if review.state == Review.State.SUBMITTED:
        return _("This review has been submitted. Reopen it first.")
    if judge.stage.contest.cancelled_at:
        return CANCELLED
    if judge.stage.has_closed(now):
        return CLOSED
    return SIGNED_OFF if judge.signed_off_at else None


def why_not_report(user, review: Review, now: datetime) -> Reason:
    """Whether the user may report that something cannot be opened."""
    return why_not_see(user, review, now) or _why_not_now(review.judge.stage, now)


def may_see_others(user, review: Review, now: datetime) -> bool:
    """Return whether the user sees how others scored the entry: where set, after their own."""
    after_own = review.judge.stage.others_scores == Stage.OthersScores.AFTER_OWN
    is_submitted = review.state == Review.State.SUBMITTED
    return after_own and is_submitted and why_not_see(user, review, now) is None


# --- Signing off ------------------------------------------------------------------------------


def why_not_sign_off(user, judge: Judge, now: datetime) -> Reason:
    """Whether the user may declare that they are done: nothing that was given is left to do."""
    if not is_judge(user, judge):
        return NOT_YOURS
    if reason := _why_not_now(judge.stage, now):
        return reason
    if judge.signed_off_at:
        return _("You have signed off.")
    owed = Count("pk", filter=Q(pk__in=judge.reviews.owed().values("pk")))
    given = judge.reviews.aggregate(all=Count("pk"), owed=owed)
    if given["owed"]:
        return _("Submit or recuse from everything that was given to you first.")
    return None if given["all"] else _("Nothing has been given to you yet.")


def why_not_take_sign_off_back(user, judge: Judge, now: datetime) -> Reason:
    """Whether the user may undo their signing off: while the stage is open."""
    if not is_judge(user, judge):
        return NOT_YOURS
    if reason := _why_not_now(judge.stage, now):
        return reason
    return None if judge.signed_off_at else _("You have not signed off.")
