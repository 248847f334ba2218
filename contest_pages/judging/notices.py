"""Who is written to about judging: judges about their entries, managers about judges."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy

from cms import formats
from cms.accounts.models import User
from cms.notices.actions import notify
from cms.notices.kinds import NoticeGroup, NoticeKind, Placeholder
from cms.notices.models import Notice
from cms.notices.texts import link
from contest_pages.entries.notices import CONTEST, LINK, TITLE
from contest_pages.judging import rules
from contest_pages.judging.blind import titles_of
from contest_pages.judging.models import Judge, Review, Trouble
from contest_pages.judging.sight import answer_to

JUDGING = NoticeGroup(
    "judging",
    gettext_lazy("My judging"),
    gettext_lazy("Appointments, what was given to me to review, deadlines."),
    can_refuse=False,
    concerns=lambda user: user.is_authenticated and user.judgeships.exists(),
)
OF_JUDGES = NoticeGroup(
    "judges",
    gettext_lazy("What judges report"),
    gettext_lazy("When a judge declines, recuses or cannot open something."),
    concerns=rules.may_answer_troubles,
)

STAGE = Placeholder("stage", gettext_lazy("The stage’s title."), gettext_lazy("Expert judging"))
UNTIL = Placeholder("until", gettext_lazy("When the stage closes."), "2018. 10. 12.(금) 18:00")
OPENS = Placeholder("opens", gettext_lazy("When the stage opens."), "2018. 10. 1.(월) 00:00")
JUDGE = Placeholder("judge", gettext_lazy("The judge’s name."), gettext_lazy("Lee Nara"))
NEW = Placeholder("new", gettext_lazy("How many entries are new."), "3")
GONE = Placeholder("gone", gettext_lazy("How many are no longer theirs."), "1")
LEFT = Placeholder("left", gettext_lazy("How many reviews are not submitted."), "5")
REASON = Placeholder(
    "reason", gettext_lazy("Why the judge does not review it."), gettext_lazy("Mentor of the team")
)
OUTCOME = Placeholder(
    "outcome",
    gettext_lazy("Who reviews the entry instead, or that nobody can."),
    gettext_lazy("The entry was given to Kim Haneul."),
)
TEXT = Placeholder(
    "text",
    gettext_lazy("What the judge cannot open."),
    gettext_lazy("The video stops after a second."),
)
ANSWER = Placeholder(
    "answer", gettext_lazy("What was answered."), gettext_lazy("It is replaced: try again.")
)
ABOUT_STAGE = (CONTEST, STAGE, LINK)

INVITATION = NoticeKind(
    "judge_invitation",
    JUDGING,
    gettext_lazy("Appointment as judge"),
    gettext_lazy("You are asked to judge: {contest}"),
    gettext_lazy(
        "Hello {judge},\n\n"
        "you are asked to be a judge of {contest}: {stage}, from {opens} to {until}.\n\n"
        "Read what it takes, then accept or decline here:\n{link}\n\n"
        "The link is yours alone: do not pass it on."
    ),
    (*ABOUT_STAGE, JUDGE, OPENS, UNTIL),
    is_secret=True,
)
ASSIGNED = NoticeKind(
    "judge_assigned",
    JUDGING,
    gettext_lazy("Entries to review"),
    gettext_lazy("Entries for you to review: {new} ({contest})"),
    gettext_lazy(
        "Hello {name},\n\n"
        "you have entries of {contest} to review: {new}\n"
        "{stage}: from {opens} to {until}.\n\n"
        "Your desk:\n{link}"
    ),
    (*ABOUT_STAGE, NEW, OPENS, UNTIL),
)
REASSIGNED = NoticeKind(
    "judge_reassigned",
    JUDGING,
    gettext_lazy("Entries to review have changed"),
    gettext_lazy("What you review has changed ({contest})"),
    gettext_lazy(
        "Hello {name},\n\n"
        "the entries of {contest} were shared out anew ({stage}, until {until}).\n\n"
        "New to you: {new}\n"
        "No longer yours: {gone}\n\n"
        "What you have begun or submitted stays as it is. Your desk:\n{link}"
    ),
    (*ABOUT_STAGE, NEW, GONE, UNTIL),
)
WITHDRAWN = NoticeKind(
    "judge_withdrawn",
    JUDGING,
    gettext_lazy("No longer a judge"),
    gettext_lazy("You no longer judge {contest}"),
    gettext_lazy(
        "Hello {judge},\n\n"
        "you are no longer a judge of {contest} ({stage}): the organiser has taken back the "
        "appointment. There is nothing left for you to do.\n\n"
        "Reviews that you have submitted stay and count. Your desk:\n{link}"
    ),
    (*ABOUT_STAGE, JUDGE),
)
REMINDER = NoticeKind(
    "judge_reminder",
    JUDGING,
    gettext_lazy("Reminder before judging closes"),
    gettext_lazy("Reviews that are left: {left} – until {until}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "{stage} of {contest} closes: {until}\n"
        "Reviews that you have not submitted yet: {left}\n\n"
        "Your desk:\n{link}"
    ),
    (*ABOUT_STAGE, LEFT, UNTIL),
)
UNANSWERED = NoticeKind(
    "judge_unanswered",
    JUDGING,
    gettext_lazy("Reminder to answer an appointment"),
    gettext_lazy("Please answer: judging of {contest} until {until}"),
    gettext_lazy(
        "Hello {judge},\n\n"
        "you are asked to be a judge of {contest} and have not answered yet.\n"
        "{stage} closes: {until}\n"
        "Reviews that wait for you: {left}\n\n"
        "Accept or decline here, so that somebody else can be asked in time:\n{link}\n\n"
        "The link is yours alone: do not pass it on. The one of the mail before no longer works."
    ),
    (*ABOUT_STAGE, JUDGE, LEFT, UNTIL),
    is_secret=True,
)
ANSWERED = NoticeKind(
    "judge_trouble_answered",
    JUDGING,
    gettext_lazy("Answer to what did not open"),
    gettext_lazy("Answer about “{title}”"),
    gettext_lazy(
        "Hello {name},\n\n"
        "you reported about “{title}” ({contest}):\n{text}\n\n"
        "The answer:\n{answer}\n\n"
        "The review:\n{link}"
    ),
    (*ABOUT_STAGE, TITLE, TEXT, ANSWER),
)
SET_ASIDE = NoticeKind(
    "judge_set_aside",
    JUDGING,
    gettext_lazy("An entry that is no longer mine to review"),
    gettext_lazy("You no longer review “{title}”"),
    gettext_lazy(
        "Hello {name},\n\n"
        "the organiser has declared a conflict of interest between you and “{title}” ({contest}, "
        "{stage}): {reason}\n\n"
        "You no longer review it, and points that you gave it do not count. Your desk:\n{link}"
    ),
    (*ABOUT_STAGE, TITLE, REASON),
)
TROUBLE = NoticeKind(
    "judge_trouble",
    OF_JUDGES,
    gettext_lazy("A judge cannot open something"),
    gettext_lazy("{judge} cannot open something of “{title}”"),
    gettext_lazy(
        "Hello {name},\n\n"
        "{judge} reports about “{title}” ({contest}, {stage}):\n\n{text}\n\n"
        "Answer here:\n{link}"
    ),
    (*ABOUT_STAGE, TITLE, JUDGE, TEXT),
)
DECLINED = NoticeKind(
    "judge_declined",
    OF_JUDGES,
    gettext_lazy("A judge has declined"),
    gettext_lazy("{judge} has declined to judge {contest}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "{judge} has declined the appointment for {stage} of {contest}. Appoint somebody else, or "
        "share the entries out anew:\n{link}"
    ),
    (*ABOUT_STAGE, JUDGE),
)
RECUSED = NoticeKind(
    "judge_recused",
    OF_JUDGES,
    gettext_lazy("A judge has recused"),
    gettext_lazy("{judge} has recused from “{title}”"),
    gettext_lazy(
        "Hello {name},\n\n"
        "{judge} has recused from “{title}” ({contest}, {stage}):\n\n{reason}\n\n"
        "{outcome}\n\n{link}"
    ),
    (*ABOUT_STAGE, TITLE, JUDGE, REASON, OUTCOME),
)
KINDS = (
    INVITATION,
    ASSIGNED,
    REASSIGNED,
    WITHDRAWN,
    REMINDER,
    UNANSWERED,
    ANSWERED,
    SET_ASIDE,
    TROUBLE,
    DECLINED,
    RECUSED,
)


def managers() -> list[User]:
    """Return those who see to judging by their groups: not every administrator."""
    return list(ModelBackend().with_perm(rules.MANAGE, is_active=True, include_superusers=False))


def _write(
    kind: NoticeKind, judge: Judge, to: Iterable[User | str], page: Callable[[], str], **values
) -> list:
    """Write about a judge's work; `page` gives where it leads, in the active language."""
    stage = judge.stage
    return notify(
        kind,
        to=to,
        about=judge,
        key=values.pop("key", ""),
        values=lambda: {
            "contest": stage.contest.title,
            "stage": stage.title,
            "judge": str(judge),
            "opens": formats.moment(stage.opens_at, get_language()),
            "until": formats.moment(stage.closes_at, get_language(), closing=True),
            "link": page(),
            **{name: value() if callable(value) else value for name, value in values.items()},
        },
    )


