"""A blind stage: nothing that a judge can get says who entered."""

import io
import time
import zipfile
from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from contest_pages.judging import actions
from contest_pages.judging.blind import MARK, Redaction
from contest_pages.judging.cleaning import CLEANERS, clean
from contest_pages.judging.models import Review
from contest_pages.models import Stage
from tests.contest_pages.judging.leaks import addresses_of, leaks, said
from tests.contest_pages.judging.people import give, judge_of, judging_stage, typed
from tests.contest_pages.judging.planted import SEEN, TEAM, documents, planted_review

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


def test_nothing_that_a_judge_can_get_names_who_entered(desk, review):
    entry, answers = review.entry, {}
    for name, url in addresses_of(review).items():
        answers[name] = desk.get(url)
    for query in ("?state=assigned", "?track=1", "?stage=x"):
        answers[query] = desk.get(f"{reverse('judging_desk')}{query}")
    page = reverse("judging_review", args=[review.pk])
    for name, sent in (
        ("invalid", typed(review, 99, 99)),
        ("incomplete", typed(review, 1, "", submit="yes")),
        ("saved", typed(review, 5, 5, save="yes")),
        ("conflict", typed(review, 1, 1, version=99)),
        ("no reason", {"act": "recuse"}),
        ("no text", {"act": "report"}),
        ("nonsense", {"act": "x"}),
    ):
        answers[name] = desk.post(page, sent, follow=True)
        answers[f"{name}, by script"] = desk.post(
            page, sent, headers={"Accept": "application/json"}
        )
    answers["submitted"] = desk.post(page, typed(review, 5, 5, submit="yes"), follow=True)
    answers["submitted page"] = desk.get(page)
    answers["signed off"] = desk.get(reverse("judging_sign_off", args=[review.judge_id]))
    answers["reopened"] = desk.post(page, {"act": "reopen"}, follow=True)
    answers["reported"] = desk.post(page, {"act": "report", "text": "안 열림"}, follow=True)
    answers["recused"] = desk.post(page, {"act": "recuse", "reason": "앎"}, follow=True)
    answers["after recusing"] = desk.get(page)
    found = {name: leaks(answer, entry) for name, answer in answers.items()}
    assert {name: words for name, words in found.items() if words} == {}
    for name in ("judging_desk", "judging_review", "judging_packet", "judging_scores"):
        assert answers[name].status_code == 200 and SEEN in said(answers[name]), name
    assert MARK in said(answers["judging_review"])
    assert answers["after recusing"].status_code == 403


@pytest.mark.usefixtures("searchable")
def test_the_rest_of_the_site_does_not_undo_it(desk, review):
    entry, contest = review.entry, review.entry.contest
    for url in (
        reverse("entry_detail", args=[contest.slug, entry.slug]),
        reverse("entry_gallery", args=[contest.slug]),
        reverse("my_entry", args=[entry.pk]),
        f"{reverse('search')}?q={SEEN}",
        reverse("sitemap"),
        *(each.file.get_absolute_url() for each in entry.files.select_related("file")),
        *(reverse("private_thumbnail", args=[each.file.uuid]) for each in entry.files.all()),
    ):
        answer = desk.get(url)
        # what one asked for in the address is repeated to them, no more
        words = [word for word in leaks(answer, entry) if word not in (entry.slug,)]
        assert words == [], url
    for each in entry.files.select_related("file"):
        assert desk.get(each.file.get_absolute_url()).status_code == 404


def test_files_come_under_a_number_and_what_cannot_be_freed_does_not_come(desk, review):
    names = ["jpg", *(name.rpartition(".")[2] for name in documents())]
    for number, extension in enumerate(names, start=1):
        answer = desk.get(reverse("judging_file", args=[review.pk, number]))
        if extension in ("hwp", "zip"):
            assert answer.status_code == 404
        else:
            assert answer.status_code == 200, extension
            assert answer["Content-Disposition"].endswith(f'filename="file-{number}.{extension}"')
            assert answer["Cache-Control"] == "private, no-store"
            assert "ETag" not in answer
    page = desk.get(reverse("judging_review", args=[review.pk]))
    assert page.context["sight"].kept_back == 2
    other = judge_of(review.judge.stage)
    desk.force_login(other.user)
    assert desk.get(reverse("judging_file", args=[review.pk, 1])).status_code == 404


