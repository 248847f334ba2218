"""What judging brings to the admin, to its log and to the contest's form."""

from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.notices.kinds import NoticeKind
from contest_pages.judging import notices, rules
from contest_pages.judging.models import Judge, Score
from contest_pages.models import Contest

LOG_ACTIONS = (
    ("contest.assigned", _("Assign entries to judges"), _("Assigned entries to judges")),
    ("judge.appoint", _("Appoint"), _("Appointed")),
    ("judge.change", _("Change a judge"), _("Changed the judge")),
    ("judge.invite_again", _("Invite again"), _("Invited again")),
    ("judge.withdraw", _("Take out of the stage"), _("Taken out of the stage")),
    ("judge.give", _("Give an entry"), _("Gave an entry to review")),
    ("judge.take_away", _("Take an entry away"), _("Took an entry to review away")),
)


@hooks.register("register_log_actions")
def register_log_actions(registry) -> None:
    """Name the acts of `contest_pages.judging.actions` in the log."""
    for name, label, message in LOG_ACTIONS:
        registry.register_action(name, label, message)


@hooks.register("register_notice_kinds")
def notice_kinds() -> tuple[NoticeKind, ...]:
    """Name the mails about judging."""
    return notices.KINDS


@hooks.register("readable_notices")
def mails_about_judging(user) -> list[type[Judge]]:
    """Let programme managers read the mails about judging."""
    return [Judge] if rules.may_manage(user) else []


@hooks.register("contest_uses")
def parts_in_use(contest: Contest) -> Counter:
    """Count what judging uses of a contest: its stages, criteria that have scores, tracks."""
    judges = Judge.objects.filter(stage__contest=contest)
    scores = Score.objects.filter(criterion__contest=contest).order_by().values_list("criterion")
    tracks = judges.filter(tracks__isnull=False).values_list("tracks", flat=True)
    used: Counter = Counter()
    used.update(("stage", pk) for pk in judges.values_list("stage", flat=True))
    used.update({("criterion", pk): count for pk, count in scores.annotate(n=Count("pk"))})
    used.update(("track", pk) for pk in tracks)
    return used
