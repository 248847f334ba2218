"""What a signed result keeps as it was: the stages that it counts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contest_pages.models import Stage
from contest_pages.voting.models import Ballot
from tests.contest_pages.admin.contest_form import errors, form_data, row_of, send

pytestmark = pytest.mark.django_db

NOT_AGAIN = "집계를 알 수 있는 투표라 다시 열 수 없습니다"


@pytest.fixture(autouse=True)
def password_is_enough(settings):
    """The second factor is tests.cms.accounts' business."""
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def moved(client, made):
    """A function that moves a stage's closing by a number of days in the contest's form."""
    client.force_login(made.manager)
    # Whole minutes, as the form writes them: else what was not touched would move as well.
    whole = {"second": 0, "microsecond": 0}
    for each in made.stages.values():
        each.opens_at = each.opens_at.replace(**whole)
        each.closes_at = each.closes_at.replace(**whole)
        each.save()

    def move(stage: Stage, days: int, **fields) -> list[str]:
        data = form_data(client, made.contest)
        row = row_of(data, "stages", "id", stage.pk)
        closes_at = timezone.localtime(stage.closes_at) + timedelta(days=days)
        data[f"{row}-closes_at"] = f"{closes_at:%Y-%m-%d %H:%M}"
        data |= {f"{row}-{name}": value for name, value in fields.items()}
        answer = send(client, made.contest, data)
        return [] if answer.status_code == 302 else errors(answer)

    return move


def test_a_vote_does_not_open_again_once_its_count_can_be_read(made, moved):
    stage = made.stages["panel"]
    before = stage.closes_at
    for days in (5, 0.5):  # not by small steps either
        (message,) = moved(stage, days)
        assert message.startswith(f"단계 “{stage.title_ko}”, 마감: ")
        assert NOT_AGAIN in message
    assert moved(stage, 0) == []
    stage.refresh_from_db()
    assert stage.closes_at == before
    assert moved(made.stages["second"], 5) == []  # a judge's slip is mended there


def test_a_vote_that_is_open_or_empty_is_prolonged(made, moved):
    stage = made.stages["panel"]
    Stage.objects.filter(pk=stage.pk).update(closes_at=timezone.now() + timedelta(hours=2))
    stage.refresh_from_db()
    assert moved(stage, 3) == []
    Ballot.objects.all().delete()
    Stage.objects.filter(pk=stage.pk).update(closes_at=timezone.now() - timedelta(hours=1))
    stage.refresh_from_db()
    assert moved(stage, 3) == []


def test_a_stage_that_a_signed_result_counts_stays_in_its_round(made, moved):
    made.publish(1)
    messages = moved(made.stages["first"], 0, round=made.rounds[1].pk)
    assert any(each.startswith("단계 “서류심사”, 차수: 이미 쓰이고") for each in messages)
