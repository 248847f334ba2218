from datetime import timedelta

import pytest
from django.utils import timezone

from contest_pages import actions
from contest_pages.models import Contest, Criterion, Stage
from contest_pages.voting.models import Ballot
from tests.contest_pages.admin.contest_form import errors, form_data, row_of, send, url, used
from tests.contest_pages.judging.scene import appointed
from tests.contest_pages.voting.factories import make_member, make_panel, token_of
from tests.factories import move_stages

pytestmark = pytest.mark.django_db


def test_a_stage_that_closes_before_it_opens_is_named(staff, contest):
    data = form_data(staff, contest)
    stage = row_of(data, "stages", "title_ko", "2차 예선심사")
    data[f"{stage}-closes_at"] = "2001-01-01 00:00"
    messages = errors(staff.post(url("edit", contest), data))
    assert messages == ["단계 “2차 예선심사”, 마감: 단계는 시작한 뒤에 마감해야 합니다."]


def test_weights_that_do_not_make_100_are_named_with_their_round(staff, contest):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'stages', 'title_ko', '시민평가')}-weight"] = "20"
    assert errors(send(staff, contest, data)) == [
        "2차: 비중의 합이 100이 아니라 90입니다(3차 본선심사 70%, 시민평가 20%)."
    ]


@pytest.mark.parametrize(
    ("field", "label", "reason"),
    [
        ("round", "차수", "이 단계를 반영할 차수를 고르세요."),
        ("weight", "비중", "비중을 넣으세요."),
    ],
)
def test_a_stage_that_scores_belongs_to_a_round_with_a_weight(staff, contest, field, label, reason):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'stages', 'title_ko', '2차 예선심사')}-{field}"] = ""
    (message,) = errors(send(staff, contest, data))
    assert message.startswith("단계 “2차 예선심사”, ")
    assert label in message
    assert reason in message


def test_prizes_beyond_the_budget_are_refused_with_the_amounts(staff, contest):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'prizes', 'title_ko', '장려상')}-places"] = "10"
    response = send(staff, contest, data)
    messages = errors(response)
    assert messages == ["예산과 시상을 확인하세요."]
    (message,) = response.context_data["form"].errors["budget"]
    assert "1,900만 원" in message
    assert "100만 원 많습니다" in message
    assert contest.prizes.get(title_ko="장려상").places == 8


@pytest.mark.parametrize(
    ("formset", "field", "value"), [("questions", "key", "features"), ("rounds", "number", 1)]
)
def test_what_may_not_be_there_twice_is_refused(staff, contest, formset, field, value):
    data = form_data(staff, contest)
    other = {"key": "problem", "number": 2}[field]
    data[f"{row_of(data, formset, field, other)}-{field}"] = value
    messages = errors(send(staff, contest, data))
    assert [message for message in messages if "두 번" in message], messages


def test_a_second_submission_stage_is_refused(staff, contest):
    data = form_data(staff, contest)
    stage = row_of(data, "stages", "title_ko", "참가 설명회")
    data[f"{stage}-kind"] = "submission"
    messages = errors(send(staff, contest, data))
    assert messages == ["“접수” 단계는 하나만 둘 수 있는데 2개 있습니다."]


def test_an_answered_question_keeps_its_meaning_but_its_help_may_change(staff, contest):
    data = form_data(staff, contest)
    row = row_of(data, "questions", "key", "features")
    with used(question="features"):
        refused = errors(send(staff, contest, data | {f"{row}-kind": "short_text"}))
        assert "질문 “주요 기능”" in refused[0]
        assert "답변을 받은 질문" in refused[0]
        refused = errors(send(staff, contest, data | {f"{row}-label_ko": "다른 말"}))
        assert "답변을 받은 질문" in refused[0]
        allowed = data | {f"{row}-help_ko": "새 도움말", f"{row}-is_retired": "on"}
        assert send(staff, contest, allowed).status_code == 302
    question = contest.questions.get(key="features")
    assert (question.help_ko, question.is_retired, question.kind) == (
        "새 도움말",
        True,
        "long_text",
    )


def test_only_the_contests_own_rounds_can_be_chosen(staff, editor, contest):
    other = actions.create_contest(
        kind="oss", title_ko="다른", slug="other", opens_on=timezone.localdate(), by=editor
    )
    data = form_data(staff, contest)
    stage = row_of(data, "stages", "title_ko", "2차 예선심사")
    data[f"{stage}-round"] = str(other.rounds.first().pk)
    assert "2차 예선심사" in errors(send(staff, contest, data))[0]


def test_weights_of_criteria_that_do_not_make_100_are_named_with_their_stage(staff, contest):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'criteria', 'title_ko', '창의성')}-weight"] = "20"
    assert errors(send(staff, contest, data)) == [
        "2차 예선심사: 심사 기준의 비중을 더하면 100이 아니라 95입니다."
    ]


def test_weights_are_added_up_for_each_track(staff, contest):
    track = contest.tracks.get(title_ko="공익 앱")
    data = form_data(staff, contest)
    row = row_of(data, "criteria", "title_ko", "창의성")
    data[f"{row}-tracks"] = [track.pk]
    assert errors(send(staff, contest, data)) == [
        "2차 예선심사: 공공데이터 활용 앱에서 심사 기준의 비중을 더하면 100이 아니라 75입니다."
    ]
    data |= {f"{row}-tracks": [], "criteria-TOTAL_FORMS": data["criteria-TOTAL_FORMS"]}
    assert send(staff, contest, data).status_code == 302


