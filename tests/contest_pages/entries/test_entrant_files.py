"""Files that come with an entry's form: each is kept or refused by itself."""

import re

import pytest
from django.urls import reverse

from contest_pages.entries.models import Entry, EntryDraft, EntryFile
from contest_pages.models import Question
from media.models import PrivateFile
from tests.factories import (
    QuestionFactory,
    announced,
    draft_entry,
    move_stages,
    open_contest,
)
from tests.media import corpus

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client, user):
    """An entry in a contest that asks for up to two files, its leader signed in."""
    contest = open_contest()
    announced(contest)
    QuestionFactory(
        contest=contest, key="plan", kind=Question.Kind.FILE, max_files=2, is_required=True
    )
    client.force_login(user)
    return draft_entry(contest, by=user)


def png(name: str = "화면.png"):
    return corpus.upload(name, corpus.picture())


def pdf(name: str = "계획서.pdf"):
    return corpus.upload(name, corpus.PDF)


def send(client, entry, act="save", **fields):
    """Send the form as a browser does: with what it showed as attached."""
    url = reverse("my_entry_edit", args=[entry.pk])
    page = client.get(url).content.decode()
    shown = {
        "title": "따릉이 길잡이",
        "summary": "한 문장",
        "description": "설명",
        "version": re.search(r'name="version" value="([^"]*)"', page)[1],
        "kept": re.findall(r'name="kept" value="([^"]*)"', page),
    }
    return client.post(url, shown | {act: "yes"} | fields)


def data_of(entry) -> dict:
    return EntryDraft.objects.get(entry=entry).data


def test_a_file_is_kept_shown_and_submitted(client, draft):
    assert send(client, draft, answer_plan=pdf()).status_code == 302
    attached = EntryFile.objects.get()
    assert (attached.key, attached.file.original_name) == ("plan", "계획서.pdf")
    assert data_of(draft)["answers"]["plan"] == [str(attached.file.uuid)]
    page = client.get(reverse("my_entry_edit", args=[draft.pk])).content.decode()
    assert attached.file.get_absolute_url() in page and "계획서.pdf" in page
    assert send(client, draft, "continue").status_code == 302
    version = f"{draft.draft.pk}-{EntryDraft.objects.get().version}"
    client.post(reverse("my_entry_submit", args=[draft.pk]), {"version": version})
    entry = Entry.objects.get()
    assert entry.state == Entry.State.SUBMITTED
    assert entry.answers[0]["value"] == [str(attached.file.uuid)]
    page = client.get(reverse("my_entry", args=[draft.pk])).content.decode()
    assert attached.file.get_absolute_url() in page


@pytest.mark.parametrize("reason", corpus.REFUSED_ONCE)
def test_a_file_that_is_refused_says_why_and_the_rest_is_kept(client, draft, reason):
    name, content, _code = corpus.REFUSED[reason]
    answer = send(
        client, draft, title="적어 둔 제목", answer_plan=[corpus.upload(name, content), pdf()]
    )
    assert answer.status_code == 422
    assert name in str(answer.context["form"].errors["answer_plan"])
    assert 'aria-invalid="true"' in answer.content.decode()
    assert data_of(draft)["title"] == "적어 둔 제목"
    assert [each.file.original_name for each in draft.files.all()] == ["계획서.pdf"]
    assert data_of(draft)["answers"]["plan"] == [str(PrivateFile.objects.get().uuid)]


def test_a_file_that_is_too_large_is_refused(client, draft):
    large = corpus.upload("큰 파일.pdf", corpus.PDF + bytes(20 * 1024 * 1024))
    answer = send(client, draft, answer_plan=large)
    assert answer.status_code == 422
    assert "큰 파일.pdf" in str(answer.context["form"].errors["answer_plan"])
    assert not PrivateFile.objects.exists()


def test_more_files_than_fit_are_refused_one_by_one(client, draft):
    files = [pdf(f"{number}.pdf") for number in range(3)]
    answer = send(client, draft, answer_plan=files)
    assert answer.status_code == 422
    assert "2.pdf" in str(answer.context["form"].errors["answer_plan"])
    assert [each.file.original_name for each in draft.files.all()] == ["0.pdf", "1.pdf"]
    assert send(client, draft, answer_plan=pdf("late.pdf")).status_code == 422
    assert len(data_of(draft)["answers"]["plan"]) == 2


def test_a_removed_file_makes_room_for_another(client, draft):
    send(client, draft, answer_plan=[pdf("a.pdf"), pdf("b.pdf")])
    gone, stays = data_of(draft)["answers"]["plan"]
    answer = send(client, draft, answer_plan=pdf("c.pdf"), **{f"remove_{gone}": "on"})
    assert answer.status_code == 302
    new = str(PrivateFile.objects.get(original_name="c.pdf").uuid)
    assert data_of(draft)["answers"]["plan"] == [stays, new]


