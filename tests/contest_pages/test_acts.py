"""Who may do what: one table of every act. An act that is not in it fails the test."""

import inspect
import uuid
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cms.errors import Refused
from contest_pages import actions as contests
from contest_pages.entries import actions as entries
from contest_pages.entries.models import Entry, EntryFile
from tests.acts import ROLES, STANDINGS, Scene, promise, renamed
from tests.factories import content
from tests.statements import recorded

pytestmark = pytest.mark.django_db

MAY, REFUSED = "+", "."

# One sign for each of ROLES: anonymous, citizen, other entrant, member, leader, judge, editor,
# moderator, manager, moderator in the team, judge who moderates. The entry, or the contest,
# stands so that nothing but the role is a reason to refuse.
TEAM = "...++....+."
LEADER = "....+......"
MODERATORS = ".......++++"
#: Who is of the team decides nothing about its entry.
OTHER_MODERATORS = ".......++.+"
MANAGERS = "........+.."
EDITORS = "......+.+.."
TABLE = {
    "draft": {
        "start": ".++++++++++",
        "enter_for": MODERATORS,
        "draft_of": TEAM,
        "save_draft": TEAM,
        "attach": TEAM,
        "begin_upload": TEAM,
        # an upload is one person's
        "finish_upload": LEADER,
        "agree": TEAM,
        "say_age": TEAM,
        "submit": LEADER,
        "withdraw": LEADER,
        "invite": LEADER,
        "invite_again": LEADER,
        "withdraw_invitation": LEADER,
        # who was invited
        "accept_invitation": ".+.........",
        "let_lead": LEADER,
        "remove_member": LEADER,
        # the leader hands over first
        "leave": "...+.....+.",
        "extend": OTHER_MODERATORS,
    },
    "draft of children": {"ask_guardian": TEAM},
    # what the team may, and who types in, until it is submitted
    "draft that the moderator types in": {
        "draft_of": "...++..+.+.",
        "save_draft": "...++..+.+.",
        "attach": "...++..+.+.",
        "begin_upload": "...++..+.+.",
        "agree": "...++..+.+.",
        "say_age": "...++..+.+.",
        "submit": "....+..+...",
        "withdraw": LEADER,
        "invite": LEADER,
    },
    "submitted": {
        "take_back": LEADER,
        "withdraw": LEADER,
        "write": "...++..++++",
        "accept": OTHER_MODERATORS,
        "request_changes": OTHER_MODERATORS,
        "disqualify": OTHER_MODERATORS,
        "move_track": OTHER_MODERATORS,
        "take_on": OTHER_MODERATORS,
        "hand_over": OTHER_MODERATORS,
        "lock": OTHER_MODERATORS,
        "check": OTHER_MODERATORS,
        "note": OTHER_MODERATORS,
        "look": MODERATORS,
        "balance": MODERATORS,
    },
    "submitted, assigned to the moderator": {
        # whose it is, or a manager
        "give_back": ".......++..",
        "hand_over": OTHER_MODERATORS,
    },
    "submitted, locked by the moderator": {
        "accept": ".......+...",
        "request_changes": ".......+...",
        "disqualify": ".......+...",
        "move_track": ".......+...",
        # whose it is, or a manager
        "unlock": ".......++..",
        # to see to it, and to keep notes, is not to decide
        "take_on": OTHER_MODERATORS,
        "note": OTHER_MODERATORS,
        "check": OTHER_MODERATORS,
    },
    "needs changes": {
        "draft_of": TEAM,
        "submit": LEADER,
        "withdraw": LEADER,
        "invite": LEADER,
        "reverse": OTHER_MODERATORS,
        "disqualify": OTHER_MODERATORS,
        "move_track": OTHER_MODERATORS,
    },
    "accepted": {
        "draft_of": TEAM,
        "submit": LEADER,
        "withdraw": LEADER,
        "leave": "...+.....+.",
        "reverse": OTHER_MODERATORS,
        "disqualify": OTHER_MODERATORS,
        "move_track": OTHER_MODERATORS,
        "write": "...++..++++",
    },
    "disqualified": {"reverse": OTHER_MODERATORS, "write": "...++..++++"},
    "withdrawn": {"reverse": OTHER_MODERATORS, "write": "...++..++++"},
    "contest never announced": {
        "create_contest": EDITORS,
        "announce": EDITORS,
        "change_contest": EDITORS,
        "delete_contest": MANAGERS,
    },
    "contest announced": {"extend_submission": EDITORS, "cancel_contest": MANAGERS},
    "contest called off": {"reinstate_contest": MANAGERS},
}

#: For whom the link that was mailed is the proof of who they are.
BY_LINK = {
    "decline_invitation",
    "give_guardian_consent",
    "refuse_guardian_consent",
    "withdraw_guardian_consent",
}
#: What helps with acts and does nothing.
NO_ACTS = {"DraftChanged", "as_data", "place_of", "uploads_for"}


def days(number: int):
    """So many days from now."""
    return timezone.now() + timedelta(days=number)