def _desk() -> str:
    return link("judging_desk")


def _admin(judge: Judge) -> str:
    return link("judging_stage", judge.stage_id)


def invite(judge: Judge, token: str) -> None:
    """Ask a person to judge; in the language of the account that has the address."""
    _write(INVITATION, judge, [_person(judge)], lambda: link("judging_invitation", token))


def withdrawn(judge: Judge) -> None:
    """Tell somebody that they judge no longer, whether they had pledged or not."""
    _write(WITHDRAWN, judge, [_person(judge)], _desk)


def _person(judge: Judge) -> User | str:
    account = User.objects.filter(email__iexact=judge.email, is_active=True).first()
    return judge.user or account or judge.email


def assigned(judge: Judge, *, given: int, taken: int, had: int) -> None:
    """Tell a judge who has pledged what is new; who has not sees it after the pledge."""
    if judge.state != Judge.State.PLEDGED:
        return
    kind = REASSIGNED if had else ASSIGNED
    _write(kind, judge, [judge.user], _desk, new=given, gone=taken)


def remind(judge: Judge, left: int, key: str = "") -> list:
    """Remind a judge of what is left; with a `key` once only. Return what was written."""
    return _write(REMINDER, judge, [judge.user], _desk, left=left, key=key)


def remind_to_answer(judge: Judge, left: int, token: str, key: str = "") -> list:
    """Remind somebody that they are asked to judge, with a new link. Return what was written."""
    page = partial(link, "judging_invitation", token)
    return _write(UNANSWERED, judge, [_person(judge)], page, left=left, key=key)


