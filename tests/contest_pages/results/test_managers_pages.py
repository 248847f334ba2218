"""What managers see of results in the admin, and do there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms import formats
from cms.errors import Refused
from contest_pages.entries.models import Membership
from contest_pages.judging.models import Review, Score
from contest_pages.models import Criterion, Prize, Stage
from contest_pages.results import actions, documents
from contest_pages.results.models import ResultSheet
from tests.contest_pages.results.scene import review
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password_is_enough(settings):
    """The second factor is tests.cms.accounts' business."""
    settings.STAFF_MFA_REQUIRED = False


def managing(made) -> str:
    return reverse("contest_results", args=[made.contest.pk])


def test_managers_freeze_and_countersign_in_the_admin(client, made):
    address = managing(made)
    client.force_login(made.manager)
    page = client.get(address)
    assert [line["rank"] for line in page.context["lines"]] == [1, 2, 3, 4, 5, 6]
    assert "심사위원 0" in page.content.decode()
    assert client.post(address, {"act": "freeze"}).status_code == 302
    sent = {"act": "countersign", "version": "1"}
    assert client.post(address, sent).status_code == 422
    client.force_login(made.second)
    assert client.post(address, sent | {"publish_at": "x"}).status_code == 422
    assert client.post(address, sent | {"publish_at": ""}).status_code == 302
    assert ResultSheet.objects.published(timezone.now()).count() == 1
    assert client.post(address, {"act": "nonsense"}).status_code == 302
    sheet = ResultSheet.objects.get()
    answer = client.get(reverse("results_document", args=[sheet.pk]))
    assert answer.content.decode().startswith("{")
    assert client.get(reverse("results_overview")).status_code == 200


def test_a_manager_moves_a_publication_in_the_admin(client, made):
    sheet = made.publish(1, publish_at=timezone.now() + timedelta(days=1))
    client.force_login(made.manager)
    address = managing(made)
    assert client.get(address).context["awaited"] == sheet
    sent = {"act": "move", "publish_at": "2040-01-02 09:00", "reason": ""}
    assert client.post(address, sent).status_code == 422
    assert client.post(address, sent | {"reason": "행사가 미뤄졌습니다."}).status_code == 302
    sheet.refresh_from_db()
    assert timezone.localtime(sheet.publish_at).isoformat() == "2040-01-02T09:00:00+09:00"
    ResultSheet.objects.update(publish_at=timezone.now())
    assert client.get(address).context["move"] is None


def test_criteria_that_cannot_be_summed_are_named_and_nothing_fails(client, made):
    stage = made.stages["first"]
    for maximum in (97, 89, 83, 79, 73, 71, 67):
        Criterion.objects.create(
            contest=made.contest, stage=stage, title_ko="기준", weight=1, maximum=maximum
        )
    client.force_login(made.manager)
    page = client.get(managing(made), follow=True)
    assert page.redirect_chain == [(reverse("results_overview"), 302)]
    assert str(stage) in page.content.decode()


def test_who_is_no_manager_sees_no_scores_in_the_admin(client, made):
    sheet = made.publish(1)
    client.force_login(UserFactory(groups=["Moderators"]))
    for address in (
        managing(made),
        reverse("results_overview"),
        reverse("results_document", args=[sheet.pk]),
    ):
        answer = client.get(address)
        assert answer.status_code in (302, 403)
        assert "심사위원 0" not in answer.content.decode()


def test_while_a_stage_is_open_managers_see_no_count_but_when_it_closes(client, made):
    made.publish(1)
    closes = timezone.now() + timedelta(hours=1)
    Stage.objects.filter(pk=made.stages["panel"].pk).update(closes_at=closes)
    client.force_login(made.manager)
    address = f"{managing(made)}?round=2"
    page = client.get(address)
    text = page.content.decode()
    assert f"시민평가” ({formats.moment(closes)}까지)" in text
    for hidden in ("출품작 1", "평가단 10명", "10표", "전문가심사", "으뜸상", "76.00"):
        assert hidden not in text
    assert "lines" not in page.context
    for act in ("freeze", "tie", "countersign", "citations"):
        answer = client.post(address, {"act": act}, follow=True)
        assert "출품작 1" not in answer.content.decode()
    with pytest.raises(Refused, match="시민평가"):
        documents.Computation(made.rounds[1], timezone.now())


def equal_for_the_last_places(made) -> None:
    """Entry 1 wins; 2, 3 and 4 are equal, and 4 shares a member with the winner."""
    made.rounds[0].advances, made.contest.budget = 4, None
    made.rounds[0].save()
    made.contest.save()
    made.publish(1)
    Stage.objects.filter(pk=made.stages["panel"].pk).update(weight=0)
    second = made.stages["second"]
    Prize.objects.filter(places=2).update(places=1)
    for judge in made.judges[second.pk]:
        review(judge, made.entries[4], dict.fromkeys(second.criteria.all(), 6))
        for number, points in ((1, 9), (2, 6), (3, 6)):
            judge.reviews.get(entry=made.entries[number]).scores.update(points=points)
    winner = made.entries[1].memberships.get().user
    Membership.objects.create(entry=made.entries[4], user=winner)


