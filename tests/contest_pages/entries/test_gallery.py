from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contest_pages.entries.models import Entry, EntryFile
from contest_pages.entries.views import gallery as views
from contest_pages.models import Contest, Prize
from contest_pages.results.models import Award
from media.models import PrivateFile
from tests.factories import (
    QuestionFactory,
    TrackFactory,
    UserFactory,
    accepted_entry,
    announced,
    draft_entry,
    leader_of,
    move_stages,
    open_contest,
    submitted_entry,
)
from tests.media import corpus

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made_contest(made_once):
    contest = open_contest(slug="app-open")
    announced(contest)
    return contest


@pytest.fixture
def contest(made_contest, db):
    return deepcopy(made_contest)


def gallery(client, contest, **filters):
    return client.get(reverse("entry_gallery", args=[contest.slug]), filters)


def test_accepted_entries_appear_when_the_gallery_opens_and_not_before(client, contest):
    entry = accepted_entry(contest, title="따릉이 길잡이")
    hidden = [submitted_entry(contest, title="아직 심사 중"), draft_entry(contest)]
    before = gallery(client, contest)
    assert before.status_code == 200
    assert "따릉이 길잡이" not in before.content.decode()
    assert client.get(entry.get_absolute_url()).status_code == 404
    move_stages(contest, days=-40)
    after = gallery(client, contest).content.decode()
    assert "따릉이 길잡이" in after
    assert "아직 심사 중" not in after
    assert client.get(entry.get_absolute_url()).status_code == 200
    assert client.get(reverse("entry_detail", args=["app-open", hidden[0].slug])).status_code == 404


def test_the_sitemap_has_an_entry_when_the_gallery_opens_and_not_before(client, contest):
    entry = accepted_entry(contest, title="따릉이 길잡이")
    submitted_entry(contest, title="아직 심사 중")
    unannounced = accepted_entry(open_contest(slug="secret"))
    assert "/entries/" not in client.get("/sitemap.xml").text
    for each in (contest, unannounced.contest):
        move_stages(each, days=-40)
    listed = client.get("/sitemap.xml", headers={"Accept-Language": "en"}).text
    assert listed.count("/entries/") == 1
    assert f"<loc>http://testserver{entry.get_absolute_url()}</loc>" in listed


def test_a_closed_gallery_does_not_tell_how_many_it_holds(client, contest):
    empty = gallery(client, contest).content
    accepted_entry(contest)
    filled = gallery(client, contest).content
    assert filled == empty


def test_a_contest_that_is_not_announced_has_no_gallery(client, contest):
    accepted_entry(contest)
    move_stages(contest, days=-40)
    contest.announcements.get().unpublish()
    assert gallery(client, contest).status_code == 404
    assert client.get(Entry.objects.get().get_absolute_url()).status_code == 404
    assert client.get(reverse("entry_gallery", args=["no-such-contest"])).status_code == 404


def test_winners_only_means_winners_only(client, contest):
    Contest.objects.filter(pk=contest.pk).update(gallery_shows=Contest.GalleryShows.WINNERS)
    winner = accepted_entry(contest, title="받은 작품")
    other = accepted_entry(contest, title="받지 못한 작품")
    prize = Prize.objects.create(contest=contest, title_ko="으뜸상")
    Award.objects.create(entry=winner, prize=prize, year=2026)
    move_stages(contest, days=-40)
    page = gallery(client, contest).content.decode()
    assert "받은 작품" in page and "으뜸상" in page
    assert "받지 못한 작품" not in page
    assert client.get(other.get_absolute_url()).status_code == 404


def test_the_gallery_is_narrowed_to_a_track(client, contest):
    first, second = TrackFactory(contest=contest), TrackFactory(contest=contest)
    accepted_entry(contest, title="첫째 부문의 것", track=first)
    accepted_entry(contest, title="둘째 부문의 것", track=second)
    move_stages(contest, days=-40)
    page = gallery(client, contest, track=first.pk).content.decode()
    assert "첫째 부문의 것" in page and "둘째 부문의 것" not in page
    for nonsense in ("x", "999999", "' OR 1=1"):
        assert gallery(client, contest, track=nonsense, page="x").status_code == 200