def reminded(keys: Iterable[str]) -> set[str]:
    """Return those of the keys under which a judge was reminded, of whatever."""
    kinds = (REMINDER.key, UNANSWERED.key)
    return set(Notice.objects.filter(kind__in=kinds, key__in=keys).values_list("key", flat=True))


def recused(review: Review, found: list[Judge]) -> None:
    """Tell the managers that a judge recused, and who reviews the entry instead."""
    names = ", ".join(str(judge) for judge in found)

    def outcome() -> str:
        if names:
            return gettext("Now with: %(names)s") % {"names": names}
        return gettext(
            "No other judge is free for this entry: appoint one more, or take back a conflict."
        )

    judge = review.judge
    _write(
        RECUSED,
        judge,
        managers(),
        lambda: _admin(judge),
        key=f"recused-{review.pk}",
        title=review.entry.title,
        reason=review.reason,
        outcome=outcome,
    )


def declined(judge: Judge) -> None:
    """Tell the managers that somebody does not want to judge."""
    _write(DECLINED, judge, managers(), lambda: _admin(judge))


def set_aside(review: Review, reason: Callable[[], str], now: datetime) -> None:
    """Tell a judge that an entry is no longer theirs; who has not pledged never saw it."""
    judge = review.judge
    if judge.state == Judge.State.PLEDGED:
        _write(
            SET_ASIDE,
            judge,
            [judge.user],
            _desk,
            title=lambda: _title(review, now),
            reason=reason,
        )


def _title(review: Review, now: datetime) -> str:
    """Return what a judge calls the entry: at a blind stage without names."""
    is_blind = rules.is_blind_to(review.judge, now)
    return titles_of([review.entry], is_blind=is_blind)[review.entry_id]


def reported(trouble: Trouble) -> None:
    """Tell the managers that a judge cannot open something."""
    judge, title = trouble.review.judge, trouble.review.entry.title
    to = managers()
    _write(TROUBLE, judge, to, lambda: link("judging_troubles"), title=title, text=trouble.text)


def answered(trouble: Trouble) -> None:
    """Tell a judge what was answered to what they reported; at a blind stage without names."""
    review, now = trouble.review, timezone.now()
    _write(
        ANSWERED,
        review.judge,
        [review.judge.user],
        lambda: link("judging_review", review.pk),
        title=lambda: _title(review, now),
        text=trouble.text,
        answer=answer_to(trouble, now),
    )
