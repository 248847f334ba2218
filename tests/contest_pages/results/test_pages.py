"""What everybody and a team see of results, and what nobody sees before its time."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.notices.models import Notice
from contest_pages.entries.models import Entry, Membership
from contest_pages.judging.models import Review, Score
from contest_pages.models import Contest
from contest_pages.results import actions, feedback, notices
from contest_pages.results.documents import letters_of
from contest_pages.results.models import ResultSheet
from contest_pages.results.views import public
from tests.contest_pages.results.scene import Scene
from tests.factories import UserFactory, announced
from tests.pages import app_page
from tests.statements import asked, check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password_is_enough(settings):
    """The second factor is tests.cms.accounts' business."""
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture(scope="module")
def made_scene(made_scene) -> Scene:
    """The same, announced, and its gallery open."""
    contest = made_scene.contest
    announced(contest, first_published_at=timezone.now(), organiser="서울특별시")
    Contest.objects.filter(pk=contest.pk).update(
        gallery_opens_at=timezone.now() - timedelta(hours=1)
    )
    contest.refresh_from_db()
    return made_scene


def both_published(made):
    made.publish(1)
    return made.publish(2)


def text_of(client, address: str) -> str:
    return client.get(address).content.decode()


RESULTS = "/contests/app-2026/results/"


def test_winners_stand_first_with_prize_citation_and_masked_name(client, made):
    made.publish(1)
    sheet = actions.freeze(made.rounds[1], by=made.manager)
    award = sheet.awards.get(prize__title_ko="으뜸상")
    actions.write_citations(sheet, {award.pk: ("시민에게 꼭 필요합니다.", "")}, by=made.manager)
    actions.countersign(sheet, by=made.second)
    page = client.get(RESULTS)
    winners = [
        (each["award"].prize.title, each["entry"].title, each["name"])
        for each in page.context["winners"]
    ]
    assert winners == [
        ("으뜸상", "출품작 1", "김*국"),
        ("버금상", "출품작 2", "김*리"),
        ("버금상", "출품작 3", "박*찬"),
    ]
    text = page.content.decode()
    panel = "평가단 10명 가운데 10명이 투표했습니다(100%)."
    ballots = 'href="/contests/app-2026/vote/ballots/"'
    for shown in (
        "시민에게 꼭 필요합니다.",
        "1번 팀",
        "500만 원",
        sheet.sha256,
        "10표",
        panel,
        ballots,
    ):
        assert shown in text
    for hidden in ("김한국", "심사위원 0", "example.org", "김관리"):
        assert hidden not in text


@pytest.mark.parametrize(
    ("names_shown", "name"), [("team", ""), ("masked", "김*국"), ("full", "김한국")]
)
def test_names_are_shown_as_the_contest_says(client, names_shown, name, made):
    Contest.objects.filter(pk=made.contest.pk).update(names_shown=names_shown)
    both_published(made)
    assert client.get(RESULTS).context["winners"][0]["name"] == name


def everything_public(made) -> list[str]:
    """Where a result could show."""
    entry = made.entries[1]
    return [
        RESULTS,
        f"{RESULTS}?round=1",
        "/contests/app-2026/",
        "/contests/app-2026/entries/",
        entry.get_absolute_url(),
        "/showcase/",
        "/showcase/?award=any",
        "/showcase/앱-하나/",
        "/search/?q=출품작",
        "/sitemap.xml",
        "/contests/",
        "/",
    ]


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize("number", [1, 2])
def test_before_its_instant_a_countersigned_result_shows_nowhere(client, number, made):
    for earlier in range(1, number):
        made.publish(earlier)
    app_page("앱 하나", entry=made.entries[1], slug="앱-하나", released_on=None)
    before = [text_of(client, address) for address in everything_public(made)]
    made.publish(number, publish_at=timezone.now() + timedelta(days=1))
    after = [text_of(client, address) for address in everything_public(made)]
    for one, other, address in zip(before, after, everything_public(made), strict=True):
        for said in ("award", "winner", "으뜸상", "버금상"):
            assert other.count(said) == one.count(said), (address, said)
    assert client.get(f"{RESULTS}{number}/scores.csv").status_code == 404


