"""What anyone can check of a published result: the document, its fingerprint, each way to a rank."""

import hashlib
import json
from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from contest_pages.judging.models import Review
from contest_pages.models import Contest, Stage
from contest_pages.results import actions
from contest_pages.results.models import ResultSheet
from tests.contest_pages.results.scene import Scene, judge, review
from tests.factories import announced
from tests.statements import asked, check

pytestmark = pytest.mark.django_db

RESULTS = "/contests/app-2026/results/"


@pytest.fixture(scope="module")
def made_scene(made_scene) -> Scene:
    """The same, announced, and its gallery open."""
    announced(made_scene.contest, first_published_at=timezone.now())
    opened = timezone.now() - timedelta(hours=1)
    Contest.objects.filter(pk=made_scene.contest.pk).update(gallery_opens_at=opened)
    made_scene.contest.refresh_from_db()
    return made_scene


@pytest.fixture
def published(made):
    """The second round's result; the first is public as well."""
    made.publish(1)
    return made.publish(2)


def text_of(client, address: str) -> str:
    return client.get(address).content.decode()


def steps(client, number: int, receipt: str) -> list[str]:
    return client.get(f"{RESULTS}{number}/entries/{receipt}/").context["steps"]


def corrected(made, **said) -> ResultSheet:
    """A second version of the second round, in which the third entry is the best."""
    for each in Review.objects.filter(entry=made.entries[3], judge__stage=made.stages["second"]):
        each.scores.update(points=10)
    return made.publish(2, correction="점수 셋을 바로잡았습니다.", **said)


def test_the_fingerprint_on_the_page_is_that_of_the_bytes_that_are_downloaded(client, published):
    page = text_of(client, RESULTS)
    assert f'href="{RESULTS}2/1/document.json"' in page
    answer = client.get(f"{RESULTS}2/1/document.json")
    assert answer["Content-Disposition"] == 'attachment; filename="app-2026-2-v1.json"'
    printed = hashlib.sha256(answer.content).hexdigest()
    assert f'<code class="fingerprint">{printed}</code>' in page
    assert "sha256sum app-2026-2-v1.json" in page
    # What was kept has changed since: then the two differ.
    document = published.document | {"despite": "나중에 덧붙임"}
    ResultSheet.objects.filter(pk=published.pk).update(document=document)
    other = hashlib.sha256(client.get(f"{RESULTS}2/1/document.json").content).hexdigest()
    assert other != printed
    assert printed in text_of(client, RESULTS)


def test_the_document_names_nobody_and_no_entry_by_its_title(client, made, published):
    text = text_of(client, f"{RESULTS}2/1/document.json")
    assert "M-1" in text
    people = [made.manager, made.second, *(e.memberships.get().user for e in made.entries.values())]
    for hidden in (
        *(f"심사위원 {number}" for number in range(3)),
        *(person.name for person in people),
        *(str(entry) for entry in made.entries.values()),
        *(entry.team_name for entry in made.entries.values()),
        "심사평",
        "example.org",
    ):
        assert hidden not in text


def test_from_the_document_alone_the_scores_can_be_reckoned_again(client, published):
    document = json.loads(client.get(f"{RESULTS}2/1/document.json").content)
    judging, voting = document["inputs"]["stages"]
    weights = {str(each["key"]): each for each in judging["criteria"]}
    for line in document["ranking"]:
        shares = [
            sum(
                Fraction(points * weights[key]["weight"], weights[key]["maximum"])
                for key, points in review["points"].items()
            )
            for review in judging["reviews"]
            if review["entry"] == line["entry"]
        ]
        votes = {each["entry"]: each["ballots"] for each in voting["tally"]}
        by_judges = sum(shares) / len(shares)
        by_panel = Fraction(100 * votes[line["entry"]], voting["ballots"])
        total = (by_judges * judging["weight"] + by_panel * voting["weight"]) / 100
        assert Fraction(line["exact"]) == total


def test_the_page_says_when_it_was_frozen_and_signed_and_by_no_name(client, made, published):
    page = text_of(client, RESULTS)
    for role in ("담당자 확정", "다른 담당자 확인"):
        assert role in page
    for name in (made.manager.name, made.second.name):
        assert name not in page


def test_a_way_shows_every_step_from_points_to_the_rank(client, published):
    page = client.get(f"{RESULTS}2/entries/M-1/")
    (judged,) = page.context["judged"]
    assert [(title, points) for title, _criterion, points in judged["judged"].rows] == [
        ("창의성", [7, 7, 7]),
        ("완성도", [7, 7, 7]),
    ]
    assert [score.judge for score in judged["judged"].scores] == ["A", "B", "C"]
    assert page.context["steps"] == [
        "전문가심사: A 70.00, B 70.00, C 70.00. 반영된 평균 70.00점.",
        "시민평가: 10표 가운데 9표, 90.00점.",
        "합계: 70.00 × 70% + 90.00 × 30% = 76.00.",
        "1위입니다.",
        "“으뜸상” 수상작입니다.",
    ]
    text = page.content.decode()
    assert "출품작 1" in text
    for hidden in ("심사위원 0", "심사평", "김한국", "출품작 2"):
        assert hidden not in text


