"""A blind stage beyond its own pages: mails, other stages, the rest of the site."""

from copy import deepcopy

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.notices.models import Notice
from contest_pages.entries.models import Entry
from contest_pages.judging import actions
from contest_pages.judging.models import Judge, Review
from contest_pages.models import Stage
from settings.api import api
from tests.contest_pages.judging.leaks import addresses_of, leaks, said
from tests.contest_pages.judging.people import appoint, give, judge_of, judging_stage, submitted
from tests.contest_pages.judging.planted import HIDDEN, SEEN, TEAM, WHOLE, planted_review
from tests.contest_pages.judging.scene import manager
from tests.contest_pages.voting.factories import make_panel, make_vote

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made_review(made_once) -> Review:
    return planted_review()


@pytest.fixture
def review(made_review, db, files_made_once) -> Review:
    return deepcopy(made_review)


@pytest.fixture
def contest(stage):
    return stage.contest


def at_an_open_stage(review: Review, **fields) -> Review:
    """The same entry, given to the same person at a stage that is not blind."""
    other = judging_stage(review.judge.stage.contest)
    return give(judge_of(other, review.judge.user, **fields), review.entry)


def found_in(answers: dict, entry: Entry) -> dict[str, list[str]]:
    """What of the hidden words the answers say, by name; nothing of those that say nothing."""
    found = {name: leaks(answer, entry) for name, answer in answers.items()}
    return {name: words for name, words in found.items() if words}


def pages_of(review: Review) -> dict[str, str]:
    """Every address of judging for the judge of a review, and the desk with its stage chosen."""
    desk = f"{reverse('judging_desk')}?stage={review.judge_id}"
    return addresses_of(review) | {"judging_desk": desk}


# --- Mails --------------------------------------------------------------------------------------


def test_no_mail_to_a_judge_names_who_entered(review, stage):
    by, judge, entry = manager(), review.judge, review.entry
    actions.give(judge_of(stage), entry, by=by)
    actions.remind(stage, by=by)
    trouble = actions.report_trouble(review, text="안 열림", by=judge.user)
    actions.answer_trouble(trouble, answer=WHOLE[:500], by=by)
    actions.declare_conflict(stage, email=judge.email, entry=entry, kind="mentor", by=by)
    judges = stage.judges.values("email")
    letters = {each.kind: each for each in Notice.objects.filter(address__in=judges)}
    about = {"judge_trouble_answered", "judge_set_aside"}
    assert set(letters) == {"judge_assigned", "judge_reminder", *about}
    for kind, letter in letters.items():
        text = f"{letter.subject} {letter.body}".lower()
        assert [word for word in (*HIDDEN, entry.receipt.lower()) if word in text] == [], kind
        assert (SEEN in letter.subject) is (kind in about)
    assert letters["judge_trouble_answered"].body.count(SEEN) == 2  # title and answer


def test_what_staff_answer_names_nobody_until_the_stage_has_closed(desk, review):
    trouble = actions.report_trouble(review, text="안 열림", by=review.judge.user)
    actions.answer_trouble(trouble, answer=f"{SEEN}: {TEAM}에 물었습니다.", by=manager())
    page = reverse("judging_review", args=[review.pk])
    answer = f"{SEEN}: {TEAM}에 물었습니다."
    assert answer not in said(desk.get(page))
    assert f"{SEEN}: ●●●에 물었습니다." in said(desk.get(page))
    Stage.objects.filter(pk=review.judge.stage_id).update(closes_at=timezone.now())
    assert answer in said(desk.get(page))


# --- A title that is nothing but a name ---------------------------------------------------------


