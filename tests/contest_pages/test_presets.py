from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from cms.errors import Refused
from contest_pages import actions
from contest_pages.models import Contest, ContestPage, Stage
from contest_pages.presets import PRESETS
from contest_pages.questions import kind_of
from tests.factories import UserFactory, contest_index

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture
def editor():
    return UserFactory(groups=["Editors"])


def make(editor, kind="app", slug="app-2030", **fields) -> Contest:
    contest = actions.create_contest(
        kind=kind,
        title_ko="2030 앱 공모전",
        title_en="2030 App Contest",
        slug=slug,
        opens_on=date(2030, 6, 7),
        by=editor,
        **fields,
    )
    return Contest.objects.get(pk=contest.pk)


def test_there_is_a_preset_for_every_kind():
    assert set(PRESETS) == set(Contest.Kind)


@pytest.mark.parametrize("kind", list(Contest.Kind))
def test_a_preset_makes_a_valid_contest(editor, kind):
    contest = make(editor, kind)
    contest.full_clean()
    for relation in ("stages", "rounds", "tracks", "prizes", "questions", "consents"):
        rows = list(getattr(contest, relation).all())
        assert rows, relation
        for row in rows:
            row.full_clean()
            for column in ("title_en", "label_en", "text_en"):
                assert getattr(row, column, "x"), (row, column)
    assert contest.prize_sum == contest.budget
    for number in contest.rounds.all():
        assert sum(stage.weight for stage in number.stages.all()) == 100
    for question in contest.questions.all():
        assert kind_of(question).form_field(question).label == question.label


def test_the_app_preset_has_the_dates_and_prizes_of_the_city(editor):
    contest = make(editor)
    assert contest.submission.opens_at == datetime(2030, 6, 7, tzinfo=SEOUL)
    assert contest.submission.closes_at == datetime(2030, 10, 1, tzinfo=SEOUL)
    assert (contest.prize_sum, sum(prize.places for prize in contest.prizes.all())) == (
        18_000_000,
        14,
    )


@pytest.mark.parametrize("kind", list(Contest.Kind))
def test_entrants_may_answer_until_before_the_screening_ends(editor, kind):
    screening = make(editor, kind).screening
    assert screening.opens_at < screening.changes_until < screening.closes_at


@pytest.mark.parametrize("kind", list(Contest.Kind))
def test_the_citizen_vote_comes_after_the_blind_judging(editor, kind):
    contest = make(editor, kind)
    for vote in contest.stages.filter(kind=Stage.Kind.VOTING):
        assert contest.gallery_opens <= vote.opens_at


def test_a_new_contest_has_a_draft_announcement_in_korean(editor):
    contest = make(editor)
    page = contest.announcements.get(locale=contest_index().locale)
    assert (page.live, page.slug, page.title, page.owner) == (
        False,
        "app-2030",
        "2030 앱 공모전",
        editor,
    )
    assert page.get_parent().specific == contest_index()
    assert page.latest_revision.user == editor
    assert [block.block_type for block in page.body] == ["heading", "faq"]


def test_until_it_is_translated_the_announcement_stands_in_english_with_the_contests_title(
    client, editor
):
    make(editor).announcements.get(locale=contest_index().locale).save_revision().publish()
    response = client.get("/en/contests/app-2030/")
    assert response.status_code == 200
    assert "2030 App Contest" in response.content.decode()
    assert "2030 App Contest" in client.get("/en/contests/").content.decode()


def test_a_taken_address_makes_neither_contest_nor_page(editor):
    make(editor)
    with pytest.raises(ValidationError):
        make(editor)
    assert (Contest.objects.count(), ContestPage.objects.filter(alias_of=None).count()) == (1, 1)


def test_an_address_that_a_page_has_taken_leaves_no_half_contest(editor):
    index = contest_index()
    other = make(editor, slug="other").announcements.get(locale=index.locale)
    ContestPage.objects.filter(pk=other.pk).update(slug="app-2030")
    with pytest.raises(ValidationError):
        make(editor)
    assert list(Contest.objects.values_list("slug", flat=True)) == ["other"]


def test_citizens_and_moderators_make_no_contests(user):
    for who in (user, UserFactory(groups=["Moderators"]), UserFactory(groups=["Judges"])):
        with pytest.raises(Refused):
            make(who)
    assert not Contest.objects.exists()
