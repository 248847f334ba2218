from datetime import date

import pytest

from showcase.models import AppIndexPage
from tests.factories import accepted_entry
from tests.pages import app_page, award, topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]


def titles(client, **asked) -> list[str]:
    answer = client.get("/showcase/", asked)
    assert answer.status_code == 200
    return sorted(app.title for app in answer.context["listing"].page)


def test_each_filter_narrows_the_list(client):
    entry = accepted_entry(title="달빛시장")
    award(entry, "으뜸상", year=2018)
    award(accepted_entry(), "장려상", year=2017)  # of an entry that is no app
    safety = topic("safety", "안전", "Safety")
    app_page("달빛시장", entry=entry, released_on=None, is_android=False, is_web=True)
    app_page("둘레길", topics=[safety, topic()], released_on=date(2016, 5, 1))
    app_page("초안", topics=[topic("drafts", "초안")], live=False)
    assert titles(client) == ["달빛시장", "둘레길"]
    assert titles(client, platform="web") == ["달빛시장"]
    assert titles(client, topic="safety") == ["둘레길"]
    assert titles(client, year="2016") == ["둘레길"]
    assert titles(client, year="2018") == ["달빛시장"]  # the year of its award
    assert titles(client, award="any") == ["달빛시장"]
    assert titles(client, award="으뜸상") == ["달빛시장"]
    assert titles(client, award="장려상") == []
    assert titles(client, platform="web", topic="safety") == []
    choices = {
        each["name"]: [choice["value"] for choice in each["choices"]]
        for each in client.get("/showcase/").context["listing"].facets
    }
    assert choices == {
        "platform": ["android", "web"],
        "topic": ["traffic", "safety"],
        "licence": ["MIT"],
        "year": ["2018", "2016"],
        "award": ["any", "으뜸상"],
        "status": ["stable"],
    }


def test_the_search_finds_korean_as_it_is_written(client):
    app_page("골목 지도", summary="공공앱을 만드는 이웃의 가게를 알려 줍니다.", maker="한빛나래")
    app_page("따릉이 길잡이")
    assert titles(client, q="공공앱") == ["골목 지도"]
    assert titles(client, q="길잡이") == ["따릉이 길잡이"]
    assert titles(client, q="한빛나래") == ["골목 지도"]
    assert titles(client, q="없는말") == []
    assert titles(client, q="!!") == []


NONSENSE = [
    {"year": "x" * 300},
    {"year": "²²²²"},
    {"page": "0"},
    {"page": "none"},
    {"platform": "amiga"},
    {"q": "\0"},
]


def test_what_cannot_be_read_in_the_address_is_ignored(client):
    app_page("따릉이 길잡이")
    for asked in NONSENSE:
        assert titles(client, **asked) == ["따릉이 길잡이"], asked


def test_pages_keep_what_was_asked_for(client, monkeypatch):
    monkeypatch.setattr(AppIndexPage, "page_size", 2)
    for n in range(3):
        app_page(f"앱 {n}")
    answer = client.get("/showcase/?platform=android")
    assert "?platform=android&amp;page=2" in answer.text
    assert len(titles(client, platform="android", page="2")) == 1


def test_an_empty_showcase_and_an_empty_result_say_what_to_do(client):
    assert "아직 실린 앱이 없습니다." in client.get("/showcase/").text
    assert "조건에 맞는 앱이 없습니다." in client.get("/showcase/?q=없는말").text
    assert "No app matches." in client.get("/en/showcase/?q=nothing").text