def test_ranking_and_winners_lead_to_each_way(client, published):
    page = text_of(client, RESULTS)
    for receipt in ("M-1", "M-2", "M-3"):
        assert page.count(f'href="{RESULTS}2/entries/{receipt}/"') == 2
    first = text_of(client, f"{RESULTS}?round=1")
    assert f'href="{RESULTS}1/entries/M-6/"' in first


def test_a_way_says_which_reviews_a_trimmed_mean_leaves_out(client, made):
    stage = made.stages["first"]
    Stage.objects.filter(pk=stage.pk).update(averaging="trimmed")
    fourth = judge(stage, 3, by=made.manager)
    for entry in made.entries.values():
        review(fourth, entry, dict.fromkeys(stage.criteria.all(), 10))
    made.publish(1)
    page = client.get(f"{RESULTS}1/entries/M-6/")
    (judged,) = page.context["judged"]
    out = sorted(each.score for each in judged["judged"].scores if each.is_left_out)
    assert out == ["10.00", "100.00"]
    assert "평균 반영" in page.content.decode()


def test_an_entry_that_is_not_public_has_its_way_under_its_number_alone(client, made):
    Contest.objects.filter(pk=made.contest.pk).update(gallery_shows="winners")
    made.publish(1)
    made.publish(2)
    page = text_of(client, f"{RESULTS}1/entries/M-4/")
    assert "M-4" in page
    for hidden in ("출품작 4", made.entries[4].slug, made.entries[4].team_name):
        assert hidden not in page
    assert "출품작 1" in text_of(client, f"{RESULTS}1/entries/M-1/")


def test_before_its_publication_nothing_of_it_can_be_had(client, made):
    made.publish(1)
    actions.freeze(made.rounds[1], by=made.manager)
    addresses = [f"{RESULTS}2/1/document.json", f"{RESULTS}2/entries/M-1/"]
    for address in addresses:
        assert client.get(address).status_code == 404
    sheet = ResultSheet.objects.get(round=made.rounds[1])
    soon = timezone.now() + timedelta(hours=1)
    actions.countersign(sheet, by=made.second, publish_at=soon)
    for address in addresses:
        assert client.get(address).status_code == 404
    assert sheet.sha256 not in text_of(client, RESULTS)
    ResultSheet.objects.filter(pk=sheet.pk).update(publish_at=timezone.now())
    for address in addresses:
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["3/1/document.json", "2/9/document.json", "2/99999999999999999999/document.json"]
)
def test_what_there_is_not_is_not_found(client, published, address):
    assert client.get(f"{RESULTS}{address}").status_code == 404
    assert client.get(f"{RESULTS}2/entries/M-4/").status_code == 404  # it did not advance
    assert client.get(f"{RESULTS}9/entries/M-1/").status_code == 404


def test_a_correction_has_its_own_fingerprint_and_says_what_changed(client, made, published):
    second = corrected(made, publish_at=timezone.now() + timedelta(hours=1))
    before = text_of(client, RESULTS)
    assert published.sha256 in before
    for hidden in (second.sha256, "점수 셋을 바로잡았습니다."):
        assert hidden not in before
    assert client.get(f"{RESULTS}2/2/document.json").status_code == 404
    ResultSheet.objects.filter(pk=second.pk).update(publish_at=timezone.now())
    page = client.get(RESULTS)
    latest, first = page.context["versions"]
    assert (latest, first) == (second, published)
    assert latest.told == "점수 셋을 바로잡았습니다."
    assert page.context["changes"] == [
        ("출품작 1", "1위(76.00) → 2위(76.00)"),
        ("출품작 1", "“버금상” 수상작입니다."),
        ("출품작 2", "2위(75.00) → 3위(75.00)"),
        ("출품작 3", "3위(71.00) → 1위(85.00)"),
        ("출품작 3", "“으뜸상” 수상작입니다."),
    ]
    for version in (second, published):
        assert version.sha256 in page.content.decode()
        answer = client.get(f"{RESULTS}2/{version.version}/document.json")
        assert hashlib.sha256(answer.content).hexdigest() == version.sha256
    assert steps(client, 2, "M-3")[-2:] == ["1위입니다.", "“으뜸상” 수상작입니다."]


def test_a_correction_names_no_entry_that_is_not_public(client, made, published):
    Contest.objects.filter(pk=made.contest.pk).update(gallery_shows="winners")
    Review.objects.get(
        entry=made.entries[5], judge=made.judges[made.stages["first"].pk][0]
    ).scores.update(points=1)
    made.publish(1, correction="점수 하나를 바로잡았습니다.")
    page = client.get(f"{RESULTS}?round=1")
    ((name, text),) = page.context["changes"]
    assert name == "M-5"
    assert "23.33" in text
    assert "출품작 5" not in page.content.decode()


def test_a_version_that_was_never_public_is_not_handed_out(client, made):
    made.publish(1, publish_at=timezone.now() + timedelta(hours=1))
    Review.objects.filter(entry=made.entries[6]).first().scores.update(points=3)
    made.publish(1, correction="공개 전에 바로잡았습니다.")
    assert client.get(f"{RESULTS}1/1/document.json").status_code == 404
    answer = client.get(f"{RESULTS}1/2/document.json")
    assert answer.status_code == 200
    assert "공개 전에" not in answer.content.decode() + text_of(client, f"{RESULTS}?round=1")


def test_a_way_costs_little(client, published):
    check(asked(client, f"{RESULTS}2/entries/M-1/"), 8)
