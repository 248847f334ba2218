"""The catalogue: finding apps, taking the list away, following it."""

import csv
import io
import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import PageViewRestriction

from showcase.models import AppIndexPage, AppPage
from tests.pages import app_page, home_page, topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(client, asked: str) -> list[str]:
    return [app.title for app in client.get(f"/showcase/?{asked}").context["listing"].page]


def private_app(title: str = "사내 앱") -> AppPage:
    """A published app that not everybody may see."""
    app = app_page(title, topics=[topic("inside", "사내")], first_published_at=timezone.now())
    PageViewRestriction.objects.create(page=app, restriction_type="login")
    return app


def test_the_order_is_that_of_the_address(client):
    now = timezone.now()
    for n, (title, year) in enumerate([("나무", "2016"), ("가람", "2018"), ("다리", "2017")]):
        app = app_page(title, released_on=f"{year}-05-01", summary=f"{title}를 봅니다.")
        AppPage.objects.filter(pk=app.pk).update(first_published_at=now - timedelta(days=n))
    assert titles(client, "") == ["나무", "가람", "다리"]
    assert titles(client, "sort=title") == ["가람", "나무", "다리"]
    assert titles(client, "sort=year") == ["가람", "다리", "나무"]
    assert titles(client, "sort=nonsense") == titles(client, "sort=best") == titles(client, "")
    assert titles(client, "q=나무&sort=title&platform=android") == ["나무"]


def test_what_was_chosen_is_said_and_can_be_taken_back(client):
    app_page("따릉이 길잡이", topics=[topic()])
    text = client.get("/showcase/?topic=traffic&platform=android&q=따릉이").text
    assert 'name="topic" value="traffic" autocomplete="off" checked' in text
    assert 'href="/showcase/?q=%EB%94%B0%EB%A6%89%EC%9D%B4&amp;topic=traffic"' in text


def test_suggestions_are_titles_that_hold_what_is_typed(client):
    app_page("서울 자전거")
    app_page("자전거 길")
    app_page("자전거 여행 안내", live=False)
    app_page("100% 자전거").unpublish()
    private_app("사내 자전거")

    def suggested(text: str, language: str = "") -> list[str]:
        return client.get(f"{language}/showcase/suggest/", {"q": text}).json()["suggestions"]

    assert suggested("자전거") == ["자전거 길", "서울 자전거"]
    assert suggested("서울자전") == ["서울 자전거"]
    assert suggested("%") == suggested("") == suggested("\0") == []
    assert suggested("자전거", "/en") == []


def test_a_table_holds_all_that_is_filtered_and_no_formula(client, monkeypatch):
    monkeypatch.setattr(AppIndexPage, "page_size", 2)
    both = [topic(), topic("safety", "안전")]
    for n in range(3):  # more than a page of the list
        app_page(f"앱 {n}", topics=both)
    app_page("\x07=HYPERLINK(1)", is_ios=True, summary="@x", maker="-1")
    app_page("초안", live=False)
    private_app()
    topics = {f"앱 {n}": "교통; 안전" for n in range(3)} | {"'=HYPERLINK(1)": ""}
    answer = client.get("/showcase/export.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["제목"]: row["주제"] for row in rows} == topics
    assert len(rows) == len(topics)
    answer = client.get("/showcase/export.csv?platform=ios")
    [row] = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert (row["제목"], row["요약"]) == ("'=HYPERLINK(1)", "'@x")
    book = load_workbook(
        io.BytesIO(b"".join(client.get("/showcase/export.xlsx").streaming_content))
    )
    cells = [row[0] for row in book.active.iter_rows(max_col=1, values_only=True)]
    assert sorted(cells) == sorted(["제목", *topics])


def test_as_json_texts_stand_as_they_are_and_in_the_language_asked_for(client):
    app = app_page("=따릉이", topics=[topic()])
    [row] = json.loads(b"".join(client.get("/showcase/export.json").streaming_content))
    assert (row["title"], row["topics"]) == ("=따릉이", ["교통"])
    assert row["url"] == f"http://testserver{app.url}"
    english = client.get("/en/showcase/export.json")
    assert json.loads(b"".join(english.streaming_content)) == []


def test_an_export_reads_as_many_statements_of_many_apps(client, django_assert_max_num_queries):
    for n in range(6):
        app_page(f"앱 {n}", topics=[topic()])
    with django_assert_max_num_queries(11):
        b"".join(client.get("/showcase/export.csv").streaming_content)


def test_the_feed_lists_new_apps_in_its_language(client):
    app = app_page("따릉이 & 길잡이", topics=[topic()], first_published_at=timezone.now())
    copy = app.copy_for_translation(home_page("en").locale, alias=True)
    AppPage.objects.filter(pk=app.pk).update(summary="<b>종</b>\x07을 울립니다.")
    app_page("초안", live=False)
    private_app()
    for address, expected in (("/showcase/feed/", app), ("/en/showcase/feed/", copy)):
        answer = client.get(address)
        assert answer["Content-Type"].startswith("application/atom+xml")
        feed = ElementTree.fromstring(answer.content)  # noqa: S314  (ours)
        entries = feed.findall(f"{ATOM}entry")
        assert [entry.find(f"{ATOM}title").text for entry in entries] == ["따릉이 & 길잡이"]
        said = entries[0].find(f"{ATOM}summary").text
        text = "&lt;b&gt;종&lt;/b&gt;을 울립니다." if expected == app else app.summary
        assert said == f"<p>{text}</p>"
        assert entries[0].find(f"{ATOM}link").get("href") == f"http://testserver{expected.url}"
    assert feed.find(f"{ATOM}title").text == "Showcase"
