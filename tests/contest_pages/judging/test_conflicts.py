"""Which judges must not have which entries, and why."""

import pytest
from django.utils import timezone

from cms.notices.models import Notice
from contest_pages.entries.models import ConsentGiven, Entry, Membership
from contest_pages.judging import actions
from contest_pages.judging.conflicts import Tie, barred
from contest_pages.judging.models import Conflict, Review
from contest_pages.models import Consent
from tests.contest_pages.judging.scene import (
    appointed,
    entries_of,
    finish,
    given,
    judging_stage,
    manager,
    pledged,
)
from tests.factories import TrackFactory, UserFactory, confirmed, leader_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(db):
    return manager()


@pytest.fixture
def stage(db):
    return judging_stage()


def reasons(stage) -> dict[tuple[str, str], str]:
    """Which pairs must not be: by names of judge and entry."""
    found = barred(stage.judges.all(), Entry.objects.scored_in(stage))
    judges = {judge.pk: judge.name for judge in stage.judges.all()}
    titles = dict(Entry.objects.values_list("pk", "title"))
    return {(judges[j], titles[e]): str(why) for (j, e), why in found.items()}


def test_members_are_found_by_account_and_by_any_address_whatever_its_case(stage):
    one, two, three, _other = entries_of(stage.contest, 4)
    confirmed(leader_of(one), "Second@Example.org")
    member = UserFactory(email="member@example.org")
    Membership.objects.create(entry=two, user=member)
    appointed(stage, name="가", email="SECOND@example.org")
    pledged(stage, name="나", user=member, email="elsewhere@example.org")
    appointed(stage, name="다", email=leader_of(three).email.upper())
    member_of = str(Tie.MEMBER.label)
    assert reasons(stage) == {
        ("가", one.title): member_of,
        ("나", two.title): member_of,
        ("다", three.title): member_of,
    }


def test_organisation_and_domain_count_where_they_are_set(stage):
    ours, theirs, third = entries_of(stage.contest, 3)
    Entry.objects.filter(pk=ours.pk).update(team_name="서울대 모빌리티 연구실")
    member = UserFactory(organisation="서울대 모빌리티 연구실")
    Membership.objects.create(entry=third, user=member)
    Membership.objects.create(entry=theirs, user=UserFactory(email="kim@cs.snu.ac.kr"))
    appointed(stage, name="가", organisation="서울대  모빌리티연구실")
    appointed(stage, name="나", domain="SNU.ac.kr")
    appointed(stage, name="다", domain="nu.ac.kr", organisation=" ")
    assert reasons(stage) == {
        ("가", ours.title): "같은 소속",
        ("가", third.title): "같은 소속",
        ("나", theirs.title): "같은 이메일 도메인",
    }


def test_declared_ties_recusals_and_other_tracks_count(stage, by):
    track, other = TrackFactory(contest=stage.contest), TrackFactory(contest=stage.contest)
    first, second = entries_of(stage.contest, 2, track=track)
    judge = pledged(stage, name="가", email="ga@example.org")
    Conflict.objects.create(
        email="GA@example.org",
        entry=first,
        kind="mentor",
        declared_by=by,
        declared_at=timezone.now(),
    )
    Review.objects.create(
        judge=judge, entry=second, assigned_at=timezone.now(), state="recused", reason="친척"
    )
    appointed(stage, name="나", tracks=[track])
    appointed(stage, name="다", tracks=[other])
    assert reasons(stage) == {
        ("가", first.title): "팀의 멘토",
        ("가", second.title): "심사 회피",
        ("다", first.title): "다른 부문 심사",
        ("다", second.title): "다른 부문 심사",
    }


def test_who_left_the_team_after_agreeing_and_another_spelling_of_an_address_count_too(stage):
    left, spelt = entries_of(stage.contest, 2)
    former = UserFactory()
    consent = Consent.objects.create(contest=stage.contest, title_ko="동의", text_ko="동의")
    ConsentGiven.objects.create(
        entry=left,
        user=former,
        consent=consent,
        version=1,
        title="동의",
        text="동의",
        language="ko",
    )
    confirmed(leader_of(spelt), "ha.neul@gmail.com")
    pledged(stage, user=former, name="가")
    appointed(stage, name="나", email="haneul+judge@gmail.com")
    member_of = str(Tie.MEMBER.label)
    assert reasons(stage) == {("가", left.title): member_of, ("나", spelt.title): member_of}


def test_a_conflict_that_becomes_known_late_sets_even_a_submitted_review_aside(stage, by):
    mentor, other = pledged(stage), pledged(stage)
    free = pledged(stage)
    (entry,) = entries_of(stage.contest, 1)
    review = finish(given(mentor, entry))
    given(other, entry)
    actions.declare_conflict(stage, email=mentor.email.upper(), entry=entry, kind="mentor", by=by)
    review.refresh_from_db()
    assert (review.state, review.submitted_at) == (Review.State.RECUSED, None)
    assert not Review.objects.counted().filter(entry=entry).exists()
    assert free.reviews.filter(entry=entry).exists()
    assert Notice.objects.get(kind="judge_set_aside").address == mentor.user.email