#: How each act is done in a scene.
DO = {
    "start": lambda s, by: entries.start(s.contest, by=by, start_key=uuid.uuid4()),
    "enter_for": lambda s, by: entries.enter_for(
        s.contest,
        email="paper@example.org",
        name="김종이",
        reason="우편",
        by=by,
        start_key=uuid.uuid4(),
    ),
    "draft_of": lambda s, by: entries.draft_of(s.entry, by=by),
    "save_draft": lambda s, by: entries.save_draft(s.entry, {}, by=by, version=1),
    "attach": lambda s, by: entries.attach(s.entry, s.file, key=EntryFile.IMAGES, by=by),
    "begin_upload": lambda s, by: entries.begin_upload(
        s.entry, EntryFile.IMAGES, by=by, **promise() | {"fingerprint": ""}
    ),
    "finish_upload": lambda s, by: entries.finish_upload(s.entry, s.upload, by=by),
    "agree": lambda s, by: entries.agree(s.entry, agreed=[], is_under_14=False, by=by),
    "say_age": lambda s, by: entries.say_age(s.entry, is_under_14=False, by=by),
    "ask_guardian": lambda s, by: entries.ask_guardian(
        s.entry, name="김보호", email="parent@example.org", by=by
    ),
    "submit": lambda s, by: entries.submit(s.entry, content=content(), by=by),
    "take_back": lambda s, by: entries.take_back(s.entry, by=by),
    "withdraw": lambda s, by: entries.withdraw(s.entry, by=by),
    "invite": lambda s, by: entries.invite(s.entry, email="new@example.org", by=by),
    "invite_again": lambda s, by: entries.invite_again(s.invitation, by=by),
    "withdraw_invitation": lambda s, by: entries.withdraw_invitation(s.invitation, by=by),
    "accept_invitation": lambda s, by: entries.accept_invitation(s.invitation, by=by),
    "let_lead": lambda s, by: entries.let_lead(s.entry, to=s.place_of("member"), by=by),
    "remove_member": lambda s, by: entries.remove_member(
        s.entry, member=s.place_of("member"), by=by
    ),
    "leave": lambda s, by: entries.leave(s.entry, by=by),
    "write": lambda s, by: entries.write(s.entry, "안녕하세요.", by=by, form_key=uuid.uuid4()),
    "extend": lambda s, by: entries.extend(s.entry, until=days(12), reason="정전", by=by),
    "accept": lambda s, by: entries.accept(
        s.entry, revision=s.revision, because="전화로 확인", by=by
    ),
    "request_changes": lambda s, by: entries.request_changes(
        s.entry, revision=s.revision, reason="그림을 더해 주세요.", by=by
    ),
    "disqualify": lambda s, by: entries.disqualify(s.entry, reason="표절", by=by),
    "reverse": lambda s, by: entries.reverse(s.entry, reason="잘못 보았습니다.", by=by),
    "move_track": lambda s, by: entries.move_track(s.entry, track=s.track, by=by),
    "take_on": lambda s, by: entries.take_on(s.entry, by=by),
    "give_back": lambda s, by: entries.give_back(s.entry, by=by),
    "hand_over": lambda s, by: entries.hand_over(s.entry, to=s.spare, by=by),
    "balance": lambda s, by: entries.balance(Entry.objects.all(), [s.spare], by=by),
    "lock": lambda s, by: entries.lock(s.entry, by=by),
    "unlock": lambda s, by: entries.unlock(s.entry, by=by),
    "look": lambda s, by: entries.look(s.entry, revision=s.revision, by=by, now=timezone.now()),
    "check": lambda s, by: entries.check(
        s.entry, revision=s.revision, found={s.check.pk: ("ok", "")}, by=by
    ),
    "note": lambda s, by: entries.note(s.entry, text="전화했음", by=by),
    "create_contest": lambda s, by: contests.create_contest(
        kind="app", title_ko="새 공모전", slug="app-new", opens_on=date(2030, 1, 1), by=by
    ),
    "announce": lambda s, by: contests.announce(s.contest, by=by),
    "change_contest": lambda s, by: contests.change_contest(
        s.contest, save=lambda: renamed(s.contest), by=by
    ),
    "delete_contest": lambda s, by: contests.delete_contest(s.contest, by=by),
    "extend_submission": lambda s, by: contests.extend_submission(
        s.contest, closes_at=days(12), reason_ko="정전", by=by
    ),
    "cancel_contest": lambda s, by: contests.cancel_contest(s.contest, reason_ko="예산", by=by),
    "reinstate_contest": lambda s, by: contests.reinstate_contest(s.contest, reason="예산", by=by),
}


def answer(scene: Scene, act: str, role: str) -> str:
    """Return whether the role may do the act; what is done is undone, a refusal does nothing."""
    with transaction.atomic(), recorded() as asked:
        try:
            DO[act](scene, scene.people[role])
        except Refused:
            sign = REFUSED
        else:
            sign = MAY
        transaction.set_rollback(True)
    written = [sql for sql in asked if sql.startswith(WRITING)]
    assert sign == MAY or not written, (act, role, written)
    return sign


WRITING = ("INSERT", "UPDATE", "DELETE")


@pytest.mark.parametrize("standing", TABLE)
def test_every_act_is_done_by_whom_the_table_says_and_refused_to_all_others(standing):
    scene = STANDINGS[standing]()
    found = {act: "".join(answer(scene, act, role) for role in ROLES) for act in TABLE[standing]}
    assert found == TABLE[standing]


def acts_of(room) -> set[str]:
    """Return the functions of a room's actions that say by whom they are done."""
    return {
        name for name in room.__all__ if "by" in inspect.signature(getattr(room, name)).parameters
    }


def test_every_act_is_in_the_table():
    in_table = {act for acts in TABLE.values() for act in acts}
    assert in_table == (acts_of(contests) | acts_of(entries)) - NO_ACTS
    assert set(entries.__all__) - in_table == BY_LINK | NO_ACTS
    assert set(contests.__all__) <= in_table


def test_each_act_of_the_table_is_open_to_somebody_and_closed_to_who_is_not_signed_in():
    for standing, acts in TABLE.items():
        for act, signs in acts.items():
            assert len(signs) == len(ROLES) and MAY in signs, (standing, act)
            assert signs[ROLES.index("anonymous")] == REFUSED, (standing, act)
