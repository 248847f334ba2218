import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from cms.errors import Refused
from contest_pages import actions
from contest_pages.models import Contest, ContestPage
from tests.contest_pages.admin.contest_form import errors, form_data, row_of, send, url, used
from tests.factories import UserFactory, announced, contest_index, open_contest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "relation"),
    [("track", "tracks"), ("prize", "prizes"), ("consent", "consents"), ("stage", "stages")],
)
def test_a_row_in_use_cannot_be_removed_and_is_shown_again(staff, contest, kind, relation):
    data = form_data(staff, contest)
    row = getattr(contest, relation).first()
    prefix = row_of(data, relation, "id", row.pk)
    data[f"{prefix}-DELETE"] = "on"
    with used(**{kind: row.pk}):
        response = send(staff, contest, data)
        messages = errors(response)
    assert f"“{row.title_ko}”은(는) 3번 쓰이고 있어 지울 수 없습니다." in messages[0]
    shown = next(
        f for f in response.context_data["form"].formsets[relation].forms if f.prefix == prefix
    )
    assert not shown["DELETE"].value()
    assert type(row).objects.filter(pk=row.pk).exists()


def test_an_answered_question_cannot_be_removed(staff, contest):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'questions', 'key', 'features')}-DELETE"] = "on"
    with used(question="features"):
        assert "지울 수 없습니다" in errors(send(staff, contest, data))[0]


def test_a_round_to_which_a_stage_belongs_cannot_be_removed(staff, contest):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'rounds', 'number', 1)}-DELETE"] = "on"
    messages = errors(send(staff, contest, data))
    assert messages == ["1차을(를) 지울 수 없습니다. 단계 “2차 예선심사”이(가) 속해 있습니다."]


def test_a_round_goes_together_with_its_stage(staff, contest):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'rounds', 'number', 1)}-DELETE"] = "on"
    data[f"{row_of(data, 'stages', 'title_ko', '2차 예선심사')}-DELETE"] = "on"
    for criterion in contest.judging[0].criteria.all():
        data[f"{row_of(data, 'criteria', 'id', criterion.pk)}-DELETE"] = "on"
    response = send(staff, contest, data)
    assert response.status_code == 302, errors(response)
    assert list(contest.rounds.values_list("number", flat=True)) == [2]


def test_the_kind_of_a_contest_is_fixed_when_it_is_published(staff, contest):
    data = form_data(staff, contest)
    contest.announcements.get(locale=contest_index().locale).save_revision().publish()
    assert send(staff, contest, data | {"kind": "idea"}).status_code == 302
    contest.refresh_from_db()
    assert contest.kind == "app"
    contest.kind = "idea"
    editor = get_user_model().objects.get(pk=staff.session["_auth_user_id"])
    with pytest.raises(Refused, match="종류와 주소"):
        actions.change_contest(contest, save=lambda: contest, by=editor)


def test_a_contest_that_was_announced_is_not_deleted_and_the_reason_is_said(client):
    client.force_login(UserFactory(groups=["Programme managers"]))
    contest = open_contest()
    announced(contest, first_published_at=timezone.now())
    for ask in (client.get, client.post):
        response = ask(url("delete", contest), follow=True)
        assert "이미 공고하여 지울 수 없습니다" in response.content.decode()
    assert Contest.objects.filter(pk=contest.pk).exists()


def test_a_contest_that_is_used_is_not_deleted(client, contest):
    client.force_login(UserFactory(groups=["Programme managers"]))
    with used(stage=contest.submission.pk):
        response = client.post(url("delete", contest), follow=True)
    assert "출품작이 있어 지울 수 없습니다" in response.content.decode()
    assert Contest.objects.filter(pk=contest.pk).exists()


def test_a_contest_nobody_saw_is_deleted_with_its_draft(client, contest):
    client.force_login(UserFactory(groups=["Programme managers"]))
    assert client.get(url("delete", contest)).status_code == 200
    client.post(url("delete", contest))
    assert (Contest.objects.count(), ContestPage.objects.count()) == (0, 0)


def test_a_stage_stays_while_it_has_criteria(staff, contest):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'stages', 'title_ko', '3차 본선심사')}-DELETE"] = "on"
    messages = errors(send(staff, contest, data))
    assert "단계 “3차 본선심사”은(는) 심사 기준을 먼저 지워야 지울 수 있습니다." in messages


def test_a_track_stays_while_a_criterion_is_limited_to_it(staff, contest):
    track = contest.tracks.get(title_ko="공익 앱")
    data = form_data(staff, contest)
    data[f"{row_of(data, 'criteria', 'title_ko', '창의성')}-tracks"] = [track.pk]
    data[f"{row_of(data, 'tracks', 'id', track.pk)}-DELETE"] = "on"
    messages = errors(send(staff, contest, data))
    assert (
        "부문 “공익 앱”은(는) 심사 기준 “창의성”이(가) 적용되는 부문이라 지울 수 없습니다."
        in messages
    )
    assert contest.tracks.filter(pk=track.pk).exists()
