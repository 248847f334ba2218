"""Who may do what as a judge: one table of every act of the desk."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from cms.errors import Refused
from contest_pages.entries.models import Membership
from contest_pages.judging import actions
from contest_pages.judging.actions import answering, reviewing
from tests.contest_pages.judging.people import (
    PLEDGE,
    appoint,
    give,
    judge_of,
    judging_stage,
    scored,
    submitted,
)
from tests.factories import UserFactory, accepted_entry, confirmed

pytestmark = pytest.mark.django_db

#: The judge to whom the entry was given; one who sits in its team as well; one of the same stage
#: with entries of their own; who was asked and has not pledged; who was taken out of the stage.
ROLES = (
    "judge",
    "judge in the team",
    "other judge",
    "asked",
    "taken out",
    "citizen",
    "manager",
    "superuser",
    "anonymous",
)
MAY, REFUSED = "+", "."
OWN = "+........"
TABLE = {
    "pledge": "...+.....",
    "decline": "...+.....",
    "save": OWN,
    "submit": OWN,
    "reopen": OWN,
    # who may not judge gives the entry back
    "recuse": "++.......",
    "report_trouble": OWN,
    # says nothing about the entry
    "sign_off": "++.......",
    "take_sign_off_back": "++.......",
}


class Scene:
    """A stage, everybody, and for each role the review, or the appointment, that it is about."""

    def __init__(self):
        self.stage = judging_stage()
        self.judge = judge_of(self.stage)
        self.review = give(self.judge, accepted_entry(self.stage.contest))
        self.other = judge_of(self.stage)
        give(self.other, self.review.entry)
        asked = confirmed(UserFactory())
        self.asked = appoint(self.stage, asked)
        gone = judge_of(self.stage)
        type(gone).objects.filter(pk=gone.pk).update(state="withdrawn")
        self.people = {
            "judge": self.judge.user,
            "judge in the team": self.judge.user,
            "other judge": self.other.user,
            "asked": asked,
            "taken out": gone.user,
            "citizen": confirmed(UserFactory()),
            "manager": UserFactory(groups=["Programme managers"]),
            "superuser": UserFactory(is_superuser=True),
            "anonymous": AnonymousUser(),
        }

    def do(self, act: str, role: str) -> None:
        """Try an act; who is in the team becomes a member of it first."""
        by, review, judge = self.people[role], self.review, self.judge
        if act in ("reopen", "sign_off", "take_sign_off_back"):
            submitted(review, 5, 5)
        if act == "take_sign_off_back":
            actions.sign_off(judge, by=judge.user)
        if role == "judge in the team":
            Membership.objects.create(entry=review.entry, user=by)
        given = scored(review, 5, 5) if act in ("save", "submit") else {}
        made = {
            "pledge": (self.asked, {"text": PLEDGE}),
            "decline": (self.asked, {}),
            "recuse": (review, {"reason": "지도한 팀"}),
            "report_trouble": (review, {"text": "안 열림"}),
            "sign_off": (judge, {}),
            "take_sign_off_back": (judge, {}),
        }
        about, more = made.get(act, (review, given))
        getattr(actions, act)(about, **more, by=by)


def sign_of(scene: Scene, act: str, role: str) -> str:
    with transaction.atomic():
        try:
            scene.do(act, role)
            return MAY
        except Refused as refused:
            assert str(refused)
            return REFUSED
        finally:
            transaction.set_rollback(True)


def test_each_act_is_open_to_whom_the_table_says():
    scene = Scene()
    found = {act: "".join(sign_of(scene, act, role) for role in ROLES) for act in TABLE}
    assert found == TABLE


def test_no_act_of_a_judge_is_missing_in_the_table():
    own = (answering.__name__, reviewing.__name__)
    acts = {
        name
        for name in actions.__all__
        if callable(act := getattr(actions, name))
        and act.__module__ in own
        and not isinstance(act, type)
    }
    assert acts == set(TABLE)
