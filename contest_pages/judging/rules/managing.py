"""Who may appoint judges and share entries out, and when."""

from datetime import datetime

from django.contrib.auth.backends import ModelBackend
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.accounts.letterboxes import People, with_all_theirs
from contest_pages.entries.rules import MODERATE, Reason, is_moderator
from contest_pages.judging.models import Judge, Review
from contest_pages.models import Stage
from contest_pages.rules import CANCELLED

MANAGE = "contest_judging.change_judge"
State = Judge.State


def may_manage(user) -> bool:
    """Return whether the user sees to judging: judges, assignment, scores."""
    return user.is_active and user.has_perm(MANAGE)


def may_answer_troubles(user) -> bool:
    """Return whether the user may help judges who cannot open something: moderators may."""
    return may_manage(user) or is_moderator(user)


def insiders() -> People:
    """Return all who know by another role who entered."""
    backend = ModelBackend()
    found = backend.with_perm(MANAGE) | backend.with_perm(MODERATE)
    accounts = found.values_list("pk", flat=True)
    return with_all_theirs(People(frozenset(accounts), frozenset()))


def why_not_ask(judge: Judge) -> Reason:
    """Whether a person can be asked to judge: at a blind stage nobody who knows who entered."""
    if not judge.stage.is_blind or not judge.person.meet(insiders()):
        return None
    return gettext(
        "This stage is blind, and %(name)s sees who entered: as a moderator, programme manager or "
        "administrator. Appoint somebody else, or have that role taken away first."
    ) % {"name": judge}


def why_not_manage(user, stage: Stage, now: datetime) -> Reason:
    """Whether the user may change anything about who judges in the stage: until it closes."""
    if not may_manage(user):
        return _("Only programme managers see to judging.")
    if stage.kind != Stage.Kind.JUDGING:
        return _("Only judging has judges.")
    if stage.contest.cancelled_at:
        return CANCELLED
    if stage.has_closed(now):
        return _("This stage has closed. To go on, move its closing in the contest first.")
    return None


def why_not_invite_again(user, judge: Judge, now: datetime) -> Reason:
    """Whether the user may send a judge a new link: to who has not pledged."""
    if reason := why_not_manage(user, judge.stage, now):
        return reason
    if judge.state == State.PLEDGED:
        return gettext("%(name)s has pledged already and needs no invitation.") % {"name": judge}
    if reason := why_not_ask(judge):
        return reason
    return why_not_chair(judge) if judge.is_chair else None


def why_not_chair(judge: Judge) -> Reason:
    """Whether the judge may chair the stage: nobody else does."""
    others = Judge.objects.sitting().filter(stage=judge.stage_id, is_chair=True)
    if other := others.exclude(pk=judge.pk).first():
        return gettext("%(name)s chairs this stage already.") % {"name": other}
    return None


def why_not_withdraw(user, judge: Judge, now: datetime) -> Reason:
    """Whether the user may take a judge out of the stage."""
    if reason := why_not_manage(user, judge.stage, now):
        return reason
    if not judge.sits:
        return gettext("%(name)s does not sit in this stage.") % {"name": judge}
    return None


def why_not_take_away(user, review: Review, now: datetime) -> Reason:
    """Whether the user may take an entry from a judge: what is not begun."""
    if reason := why_not_manage(user, review.judge.stage, now):
        return reason
    if review.state == Review.State.SUBMITTED:
        return _("The review is finished: it stays.")
    if review.state == Review.State.RECUSED:
        return _("The judge has recused: the entry comes back to them no more.")
    if review.is_begun:
        return _("The judge has begun this review: it stays theirs.")
    return None
