"""What judging brings to the admin, to its log, to the contest's form and to the rooms below."""

from collections import Counter

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.notices.kinds import NoticeKind
from cms.templatetags.site import Link
from contest_pages.judging import notices, rules
from contest_pages.judging.models import Judge, Review, Score
from contest_pages.judging.queries import is_judge_anywhere
from contest_pages.models import Contest
from media.models import PrivateFile

LOG_ACTIONS = (
    ("contest.assigned", _("Assign entries to judges"), _("Assigned entries to judges")),
    ("judge.appoint", _("Appoint"), _("Appointed")),
    ("judge.change", _("Change a judge"), _("Changed the judge")),
    ("judge.invite_again", _("Invite again"), _("Invited again")),
    ("judge.withdraw", _("Take out of the stage"), _("Taken out of the stage")),
    ("judge.give", _("Give an entry"), _("Gave an entry to review")),
    ("judge.take_away", _("Take an entry away"), _("Took an entry to review away")),
    ("judge.pledge", _("Pledge"), _("Gave the pledge")),
    ("judge.decline", _("Decline"), _("Declined to judge")),
    ("judge.sign_off", _("Sign off"), _("Signed off")),
    ("judge.take_sign_off_back", _("Undo the signing off"), _("Undid the signing off")),
    ("review.submit", _("Submit"), _("Submitted")),
    ("review.reopen", _("Reopen"), _("Reopened the review")),
    ("review.recuse", _("Recuse"), _("Recused from the entry")),
    ("review.trouble", _("Report trouble"), _("Could not open something")),
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


@hooks.register("my_menu", order=20)
def desk_link(request: HttpRequest) -> Link | None:
    """Lead judges, and who is asked to judge, from their menu to the desk."""
    if not request.user.is_authenticated or not is_judge_anywhere(request.user):
        return None
    url = reverse("judging_desk")
    return Link(_("Judging"), url, current=request.path.startswith(url), icon="edit")


@hooks.register("can_read_private_file")
def can_read_assigned_file(user, private_file: PrivateFile) -> bool:
    """Grant judges the files of what they were given; at a blind stage by number alone.

    Who judges an entry in a blind stage and in another one as well waits for the blind one's end.
    """
    if not user.is_authenticated:
        return False
    reviews = (
        Review.objects.of(user)
        .filter(entry__files__file=private_file)
        .select_related("judge__stage__contest", "entry")
    )
    now, found = timezone.now(), list(reviews)
    if any(rules.is_blind_at(review.judge.stage, now) for review in found):
        return False
    return any(rules.why_not_see(user, review, now) is None for review in found)