def places(entries, prefix: str = "") -> dict[str, int]:
    """What the form sends that puts entries in this order."""
    return {f"{prefix}place-{entry.pk}": place for place, entry in enumerate(entries, 1)}


def test_a_tie_that_holds_an_entry_passed_over_is_decided_with_it(client, made):
    equal_for_the_last_places(made)
    client.force_login(made.manager)
    address = f"{managing(made)}?round=2"
    form = client.get(address).context["ties"]["tie"]
    assert [entry.title for entry in form.entries] == ["출품작 2", "출품작 3", "출품작 4"]
    order = [made.entries[number] for number in (4, 3, 2)]
    sent = {"act": "tie", "reason": "공공성"} | places(order)
    assert client.post(address, sent).status_code == 302
    sheet = actions.freeze(made.rounds[1], by=made.manager)
    assert [award["entry"] for award in sheet.document["awards"]] == ["M-1", "M-3"]
    assert sheet.document["passed_over"] == ["M-4"]


def test_a_chairs_decision_is_corrected_before_the_result_is_frozen(client, made):
    of_three_and_four = Score.objects.filter(review__entry__in=[made.entries[3], made.entries[4]])
    of_three_and_four.filter(criterion__stage=made.stages["first"]).update(points=7)
    client.force_login(made.manager)
    address, three, four = managing(made), made.entries[3], made.entries[4]
    sent = {"act": "tie", "reason": "잘못 들었습니다."} | places([four, three])
    assert client.post(address, sent).status_code == 302
    page = client.get(address)
    (form,) = page.context["ties"].values()
    assert [entry.title for entry in form.entries] == ["출품작 4", "출품작 3"]
    again = {"act": "tie-3", "tie-3-reason": "공공성"}
    assert client.post(address, again).status_code == 422
    again |= places([three, four], "tie-3-")
    assert client.post(address, again).status_code == 302
    sheet = actions.freeze(made.rounds[0], by=made.manager)
    assert made.titles(sheet.document["advances"]) == ["출품작 1", "출품작 2", "출품작 3"]
    assert sheet.document["inputs"]["decisions"] == [{"order": ["M-3", "M-4"], "reason": "공공성"}]


def test_only_the_version_that_the_page_showed_is_countersigned(client, made):
    actions.freeze(made.rounds[0], by=made.manager)
    client.force_login(made.second)
    address = managing(made)
    seen = client.get(address).context["countersign"].initial
    Score.objects.filter(points=1).update(points=2)
    second = actions.freeze(made.rounds[0], by=made.manager)
    for sent in ({"act": "countersign"} | seen, {"act": "countersign"}):
        client.post(address, sent)
        assert not ResultSheet.objects.filter(countersigned_at__isnull=False).exists()
    seen = client.get(address).context["countersign"].initial
    client.post(address, {"act": "countersign"} | seen)
    assert ResultSheet.objects.get(countersigned_at__isnull=False) == second


def test_the_second_manager_reads_the_frozen_version_and_why_it_was_frozen(client, made):
    reviews = Review.objects.filter(entry=made.entries[6])
    reviews.update(state="assigned", submitted_at=None)
    actions.freeze(made.rounds[0], by=made.manager, despite="심사위원이 병가였습니다.")
    client.force_login(made.second)
    page = client.get(managing(made))
    assert page.context["waits"].version == 1
    assert "심사위원이 병가였습니다." in page.content.decode()
    reviews.update(state="submitted", submitted_at=timezone.now())
    page = client.get(managing(made))
    assert page.context["waits"] is None
    assert "다시 확정하세요" in page.context["why_not_countersign"]


def test_citations_from_a_page_of_another_version_blank_nothing(client, made):
    made.publish(1)
    address = f"{managing(made)}?round=2"
    first = actions.freeze(made.rounds[1], by=made.manager)
    one, other = first.awards.in_order()[:2]
    client.force_login(made.manager)
    sent = {"act": "citations", f"ko-{one.pk}": "첫째 심사평", f"en-{one.pk}": ""}
    actions.write_citations(first, {other.pk: ("둘째 심사평", "")}, by=made.manager)
    assert client.post(address, sent).status_code == 302
    score = Score.objects.filter(criterion__stage=made.stages["second"]).last()
    Score.objects.filter(pk=score.pk).update(points=score.points - 1)
    second = actions.freeze(made.rounds[1], by=made.manager)
    assert client.post(address, sent | {f"ko-{one.pk}": ""}).status_code == 422
    kept = [award.citation_ko for award in second.awards.in_order()]
    assert kept == ["첫째 심사평", "둘째 심사평", ""]


def test_the_text_of_a_correction_that_was_never_public_stands_in_the_form(client, made):
    made.publish(1)
    client.force_login(made.manager)
    assert client.get(managing(made)).context["freeze"]["correction"].value() == ""
    Score.objects.filter(points=1).update(points=2)
    actions.freeze(made.rounds[0], by=made.manager, correction="점수를 고쳤습니다.")
    page = client.get(managing(made))
    assert page.context["freeze"]["correction"].value() == "점수를 고쳤습니다."
    assert page.context["is_correction"]