def test_only_judging_has_criteria(staff, contest):
    data = form_data(staff, contest)
    row = row_of(data, "criteria", "title_ko", "창의성")
    data[f"{row}-stage"] = contest.submission.pk
    assert any("창의성" in each for each in errors(send(staff, contest, data)))


@pytest.mark.parametrize(("field", "value"), [("maximum", "5"), ("weight", "24")])
def test_a_scored_criterion_keeps_its_meaning(staff, contest, field, value):
    data = form_data(staff, contest)
    row = row_of(data, "criteria", "title_ko", "창의성")
    criterion = contest.criteria.get(title_ko="창의성")
    with used(criterion=criterion.pk):
        refused = errors(send(staff, contest, data | {f"{row}-{field}": value}))
        assert any("새 심사 단계를" in each for each in refused), refused
        allowed = data | {f"{row}-guidance_ko": "새 안내"}
        assert send(staff, contest, allowed).status_code == 302
    criterion.refresh_from_db()
    assert criterion.guidance_ko == "새 안내"


@pytest.mark.parametrize("nonsense", ["x", "0", "-1"])
def test_a_criterion_with_a_nonsensical_track_is_refused_and_nothing_fails(
    staff, contest, nonsense
):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'criteria', 'title_ko', '창의성')}-tracks"] = [nonsense]
    page = send(staff, contest, data)
    assert page.status_code == 200 and any(page.context_data["form"].formsets["criteria"].errors)
    assert not Criterion.objects.filter(tracks__isnull=False).exists()


def test_a_stage_in_which_somebody_judges_stays_one_of_judging(staff, contest):
    stage = contest.stages.get(title_ko="2차 예선심사")
    data = form_data(staff, contest)
    row = row_of(data, "stages", "title_ko", "2차 예선심사")
    appointed(stage)
    data |= {f"{row}-kind": "milestone", f"{row}-reviews_per_entry": 5}
    messages = errors(send(staff, contest, data))
    sentence = "이미 쓰이고 있는 단계라 바꿀 수 없습니다. 대신 단계를 새로 추가하세요."
    assert f"단계 “2차 예선심사”, 종류: {sentence}" in messages
    data[f"{row}-kind"] = "judging"
    send(staff, contest, data)
    stage.refresh_from_db()
    assert (stage.kind, stage.reviews_per_entry) == ("judging", 5)


def test_how_ballots_count_changes_until_the_first_is_cast(staff, contest):
    stage, now = contest.stages.get(kind="voting"), timezone.now()
    member = make_member(make_panel(contest))
    row = row_of(data := form_data(staff, contest), "stages", "title_ko", stage.title_ko)
    token_of(member, stage)
    limits = {f"{row}-ballot_fewest": 2, f"{row}-ballot_most": 5}
    assert send(staff, contest, data | limits).status_code == 302
    Ballot.objects.create(stage=stage, member=member, code="A", cast_at=now, changed_at=now)
    for change in ({f"{row}-ballot_fewest": 3}, {f"{row}-ballot_most": 4}):
        refused = errors(send(staff, contest, data | limits | change))
        assert any("단계 “시민평가”" in each for each in refused), refused
    stage.refresh_from_db()
    assert (stage.ballot_fewest, stage.ballot_most) == (2, 5)


# --- Blind judging ------------------------------------------------------------------------------

BLIND = "2차 예선심사"


def in_seoul(moment) -> str:
    """A moment as the form's field writes it."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def test_the_gallery_does_not_open_before_the_last_blind_stage_closes(staff, contest):
    data, ends = form_data(staff, contest), contest.blind_until
    early = data | {"gallery_opens_at": in_seoul(ends - timedelta(minutes=1))}
    refused = send(staff, contest, early)
    assert errors(refused) == ["출품작 갤러리를 공개하는 때와 단계의 날짜를 확인하십시오."]
    assert "블라인드" in refused.context_data["form"].errors["gallery_opens_at"][0]
    on_time = data | {"gallery_opens_at": in_seoul(ends)}
    assert send(staff, contest, on_time).status_code == 302


def test_a_blind_stage_does_not_close_after_the_gallery_has_opened(staff, contest):
    Contest.objects.filter(pk=contest.pk).update(gallery_opens_at=contest.blind_until)
    data = form_data(staff, contest)
    stage = row_of(data, "stages", "title_ko", BLIND)
    later = {f"{stage}-closes_at": in_seoul(contest.blind_until + timedelta(minutes=1))}
    assert errors(send(staff, contest, data | later))
    assert send(staff, contest, data).status_code == 302


def test_a_contest_whose_blind_stages_are_over_is_changed_whenever_its_gallery_opened(
    staff, contest
):
    contest.stages.update(changes_until=None)
    move_stages(contest, days=-400)
    contest = Contest.objects.get(pk=contest.pk)
    opened = contest.blind_until - timedelta(days=1)
    Contest.objects.filter(pk=contest.pk).update(gallery_opens_at=opened)
    assert send(staff, contest, form_data(staff, contest)).status_code == 302


def test_a_stage_is_not_made_blind_while_a_judge_sees_who_entered(staff, contest):
    stage = next(each for each in contest.judging if each.title_ko == BLIND)
    Stage.objects.filter(pk=stage.pk).update(is_blind=False)
    data = form_data(staff, contest)
    row = row_of(data, "stages", "title_ko", BLIND)
    blind = data | {f"{row}-is_blind": "on"}
    with used(insider=stage.pk):
        assert any("누가 출품했는지" in each for each in errors(send(staff, contest, blind)))
        assert send(staff, contest, data).status_code == 302
    assert send(staff, contest, blind).status_code == 302
