from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import ContestFactory, accepted_entry, announced, open_contest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]


def search(client, text: str, group: str = "", **more) -> str:
    """Return the search page's text."""
    response = client.get("/search/", {"q": text, **({"in": group} if group else {}), **more})
    assert response.status_code == 200
    return response.content.decode()


def test_without_a_question_nothing_is_looked_for(client):
    announced(ContestFactory(), title="서울 앱 공모전")
    for text in ("", "  ", "?"):
        page = search(client, text)
        assert "공모전, 출품작, 공공앱을 검색합니다." in page
        assert "서울 앱 공모전" not in page


def test_a_contest_is_found_in_the_visitors_language_only(client):
    contest = ContestFactory()
    announced(contest, title="서울 앱 공모전", tagline="시민이 만드는 공공앱")
    announced(contest, "en", title="Seoul App Contest")
    page = search(client, "공공앱을")
    assert '<a class="card__link" href="/contests/' in page
    assert "시민이 만드는 공공앱" in page
    assert "‘seoul’에 대한 검색 결과가 없습니다." in search(client, "seoul")
    assert "/en/contests/" in client.get("/en/search/?q=seoul").content.decode()


def test_an_entry_is_found_from_the_moment_that_its_gallery_opens(client):
    contest = open_contest()
    announced(contest)
    accepted_entry(contest, title="따릉이 길잡이")
    contest.gallery_opens_at = timezone.now() + timedelta(hours=1)
    contest.save()
    assert "따릉이 길잡이" not in search(client, "길잡이")
    contest.gallery_opens_at = timezone.now() - timedelta(hours=1)
    contest.save()
    page = search(client, "길잡이")
    assert "따릉이 길잡이" in page
    assert "달리는 사람들" in page


def test_an_unpublished_announcement_is_not_found(client):
    page = announced(ContestFactory(), title="비밀 공모전")
    page.unpublish()
    assert "비밀 공모전" not in search(client, "비밀")


def test_results_are_counted_by_kind_and_paged(client):
    for number in range(17):
        announced(ContestFactory(), title=f"공공앱 공모전 {number}")
    page = search(client, "공공앱")
    assert page.count("card__link") == 15
    assert 'tabs__count">17<' in page
    assert search(client, "공공앱", page="2").count("card__link") == 2
    assert search(client, "공공앱", page="99").count("card__link") == 2
    assert "이 종류에서는 찾은 것이 없습니다." in search(client, "공공앱", "entries")
    assert search(client, "공공앱", "unknown").count("card__link") == 15


def test_what_was_typed_is_shown_and_never_run(client):
    page = search(client, '"><script>alert(1)</script>')
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert client.get("/search/?q=a%00b&in=%00&page=%00").status_code == 200


def test_the_header_leads_to_the_search_page(client):
    assert 'href="/search/"' in search(client, "")