def test_before_its_instant_a_team_learns_nothing_of_a_result(client, made):
    made.publish(1, publish_at=timezone.now() + timedelta(days=1))
    client.force_login(made.entries[1].memberships.get().user)
    own = f"/my/entries/{made.entries[1].pk}/"
    assert client.get(f"{own}feedback/").status_code == 404
    assert client.get(f"{own}certificate/").status_code == 404
    page = text_of(client, own)
    for said in ("진출", "으뜸상", "결과 보기"):
        assert said not in page


def test_where_winners_alone_are_public_no_other_entry_is_named(client, made):
    Contest.objects.filter(pk=made.contest.pk).update(gallery_shows="winners")
    assert not Entry.objects.public(timezone.now()).exists()
    made.publish(1)
    sheet = actions.freeze(made.rounds[1], by=made.manager)
    assert not Entry.objects.public(timezone.now()).exists()
    soon = timezone.now() + timedelta(hours=1)
    actions.countersign(sheet, by=made.second, publish_at=soon)
    assert not Entry.objects.public(timezone.now()).exists()
    ResultSheet.objects.filter(pk=sheet.pk).update(publish_at=timezone.now())
    shown = Entry.objects.public(timezone.now()).order_by("pk")
    assert [entry.title for entry in shown] == ["출품작 1", "출품작 2", "출품작 3"]
    page = text_of(client, f"{RESULTS}?round=1")
    assert "출품작 3" in page
    assert "출품작 4" not in page
    assert "M-4" in page


def test_raw_data_name_nobody_and_give_every_score(client, made):
    both_published(made)
    answer = client.get(f"{RESULTS}2/scores.csv")
    content = b"".join(answer.streaming_content)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 1 + 3 * 3 * 2 + 3  # judges, criteria, and the panel's lines
    assert {row[2] for row in rows[1:]} == {"A", "B", "C", ""}
    assert ["시민평가", "M-1", "", "", "", "", "9", "9"] in rows
    text = content.decode()
    for hidden in ("심사위원 0", "example.org", "출품작", "김한국"):
        assert hidden not in text


def test_a_correction_says_on_the_page_what_changed(client, made):
    both_published(made)
    made.judges[made.stages["second"].pk][0].reviews.get(entry=made.entries[3]).scores.update(
        points=9
    )
    made.publish(2, correction="점수 하나를 바로잡았습니다.")
    assert "점수 하나를 바로잡았습니다." in text_of(client, RESULTS)


def test_the_team_alone_reads_its_feedback_without_a_judge_named(client, made):
    both_published(made)
    address = f"/my/entries/{made.entries[1].pk}/feedback/"
    leader = made.entries[1].memberships.get().user
    member = Membership.objects.create(entry=made.entries[1], user=UserFactory()).user
    for person, status in ((leader, 200), (member, 200), (made.manager, 404), (UserFactory(), 404)):
        client.force_login(person)
        assert client.get(address).status_code == status
    client.force_login(leader)
    page = client.get(address)
    first, second = page.context["rounds"]
    assert first["band"] == "상위 25%"
    assert first["stages"][0]["criteria"][0] | {"title": ""} == {
        "title": "",
        "maximum": 10,
        "mean": "8.67",
        "all": "5.67",
    }
    assert second["stages"][0]["comments"] == ["출품작 1에 대한 심사평"] * 3
    text = page.content.decode()
    for hidden in ("심사위원 0", "출품작 2", "출품작 3"):
        assert hidden not in text
    Contest.objects.update(gives_feedback=False)
    assert client.get(address).status_code == 404


def test_a_team_reads_on_its_own_page_how_its_entry_came_through(client, made):
    both_published(made)
    said = {}
    for number in (1, 4):
        client.force_login(made.entries[number].memberships.get().user)
        page = client.get(f"/my/entries/{made.entries[number].pk}/")
        said[number] = [step["title"] for step in page.context["journey"]][-2:]
    assert said == {1: ["다음 심사 진출", "으뜸상"], 4: ["시민평가", "진출하지 못함"]} or said[
        1
    ] == [
        "다음 심사 진출",
        "으뜸상",
    ]


def test_certificates_are_for_winners_and_for_managers(client, made):
    both_published(made)
    client.force_login(made.entries[1].memberships.get().user)
    page = text_of(client, f"/my/entries/{made.entries[1].pk}/certificate/")
    for shown in ("으뜸상", "출품작 1", "김한국", "서울특별시"):
        assert shown in page
    client.force_login(made.entries[4].memberships.get().user)
    assert client.get(f"/my/entries/{made.entries[4].pk}/certificate/").status_code == 404
    assert client.get(f"{RESULTS}certificates/").status_code == 403
    client.force_login(made.manager)
    assert len(client.get(f"{RESULTS}certificates/").context["certificates"]) == 3