def test_an_entry_shows_public_answers_and_no_others(client, contest):
    QuestionFactory(contest=contest, key="open", label_ko="무엇이 새롭나요", is_public=True)
    QuestionFactory(contest=contest, key="closed", label_ko="연락처")
    answers = [
        {"key": "open", "kind": "short_text", "label_ko": "무엇이 새롭나요", "label_en": ""},
        {"key": "closed", "kind": "short_text", "label_ko": "연락처", "label_en": ""},
        {
            "key": "long",
            "kind": "long_text",
            "label_ko": "자세히",
            "label_en": "",
            "value": "가\n나",
        },
    ]
    QuestionFactory(contest=contest, key="long", kind="long_text", is_public=True)
    answers[0]["value"], answers[1]["value"] = "<b>빠릅니다</b>", "010-1234-5678"
    entry = accepted_entry(contest, answers=answers)
    move_stages(contest, days=-40)
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "무엇이 새롭나요" in page and "&lt;b&gt;빠릅니다&lt;/b&gt;" in page
    assert "<p>가<br>나</p>" in page
    assert "010-1234-5678" not in page and "연락처" not in page
    assert leader_of(entry).email not in page and leader_of(entry).name not in page


def test_pictures_of_another_entry_are_not_shown(client, contest):
    other = draft_entry(contest)
    file = PrivateFile.objects.receive(
        corpus.upload("a.png", corpus.picture()), by=leader_of(other)
    )
    EntryFile.objects.create(entry=other, file=file, key=EntryFile.IMAGES)
    entry = accepted_entry(contest)
    Entry.objects.filter(pk=entry.pk).update(images=[{"file": str(file.uuid), "alt": "남의 것"}])
    move_stages(contest, days=-40)
    assert str(file.uuid) not in client.get(entry.get_absolute_url()).content.decode()


def test_a_withdrawn_entry_is_gone(client, contest):
    from contest_pages.entries import actions

    entry = accepted_entry(contest)
    move_stages(contest, days=-40)
    assert client.get(entry.get_absolute_url()).status_code == 200
    actions.withdraw(entry, by=leader_of(entry))
    assert client.get(entry.get_absolute_url()).status_code == 404


def test_the_announcement_offers_the_gallery_once_it_is_open(client, contest):
    accepted_entry(contest)
    address = reverse("entry_gallery", args=[contest.slug])
    page = contest.announcements.get()
    assert address not in client.get(page.url).content.decode()
    move_stages(contest, days=-40)
    assert address in client.get(page.url).content.decode()


def test_the_gallery_turns_its_pages(client, contest, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 2)
    team = UserFactory()
    for number in range(3):
        accepted_entry(contest, by=team, title=f"작품 {number:02}")
    move_stages(contest, days=-40)
    assert len(gallery(client, contest).context["cards"]) == 2
    assert len(gallery(client, contest, page=2).context["cards"]) == 1


def test_an_entry_in_english(client, contest):
    entry = accepted_entry(contest, title="Bike Guide")
    move_stages(contest, days=-40)
    page = client.get("/en" + reverse("entry_detail", args=["app-open", entry.slug]))
    assert page.status_code == 200
    assert "View the source" in page.content.decode()


def test_gallery_opens_at_the_instant_the_editor_sets(client, contest):
    accepted_entry(contest, title="지금 보이는 것")
    contest.gallery_opens_at = timezone.now() - timedelta(seconds=1)
    contest.save()
    assert "지금 보이는 것" in gallery(client, contest).content.decode()


@pytest.mark.usefixtures("searchable")
def test_the_gallery_is_searched_in_korean_and_shows_only_what_is_public(client, contest):
    accepted_entry(contest, title="미세먼지 산책", summary="맑은 길을 권합니다.")
    accepted_entry(contest, title="따릉이 길잡이")
    submitted_entry(contest, title="미세먼지 지도")
    move_stages(contest, days=-40)
    titles = [card.entry.title for card in gallery(client, contest, q="먼지를").context["cards"]]
    assert titles == ["미세먼지 산책"]
    assert gallery(client, contest, q="없는말").context["cards"] == []
    assert len(gallery(client, contest, q="  ").context["cards"]) == 2