def test_a_required_file_is_missed_at_the_end_only(client, draft):
    assert send(client, draft).status_code == 302
    answer = send(client, draft, "continue")
    assert list(answer.context["form"].errors) == ["answer_plan"]


def test_a_picture_is_described_before_it_is_submitted(client, draft):
    saved = send(
        client, draft, "upload", pictures=[png("첫째.png"), png("둘째.png")], answer_plan=pdf()
    )
    assert saved.url.endswith("#pictures-section")
    first, second = data_of(draft)["images"]
    assert first["alt"] == ""
    answer = send(client, draft, "continue", **{f"alt_{first['file']}": "첫 화면"})
    assert list(answer.context["form"].errors) == [f"alt_{second['file']}"]
    assert f'href="#id_alt_{second["file"]}"' in answer.content.decode()
    described = {f"alt_{first['file']}": "첫 화면", f"alt_{second['file']}": "지도"}
    assert send(client, draft, "continue", **described).status_code == 302
    assert [image["alt"] for image in data_of(draft)["images"]] == ["첫 화면", "지도"]
    page = client.get(reverse("my_entry_submit", args=[draft.pk])).content.decode()
    assert 'alt="첫 화면"' in page


def test_a_picture_that_is_put_back_shows_what_it_showed(client, draft):
    send(client, draft, pictures=[png("첫째.png"), png("둘째.png")])
    first, second = (image["file"] for image in data_of(draft)["images"])
    gone = {f"alt_{first}": "첫 화면", f"alt_{second}": "지도", f"remove_{first}": "on"}
    send(client, draft, **gone)
    assert data_of(draft)["images"] == [{"file": second, "alt": "지도"}]
    send(client, draft, **{f"alt_{second}": "큰 지도"})  # saved once more without it
    send(client, draft, **{f"alt_{second}": "큰 지도", f"restore_{first}": "on"})
    assert data_of(draft)["images"] == [
        {"file": second, "alt": "큰 지도"},
        {"file": first, "alt": "첫 화면"},
    ]
    page = client.get(reverse("my_entry_edit", args=[draft.pk]))
    assert page.context["form"][f"alt_{first}"].value() == "첫 화면"
    send(client, draft, **{f"alt_{first}": "", f"alt_{second}": "큰 지도"})
    assert data_of(draft)["images"][1]["alt"] == "", "what is cleared is not remembered"


def test_a_document_is_no_picture(client, draft):
    answer = send(client, draft, pictures=pdf())
    assert answer.status_code == 422
    assert data_of(draft)["images"] == []


def test_another_teams_file_cannot_be_named(client, draft):
    other = draft_entry(draft.contest)
    theirs = PrivateFile.objects.receive(pdf("남의 것.pdf"), by=None)
    EntryFile.objects.create(entry=other, file=theirs, key="plan")
    for kept in (str(theirs.uuid), "not-a-uuid"):
        assert send(client, draft, kept=[kept]).status_code == 302
        assert data_of(draft)["answers"]["plan"] == []


def test_after_the_closing_no_file_is_received(client, draft):
    url = reverse("my_entry_edit", args=[draft.pk])
    move_stages(draft.contest, days=-15)
    answer = client.post(url, {"title": "늦은 제목", "answer_plan": pdf(), "version": "0-0"})
    assert answer.status_code == 403
    assert not PrivateFile.objects.exists()


def test_a_refused_version_still_shows_the_files_that_came(client, draft):
    url = reverse("my_entry_edit", args=[draft.pk])
    send(client, draft, title="다른 창")
    late = client.post(url, {"title": "이 창", "answer_plan": pdf(), "version": "0-0"})
    assert late.status_code == 409
    uuid = str(PrivateFile.objects.get().uuid)
    assert f'name="kept" value="{uuid}"' in late.content.decode()
    assert data_of(draft)["answers"]["plan"] == []


def test_too_many_files_at_once_are_refused_with_a_page(client, draft):
    answer = send(client, draft, pictures=[png(f"{number}.png") for number in range(31)])
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
    assert not PrivateFile.objects.exists()


def test_files_that_are_too_large_together_are_refused_unread(client, draft, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    answer = send(client, draft, answer_plan=corpus.upload("큰.pdf", corpus.PDF + bytes(2000)))
    assert answer.status_code == 400
    assert not PrivateFile.objects.exists()


def test_who_was_signed_out_meanwhile_gets_the_text_back(client, draft):
    client.logout()
    url = reverse("my_entry_edit", args=[draft.pk])
    answer = client.post(url, {"title": "공들인 제목", "answer_plan": pdf(), "version": "0-0"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "공들인 제목" in page and f"{reverse('account_login')}?next={url}" in page
    assert not PrivateFile.objects.exists()