def test_a_certificate_has_the_same_number_alone_as_among_all(client, made):
    both_published(made)
    client.force_login(made.manager)
    all_of_them = client.get(f"{RESULTS}certificates/").context["certificates"]
    numbers = {each["entry"].pk: each["number"] for each in all_of_them}
    assert sorted(numbers.values()) == [1, 2, 3]
    for entry in (made.entries[2], made.entries[3]):
        client.force_login(entry.memberships.get().user)
        (own,) = client.get(f"/my/entries/{entry.pk}/certificate/").context["certificates"]
        assert own["number"] == numbers[entry.pk]


def test_winners_come_page_by_page_and_their_sum_is_that_of_all(client, monkeypatch, made):
    monkeypatch.setattr(public, "PER_PAGE", 2)
    both_published(made)
    first, second = (client.get(f"{RESULTS}?winners={number}") for number in (1, 2))
    assert [len(page.context["winners"]) for page in (first, second)] == [2, 1]
    assert first.context["prize_sum"] == second.context["prize_sum"] == 9_000_000
    assert 'href="?winners=2"' in first.content.decode()
    assert "winner--first" not in second.content.decode()


def test_every_team_leader_is_told_once_when_a_result_is_public(made):
    sheet = made.publish(1, publish_at=timezone.now() + timedelta(hours=1))
    notices.tell_of_published(timezone.now())
    assert not Notice.objects.exists()
    for _time in range(2):
        notices.tell_of_published(sheet.publish_at + timedelta(minutes=1))
    letters = Notice.objects.filter(kind="result_published")
    assert letters.count() == 6
    body = letters.get(recipient=made.entries[1].memberships.get().user).body
    assert "다음 심사에 진출합니다." in body
    assert "/feedback/" in body


def test_the_public_page_costs_the_same_with_many_entries(client, made):
    both_published(made)
    few = asked(client, f"{RESULTS}?round=1")
    check(few, 15)
    grow(made)
    made.publish(1, correction="늦게 온 심사표를 더했습니다.")
    many = asked(client, f"{RESULTS}?round=1")
    check(many, 15)
    assert len(many) == len(few)
    assert len(client.get(f"{RESULTS}?round=1").context["lines"]) == 50


def grow(made, number: int = 100) -> None:
    """Give the first round many more entries, each with one review."""
    import uuid

    from contest_pages.judging.models import Review

    now, judge = timezone.now(), made.judges[made.stages["first"].pk][0]
    entries = Entry.objects.bulk_create(
        Entry(
            contest=made.contest,
            slug=f"e-{n}",
            receipt=f"X-{n}",
            title=f"작품 {n}",
            state="accepted",
            live=True,
            submitted_at=now,
            start_key=uuid.uuid4(),
        )
        for n in range(number)
    )
    reviews = Review.objects.bulk_create(
        Review(judge=judge, entry=entry, state="submitted", assigned_at=now, submitted_at=now)
        for entry in entries
    )
    criterion = made.stages["first"].criteria.first()
    Score.objects.bulk_create(Score(review=r, criterion=criterion, points=4) for r in reviews)


def test_comments_stand_in_an_order_that_no_published_letter_gives_away(made):
    both_published(made)
    stage = made.stages["second"].pk
    letters = letters_of(stage, [judge.pk for judge in made.judges[stage]])
    texts = {"A": "다", "B": "가", "C": "나"}
    for judge, letter in letters.items():
        Review.objects.filter(judge=judge, entry=made.entries[1]).update(comment=texts[letter])
    rounds = feedback.feedback_on(made.entries[1], timezone.now())
    assert rounds[1]["stages"][0]["comments"] == ["가", "나", "다"]


@pytest.mark.parametrize(
    ("rank", "ranked", "said"),
    [
        (1, 1, "1편 가운데 1위"),
        (1, 3, "3편 가운데 1위"),
        (1, 4, "상위 25%"),
        (2, 4, "상위 50%"),
        (3, 4, "하위 50%"),
        (1, 10, "상위 10%"),
        (None, 4, ""),
    ],
)
def test_the_band_is_true_of_small_fields_too(rank, ranked, said):
    document = {"ranking": [{"rank": n} for n in range(1, ranked + 1)] + [{"rank": None}]}
    assert feedback.band(rank, document) == said