def test_an_entry_that_is_called_as_its_team_has_a_number_for_a_name(desk, review):
    entry, number = review.entry, f"출품작 {review.entry_id}"
    Entry.objects.filter(pk=entry.pk).update(title=f"〈{TEAM}〉!")
    for name in ("judging_desk", "judging_review", "judging_packet", "judging_scores"):
        page = said(desk.get(addresses_of(review)[name]))
        assert number in page, name
    assert (
        f"Entry {entry.pk}"
        in desk.get(f"/en{addresses_of(review)['judging_review']}").content.decode()
    )
    Entry.objects.filter(pk=entry.pk).update(title="🚇!")
    assert "🚇!" in said(desk.get(reverse("judging_review", args=[review.pk])))


# --- Two stages ---------------------------------------------------------------------------------


def test_who_judges_at_a_blind_stage_sees_no_names_at_an_open_one_either(desk, review, stage):
    second = at_an_open_stage(review, is_chair=True)
    submitted(second, 5, 5)
    answers = {name: desk.get(url) for name, url in pages_of(second).items()}
    assert found_in(answers, review.entry) == {}
    for name in ("judging_desk", "judging_review", "judging_packet", "judging_scores"):
        assert SEEN in said(answers[name]), name
    assert answers["judging_agreement"].status_code == 200
    Stage.objects.filter(pk=stage.pk).update(closes_at=timezone.now())
    for name in ("judging_desk", "judging_review", "judging_packet", "judging_scores"):
        assert TEAM in said(desk.get(pages_of(second)[name])), name


@pytest.mark.parametrize("state", [Judge.State.INVITED, Judge.State.DECLINED])
def test_who_is_asked_to_judge_at_a_blind_stage_sees_no_names_until_they_decline(
    desk, review, state
):
    second = at_an_open_stage(review)
    Judge.objects.filter(pk=review.judge_id).update(state=Judge.State.WITHDRAWN)
    local, _at, domain = review.judge.user.email.partition("@")
    appoint(
        judging_stage(review.entry.contest, is_blind=True),
        email=f"{local}+jury@{domain}",
        state=state,
    )
    page = said(desk.get(reverse("judging_review", args=[second.pk])))
    assert (TEAM in page) is (state == Judge.State.DECLINED)
    file = review.entry.files.first().file.get_absolute_url()
    assert desk.get(file).status_code == (200 if TEAM in page else 404)


def test_who_judges_at_open_stages_alone_sees_names_while_another_is_blind(desk, review):
    other = give(judge_of(judging_stage(review.entry.contest)), review.entry)
    desk.force_login(other.judge.user)
    assert TEAM in said(desk.get(reverse("judging_review", args=[other.pk])))


# --- The rest of the site -----------------------------------------------------------------------


@pytest.mark.usefixtures("searchable")
def test_nothing_else_that_the_site_shows_a_judge_names_who_entered(desk, review, contest):
    make_vote(make_panel(contest))
    names = ("ballot", "ballot_receipt", "ballots", "ballots_csv", "panel", "panel_draw")
    names += ("results", "results_certificates", "calendar_of_contest", "entry_gallery")
    pages = [reverse(name, args=[contest.slug]) for name in names]
    pages.append(reverse("ballot_entry", args=[contest.slug, review.entry_id]))
    pages.append(reverse("results_scores", args=[contest.slug, 1]))
    pages += [reverse("calendar"), reverse("contests_feed"), f"/contests/{contest.slug}/", "/"]
    for path in api.document("en")["paths"]:
        for slug in (contest.slug, review.entry.slug):
            filled = path.replace("{slug}", slug).replace("{contest}", contest.slug)
            pages.append(filled.replace("{number}", "1"))
    answers = {}
    for url in dict.fromkeys(pages):
        answers[url] = desk.get(url, follow=True)
        answers[f"/en{url}"] = desk.get(f"/en{url}", follow=True)
    statuses = {answer.status_code for answer in answers.values()}
    assert statuses <= {200, 403, 404}
    asked = review.entry.slug  # what one asked for in the address is repeated to them, no more
    found = found_in(answers, review.entry)
    told = {url: [word for word in words if word != asked] for url, words in found.items()}
    assert {url: words for url, words in told.items() if words} == {}
