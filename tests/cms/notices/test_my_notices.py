import pytest

from cms.notices.models import NoticeRefusal
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/my/notices/"


def refused_by(user) -> set[str]:
    return set(user.notice_refusals.values_list("group", flat=True))


def test_who_is_not_signed_in_is_asked_to(client):
    assert client.get(PAGE).url.startswith("/accounts/login/")


def test_a_person_refuses_a_group_and_takes_it_up_again(client, user):
    client.force_login(user)
    assert client.post(PAGE, {"team": "on"}).status_code == 302
    assert refused_by(user) == {"messages", "news"}
    client.post(PAGE, {"team": "on", "messages": "on"})
    assert refused_by(user) == {"news"}


def test_what_cannot_be_refused_says_so_and_stays(client, user):
    client.force_login(user)
    page = client.get(PAGE).text
    assert "이 메일은 끌 수 없습니다." in page
    client.post(PAGE, {})
    assert not user.notice_refusals.filter(group__in=["own_entries", "duty"]).exists()


def test_a_choice_about_others_mails_is_not_offered_and_not_touched(client):
    moderator = UserFactory(groups=["Moderators"])
    citizen = UserFactory()
    NoticeRefusal.objects.create(user=citizen, group="summary")
    client.force_login(citizen)
    assert "하루 요약" not in client.get(PAGE).text
    client.post(PAGE, {"messages": "on", "news": "on", "team": "on", "summary": "on"})
    assert refused_by(citizen) == {"summary"}
    client.force_login(moderator)
    assert "하루 요약" in client.get(PAGE).text


def test_the_page_stands_in_the_menu_and_in_both_languages(client, user, statements):
    client.force_login(user)
    assert f'href="{PAGE}"' in client.get("/my/entries/").text
    assert "My mails" in client.get(f"/en{PAGE}").text
    statements(client, PAGE, most=14)