def test_a_stage_that_has_closed_names_nobody_while_a_later_one_is_blind(desk, review):
    entry, stage = review.entry, review.judge.stage
    later = judging_stage(stage.contest, is_blind=True)
    now = timezone.now()
    Stage.objects.filter(pk=stage.pk).update(
        opens_at=now - timedelta(days=3), closes_at=now - timedelta(days=1)
    )
    answers = {name: desk.get(url) for name, url in addresses_of(review).items()}
    found = {name: leaks(answer, entry) for name, answer in answers.items()}
    assert {name: words for name, words in found.items() if words} == {}
    assert SEEN in said(answers["judging_review"])
    Stage.objects.filter(pk=later.pk).update(closes_at=now)
    assert TEAM in said(desk.get(reverse("judging_review", args=[review.pk])))


def test_what_is_cleaned_still_opens(review):
    for name, content in documents().items():
        extension = name.rpartition(".")[2]
        if extension not in CLEANERS:
            continue
        cleaned = clean(io.BytesIO(content), extension, Redaction({TEAM}))
        if extension == "pdf":
            assert len(PdfReader(io.BytesIO(cleaned)).pages) == 1
        elif content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(cleaned)) as archive:
                assert archive.testzip() is None
                for each in archive.namelist():
                    if each.endswith(".jpeg"):
                        Image.open(archive.open(each)).load()
                assert archive.namelist() == zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_once_the_stage_has_closed_judges_see_who_entered(desk, review):
    Stage.objects.filter(pk=review.judge.stage_id).update(closes_at=timezone.now())
    page = desk.get(reverse("judging_review", args=[review.pk])).content.decode()
    assert TEAM in page and "비밀이력서.docx" in page
    file = review.entry.files.first().file
    assert desk.get(file.get_absolute_url()).status_code == 200


def test_at_an_open_stage_judges_read_files_under_their_names(desk, review):
    Stage.objects.filter(pk=review.judge.stage_id).update(is_blind=False)
    page = desk.get(reverse("judging_review", args=[review.pk])).content.decode()
    assert TEAM in page and "비밀이력서.hwp" in page
    url = review.entry.files.first().file.get_absolute_url()
    assert desk.get(url).status_code == 200
    actions.recuse(review, reason="지도한 팀", by=review.judge.user)
    assert desk.get(url).status_code == 404


def test_who_judges_an_entry_in_a_blind_and_in_an_open_stage_reads_no_file_by_name(desk, review):
    other = judging_stage(review.judge.stage.contest)
    give(judge_of(other, review.judge.user), review.entry)
    assert desk.get(review.entry.files.first().file.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("번개돌고래가 만든", f"{MARK}가 만든"),
        ("번개  돌고래", f"{MARK}"),
        ("Team Annex", "Team Annex"),
        ("ANN의 앱", f"{MARK}의 앱"),
        ("하나·둘", "하나·둘"),
        ("번개.돌고래", MARK),
        ("a_.b팀, A.B, ab", f"{MARK}팀, {MARK}, {MARK}"),
        ("코드는 ...my-code.dev.", f"코드는 {MARK}."),
        ("코드는 code.dev/a/b와", f"코드는 {MARK}"),
        ("문의: a.b@c.org", f"문의: {MARK}"),
        ("버전 2.0, 3.5점", "버전 2.0, 3.5점"),
        ("\u1107\u1165\u11ab\u1100\u1162\u1103\u1169\u11af\u1100\u1169\u1105\u1162", MARK),
    ],
)
def test_names_are_found_however_they_are_written(text, expected):
    found = Redaction({"번개 돌고래", "Ann", "A.B"}).text(text)
    assert found.replace(f"{MARK} {MARK}", MARK) == expected


@pytest.mark.parametrize("unit", ["a", "a.", "a-", "a@", "www.", "a.com/", "-", "- "])
def test_a_long_text_without_blanks_is_read_once(unit):
    began = time.monotonic()
    Redaction({f"{'-' * 40}x", "a.b@c.org"}).text(unit * (5_000_000 // len(unit)))
    assert time.monotonic() - began < 20  # seconds; one and a half on a slow machine, not hours
