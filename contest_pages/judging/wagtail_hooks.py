"""What judging brings to the admin, to its log, to the contest's form and to the rooms below."""

from collections import Counter
from datetime import datetime

from django.db.models import Count
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from cms.accounts.letterboxes import People
from cms.accounts.models import mailbox_of
from cms.notices.kinds import NoticeKind
from cms.templatetags.site import Link
from contest_pages.entries.views.expired import ExpiredForms
from contest_pages.judging import actions, notices, rules
from contest_pages.judging.models import Judge, Review
from contest_pages.judging.models.review import ReviewQuerySet
from contest_pages.judging.queries import judges_anywhere, jury_of
from contest_pages.judging.views import (
    agreement,
    appointing,
    arranging,
    helping,
    managing,
    reviewing,
)
from contest_pages.models import Contest, Criterion
from media.models import PrivateFile

LOG_ACTIONS = (
    ("contest.assigned", _("Assign entries to judges"), _("Assigned entries to judges")),
    ("contest.conflict", _("Declare a conflict"), _("Declared a conflict of interest")),
    ("contest.no_conflict", _("Take a conflict back"), _("Took a conflict of interest back")),
    ("contest.reminded", _("Remind judges"), _("Reminded judges")),
    ("judge.appoint", _("Appoint"), _("Appointed")),
    ("judge.change", _("Change a judge"), _("Changed the judge")),
    ("judge.invite_again", _("Invite again"), _("Invited again")),
    ("judge.withdraw", _("Take out of the stage"), _("Taken out of the stage")),
    ("judge.answer", _("Answer a judge"), _("Answered what did not open")),
    ("judge.give", _("Give an entry"), _("Gave an entry to review")),
    ("judge.take_away", _("Take an entry away"), _("Took an entry to review away")),
    ("judge.pledge", _("Pledge"), _("Gave the pledge")),
    ("judge.decline", _("Decline"), _("Declined to judge")),
    ("judge.sign_off", _("Sign off"), _("Signed off")),
    ("judge.take_sign_off_back", _("Undo the signing off"), _("Undid the signing off")),
    ("review.submit", _("Submit"), _("Submitted")),
    ("review.reopen", _("Reopen"), _("Reopened the review")),
    ("review.recuse", _("Recuse"), _("Recused from the entry")),
    ("review.set_aside", _("Set a review aside"), _("Set aside: a conflict of interest")),
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
    """Count what judging uses of a contest: its stages, their criteria once one is scored, tracks.

    All of a stage's criteria make its 100 together: who left out an optional one was judged by it too.
    As "insider" it counts, by stage, the judges who know by another role who entered.
    """
    judges = Judge.objects.filter(stage__contest=contest)
    criteria = Criterion.objects.filter(contest=contest).order_by()
    reviews = criteria.annotate(n=Count("stage__criteria__scores__review", distinct=True))
    tracks = judges.filter(tracks__isnull=False).values_list("tracks", flat=True)
    used: Counter = Counter()
    used.update(("stage", pk) for pk in judges.values_list("stage", flat=True))
    scored = reviews.filter(n__gt=0).values_list("pk", "n")
    used.update({("criterion", pk): count for pk, count in scored})
    used.update(("track", pk) for pk in tracks)
    insiders = rules.insiders()
    for stage, account, email in judges.sitting().values_list("stage", "user", "email"):
        if account in insiders.accounts or mailbox_of(email) in insiders.mailboxes:
            used["insider", stage] += 1
    return used


@hooks.register("jury_of_contest")
def jury_of_contest(contest: int, now: datetime) -> People:
    """Name who judges in a contest: they vote on no panel of it."""
    return jury_of(contest, now)


@hooks.register("user_standing")
def standing_of_judges() -> dict:
    """Read with a user whether they judge, for the menu of every page."""
    return {"judges_anywhere": judges_anywhere()}


@hooks.register("my_menu", order=20)
def desk_link(request: HttpRequest) -> Link | None:
    """Lead judges, and who is asked to judge, from their menu to the desk."""
    if not getattr(request.user, "judges_anywhere", False):
        return None
    url = reverse("judging_desk")
    return Link(_("Judging"), url, current=request.path.startswith(url), icon="edit")


@hooks.register("expired_forms")
def expired_forms() -> ExpiredForms:
    """Show a review's form back where its token was of an earlier visit."""
    return {"judging_review": reviewing.expired}


@hooks.register("can_read_private_file")
def can_read_assigned_file(user, private_file: PrivateFile) -> bool:
    """Grant judges the files of what they were given; at a blind stage by number alone.

    Who judges an entry in a blind stage and in another one as well waits for the blind one's end.
    """
    if not user.is_authenticated:
        return False
    reviews = Review.objects.of(user).filter(entry__files__file=private_file)
    return _is_read(user, reviews, timezone.now())


def _is_read(user, reviews: ReviewQuerySet, now: datetime) -> bool:
    found = list(reviews.select_related("judge__stage__contest", "entry"))
    if any(rules.is_blind_to(review.judge, now) for review in found):
        return False
    return any(rules.why_not_see(user, review, now) is None for review in found)


@hooks.register("reads_repository")
def can_read_assigned_source(user, entry_id: int, now: datetime) -> bool:
    """Grant judges the source of what they were given, by the same rule as its files."""
    return _is_read(user, Review.objects.of(user).filter(entry=entry_id), now)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list:
    """Give the managers' pages their addresses."""
    return [
        path("judging/", managing.StagesView.as_view(), name="judging_stages"),
        path("judging/troubles/", helping.TroublesView.as_view(), name="judging_troubles"),
        path("judging/<int:pk>/", managing.StageView.as_view(), name="judging_stage"),
        path("judging/<int:pk>/appoint/", appointing.AppointView.as_view(), name="judging_appoint"),
        path(
            "judging/<int:pk>/agreement/",
            agreement.StageAgreementView.as_view(),
            name="judging_stage_agreement",
        ),
        path(
            "judging/<int:pk>/scores/",
            agreement.ScoresView.as_view(),
            name="judging_stage_scores",
        ),
        path("judging/<int:pk>/remind/", managing.RemindView.as_view(), name="judging_remind"),
        path("judging/<int:pk>/assign/", arranging.AssignView.as_view(), name="judging_assign"),
        path(
            "judging/<int:pk>/conflicts/",
            arranging.ConflictsView.as_view(),
            name="judging_conflicts",
        ),
        path(
            "judging/<int:pk>/entries/<int:entry_id>/",
            arranging.EntryView.as_view(),
            name="judging_entry",
        ),
        path("judging/judges/<int:pk>/", appointing.JudgeView.as_view(), name="judging_judge"),
        path(
            "judging/judges/<int:pk>/withdraw/",
            appointing.WithdrawView.as_view(),
            name="judging_withdraw",
        ),
        path(
            "judging/judges/<int:pk>/invite/", appointing.invite_again, name="judging_invite_again"
        ),
    ]


class JudgingMenuItem(MenuItem):
    """Leads managers to judging."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to managers."""
        return rules.may_manage(request.user)


class TroublesMenuItem(MenuItem):
    """Leads moderators, who see nothing else of judging, to what judges cannot open."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who may help."""
        return rules.may_answer_troubles(request.user)


@hooks.register("register_admin_menu_item")
def judging_menu_item() -> MenuItem:
    """Lead to judging."""
    url = reverse("judging_stages")
    return JudgingMenuItem(_("Judging"), url, name="judging", icon_name="clipboard-list", order=170)


@hooks.register("register_admin_menu_item")
def troubles_menu_item() -> MenuItem:
    """Lead to what judges cannot open."""
    url = reverse("judging_troubles")
    label = pgettext_lazy("menu", "Judges’ troubles")
    return TroublesMenuItem(label, url, name="judges-troubles", icon_name="warning", order=171)


@hooks.register("contest_admin_buttons")
def judging_buttons(user, contest: Contest) -> list[Button]:
    """Lead from a contest to its judging stages."""
    if not rules.may_manage(user):
        return []
    return [
        Button(
            _("Judging: %(stage)s") % {"stage": stage},
            url=reverse("judging_stage", args=[stage.pk]),
            icon_name="clipboard-list",
            priority=30,
        )
        for stage in contest.judging
    ]


@hooks.register("daily")
def remind_judges(now: datetime) -> None:
    """Remind judges before a stage closes."""
    actions.remind_before_closing(now)
