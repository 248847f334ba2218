"""The judges' pages: the desk, the review page, scores side by side, the packet."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contest_pages.entries.models import Membership
from contest_pages.judging import actions
from contest_pages.judging.models import Judge, Review
from contest_pages.models import Stage
from tests.contest_pages.judging.people import (
    CriterionFactory,
    give,
    judge_of,
    judging_stage,
    submitted,
    typed,
)
from tests.factories import TrackFactory, accepted_entry

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


def text(response) -> str:
    return response.content.decode()


def page_of(review) -> str:
    return reverse("judging_review", args=[review.pk])


def test_the_desk_lists_what_is_assigned_with_progress_and_filters(desk, judge, review):
    other = give(judge, accepted_entry(judge.stage.contest, title="다른 작품"))
    submitted(other, 7, 5)
    page = desk.get(reverse("judging_desk"))
    assert "따릉이 길잡이" in text(page) and "다른 작품" in text(page)
    progress = page.context["seat"].progress
    assert (progress.left, progress.submitted, progress.total) == (1, 1, 2)
    todo = text(desk.get(reverse("judging_desk"), {"state": "assigned", "page": "x"}))
    assert "따릉이 길잡이" in todo and "다른 작품" not in todo


def test_the_desk_narrows_to_a_track(desk, judge, review):
    track = TrackFactory(contest=judge.stage.contest)
    give(judge, accepted_entry(judge.stage.contest, title="갈래 작품", track=track))
    shown = text(desk.get(reverse("judging_desk"), {"track": track.pk}))
    assert "갈래 작품" in shown and "따릉이 길잡이" not in shown


def test_open_stages_stand_first_and_nothing_is_read_before_a_stage_opens(desk, judge, review):
    now = timezone.now()
    later = judging_stage(opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    coming = judge_of(later, judge.user)
    hidden = give(coming, accepted_entry(later.contest, title="아직 비밀"))
    page = desk.get(reverse("judging_desk"))
    assert [seat.judge for seat in page.context["seats"]] == [judge, coming]
    for url in (
        f"{reverse('judging_desk')}?stage={coming.pk}",
        page_of(hidden),
        reverse("judging_packet", args=[coming.pk]),
        reverse("judging_scores", args=[coming.pk]),
    ):
        assert "아직 비밀" not in text(desk.get(url))
    assert desk.get(page_of(hidden)).status_code == 403


def test_a_review_is_saved_and_submitted_by_its_buttons(desk, review):
    sent = typed(review, 7, "", comment="좋은 앱입니다.", save="yes")
    assert desk.post(page_of(review), sent).url == page_of(review)
    page = text(desk.get(page_of(review)))
    assert 'value="7"' in page and "좋은 앱입니다." in page
    assert desk.post(page_of(review), typed(review, 7, 9, submit="yes")).status_code == 302
    review.refresh_from_db()
    assert review.state == Review.State.SUBMITTED
    assert desk.post(page_of(review), {"act": "reopen"}).status_code == 302
    review.refresh_from_db()
    assert review.state == Review.State.ASSIGNED


def test_an_incomplete_review_is_not_submitted_and_the_field_is_marked(desk, review):
    page = desk.post(page_of(review), typed(review, 7, "", comment="초안", submit="yes"))
    assert page.status_code == 422
    assert text(page).count('aria-invalid="true"') == 1
    assert "초안" in text(page) and 'value="7"' in text(page)


def test_bad_input_is_refused_with_a_sentence_and_kept_in_the_form(desk, review):
    for wrong in ("11", "-1", "많이", "1.5", "9" * 30, "\x00"):
        page = desk.post(page_of(review), typed(review, wrong, 5, comment="초안"))
        assert page.status_code == 422 and "초안" in text(page)
    assert desk.post(page_of(review), {}).status_code == 422
    assert desk.post(page_of(review), typed(review, 1, 1, version="9" * 30)).status_code in (
        409,
        422,
    )
    assert not review.scores.exists()


def test_the_browser_saves_while_one_types(desk, review):
    answer = desk.post(page_of(review), typed(review, 7, ""), headers=JSON)
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    wrong = desk.post(page_of(review), typed(review, 70, ""), headers=JSON)
    assert wrong.status_code == 422 and "창의성" in wrong.json()["message"]
    assert [score.points for score in review.scores.all()] == [7]


def test_two_windows_do_not_overwrite_each_other_silently(desk, review):
    first, second = typed(review, 7, 7), typed(review, 1, 1)
    desk.post(page_of(review), first)
    answer = desk.post(page_of(review), second, headers=JSON)
    assert answer.status_code == 409 and "data-conflict" in answer.json()["conflict"]
    page = desk.post(page_of(review), second)
    assert page.status_code == 409 and 'value="1"' in text(page)
    kept = second | {"version": answer.json()["version"], "choose": "mine"}
    assert desk.post(page_of(review), kept).status_code == 302
    assert {score.points for score in review.scores.all()} == {1}
    desk.post(page_of(review), typed(review, 3, 3) | {"choose": "theirs"})
    assert {score.points for score in review.scores.all()} == {1}


def test_what_was_typed_survives_an_expired_session(client, review):
    page = client.post(page_of(review), typed(review, 7, 5, comment="긴 심사평"))
    assert page.status_code == 403 and "긴 심사평" in text(page)
    answer = client.post(page_of(review), typed(review, 7, 5), headers=JSON)
    assert answer.status_code == 401 and answer.json()["link"]


def test_a_form_from_before_another_sign_in_comes_back_with_what_was_typed(judge, review):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(judge.user)
    for sent, kept in (
        (typed(review, 7, 5, comment="긴 심사평"), "긴 심사평"),
        ({"act": "recuse", "reason": "지도한 팀입니다."}, "지도한 팀입니다."),
        ({"act": "report", "text": "동영상이 멈춥니다."}, "동영상이 멈춥니다."),
    ):
        page = browser.post(page_of(review), sent)
        assert page.status_code == 403 and kept in text(page)
    review.refresh_from_db()
    assert (review.comment, review.state, review.troubles.count()) == ("", "assigned", 0)
    assert browser.post(page_of(review), typed(review, 7, 5), headers=JSON).json()["link"]
    token = re.search(r'csrfmiddlewaretoken" value="([^"]*)"', text(page))[1]
    again = typed(review, 7, 5, comment="긴 심사평", csrfmiddlewaretoken=token)
    assert browser.post(page_of(review), again).status_code == 302


def test_once_the_stage_has_closed_what_was_typed_is_shown_back(desk, judge, review):
    sent = typed(review, 7, 5, comment="늦은 심사평")
    Stage.objects.filter(pk=judge.stage_id).update(closes_at=timezone.now())
    page = desk.post(page_of(review), sent)
    assert page.status_code == 403 and "늦은 심사평" in text(page)
    assert not review.scores.exists()


def test_a_criterion_of_another_track_is_not_asked_for(desk, judge, review):
    other = CriterionFactory(stage=judge.stage, title_ko="데이터 활용")
    other.tracks.add(TrackFactory(contest=judge.stage.contest))
    other.save()
    assert "데이터 활용" not in text(desk.get(page_of(review)))
    assert desk.post(page_of(review), typed(review, 7, 5, submit="yes")).status_code == 302
    row = desk.get(reverse("judging_scores", args=[judge.pk])).context["page_of_rows"][0]
    assert (row.total.attainable, str(row.total.per_cent)) == (100, "60.0")


def test_one_goes_from_entry_to_entry_without_the_list(desk, judge, review):
    rest = [give(judge, accepted_entry(judge.stage.contest)) for _each in range(2)]
    actions.recuse(rest[0], reason="지도한 팀", by=judge.user)
    place = desk.get(page_of(review)).context["place"]
    assert (place["number"], place["count"], place["next"]) == (1, 2, rest[1].pk)
    assert place["previous"] is None


def test_recusing_takes_a_reason_and_hides_the_entry(desk, review):
    assert desk.post(page_of(review), {"act": "recuse", "reason": ""}).status_code == 422
    sent = {"act": "recuse", "reason": "지도한 팀입니다."}
    assert desk.post(page_of(review), sent).url == reverse("judging_desk")
    page = desk.get(page_of(review))
    assert page.status_code == 403
    assert review.entry.description not in text(page)


def test_trouble_is_reported_and_its_answer_shown(desk, review):
    desk.post(page_of(review), {"act": "report", "text": "설명서가 열리지 않습니다."})
    review.troubles.update(answer="새로 올렸습니다.", answered_at=timezone.now())
    page = text(desk.get(page_of(review)))
    assert "설명서가 열리지 않습니다." in page and "새로 올렸습니다." in page
    assert desk.post(page_of(review), {"act": "report", "text": " "}).status_code == 422


def test_the_own_teams_entry_is_not_shown_and_can_be_given_back(desk, judge, review):
    Membership.objects.create(entry=review.entry, user=judge.user)
    page = desk.get(page_of(review))
    assert page.status_code == 403 and review.entry.description not in text(page)
    assert 'value="recuse"' in text(page)
    assert desk.post(page_of(review), typed(review, 10, 10, submit="yes")).status_code == 403
    packet = desk.get(reverse("judging_packet", args=[judge.pk]))
    assert review.entry.description not in text(packet)


def test_scores_of_others_are_hidden_or_shown_without_names_after_ones_own(desk, judge, review):
    other = judge_of(judge.stage, name="박다른")
    submitted(give(other, review.entry), 3, 2)
    give(judge_of(judge.stage), review.entry)
    assert not desk.get(page_of(review)).context["others"]
    submitted(review, 7, 5)
    assert not desk.get(page_of(review)).context["others"]
    Stage.objects.update(others_scores=Stage.OthersScores.AFTER_OWN)
    page = desk.get(page_of(review))
    shown = page.context["others"]
    assert (shown.letters, [given for _title, given in shown.rows]) == (["A"], [[3], [2]])
    for name in ("박다른", other.user.email):
        assert name not in text(page)
    actions.reopen(review, by=judge.user)
    assert not desk.get(page_of(review)).context["others"]


def test_own_scores_are_compared_and_sorted_by_total(desk, judge, review):
    rest = [give(judge, accepted_entry(judge.stage.contest)) for _each in range(2)]
    submitted(review, 5, 5)
    submitted(rest[0], 9, 9)
    for sort, expected in (
        ("-total", [rest[0], review, rest[1]]),
        ("total", [review, rest[0], rest[1]]),
        ("x", [review, *rest]),
    ):
        page = desk.get(reverse("judging_scores", args=[judge.pk]), {"sort": sort})
        assert [row.review for row in page.context["page_of_rows"]] == expected


def test_the_packet_holds_every_entry_with_an_empty_box_for_each_criterion(desk, judge, review):
    submitted(review, 7, 5)
    page = text(desk.get(reverse("judging_packet", args=[judge.pk])))
    assert review.entry.description in page
    assert page.count('class="sheet__box"') == 3
    assert "70.0" not in page


def test_a_judge_signs_off_on_the_page_and_undoes_it(desk, judge, review):
    url = reverse("judging_sign_off", args=[judge.pk])
    assert desk.post(url, {"sign_off": "yes"}).status_code == 403
    submitted(review, 7, 5)
    assert desk.post(url, {"sign_off": "yes"}).url == reverse("judging_desk")
    assert Judge.objects.get(pk=judge.pk).signed_off_at
    assert desk.post(url, {"undo": "yes"}).status_code == 302
    assert Judge.objects.get(pk=judge.pk).signed_off_at is None


def test_pages_cost_the_same_with_many_entries(desk, judge, review, statements):
    submitted(review, 7, 5)
    pages = (
        (reverse("judging_desk"), 16),
        (reverse("judging_scores", args=[judge.pk]), 15),
        (reverse("judging_packet", args=[judge.pk]), 16),
        (page_of(review), 20),
    )
    few = [statements(desk, url, most=most) for url, most in pages]
    for _each in range(4):
        submitted(give(judge, accepted_entry(judge.stage.contest)), 1, 2)
    assert [statements(desk, url, most=most) for url, most in pages] == few


def test_the_menu_leads_judges_to_the_desk_and_nobody_else(desk, client, user, judge):
    link = f'href="{reverse("judging_desk")}"'
    assert link in text(desk.get(reverse("my_entries")))
    client.force_login(user)
    assert link not in text(client.get(reverse("my_entries")))
