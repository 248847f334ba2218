"""Files that the form's script sends in pieces: of one's own entry, while it can be edited."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from contest_pages.entries.models import EntryDraft, EntryFile, Membership
from contest_pages.models import Question
from media.models import PrivateFile, Upload
from tests.factories import (
    QuestionFactory,
    UserFactory,
    announced,
    draft_entry,
    move_stages,
    open_contest,
)
from tests.media import corpus

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n" + bytes(2_500_000) + b"\n%%EOF\n"  # three pieces


@pytest.fixture
def draft(client, user):
    """An entry in a contest that asks for up to two files of 3 MB, its leader signed in."""
    contest = open_contest()
    announced(contest)
    kind = {"kind": Question.Kind.FILE, "max_files": 2, "max_megabytes": 3}
    QuestionFactory(contest=contest, key="plan", is_required=True, **kind)
    client.force_login(user)
    return draft_entry(contest, by=user)


def begin(client, entry, name="계획서.pdf", size=None, place="plan"):
    size = len(PDF) if size is None else size
    sent = {"place": place, "name": name, "size": size, "fingerprint": "1"}
    return client.post(reverse("my_entry_uploads", args=[entry.pk]), sent)


def send(client, state: dict, content=PDF, pieces=None):
    """Send what is missing, or the first few pieces of it; return what is said last."""
    answer = None
    for piece in state["pieces"][:pieces]:
        data = content[piece["offset"] : piece["offset"] + piece["size"]]
        answer = client.patch(piece["url"], data, content_type="application/octet-stream")
        assert answer.status_code == 200
    return answer.json()


def uploaded(client, entry, name="계획서.pdf", content=PDF, place="plan"):
    """Send a whole file; return the answer to its finishing."""
    state = begin(client, entry, name, len(content), place).json()
    send(client, state, content)
    return client.post(state["url"])


def test_a_file_arrives_in_pieces_and_is_shown_as_attached(client, draft):
    answer = uploaded(client, draft)
    file = EntryFile.objects.get().file
    assert answer.status_code == 200
    shown = answer.json()["html"]
    assert f'name="kept" value="{file.uuid}"' in shown and "계획서.pdf" in shown
    form = {"version": draft.draft.token, "kept": [str(file.uuid)]}
    client.post(reverse("my_entry_edit", args=[draft.pk]), form)
    assert EntryDraft.objects.get().data["answers"]["plan"] == [str(file.uuid)]


def test_a_picture_comes_with_the_field_for_what_it_shows(client, draft):
    shown = uploaded(client, draft, "화면.png", corpus.picture(), "images").json()["html"]
    file = EntryFile.objects.get().file
    assert f'name="alt_{file.uuid}"' in shown and file.thumbnail_url in shown


def test_a_broken_upload_goes_on_where_it_broke(client, draft):
    state = begin(client, draft).json()
    send(client, state, pieces=2)
    again = begin(client, draft).json()
    assert again["url"] == state["url"]
    assert [piece["offset"] for piece in again["pieces"]] == [2 * 1024 * 1024]
    assert client.get(state["url"]).json() == again
    assert client.post(state["url"]).status_code == 409
    send(client, again)
    assert client.post(state["url"]).status_code == 200


def test_a_piece_sent_twice_and_a_finish_sent_twice_change_nothing(client, draft):
    state = begin(client, draft).json()
    send(client, state, pieces=1)
    assert len(send(client, state, pieces=1)["pieces"]) == 2
    send(client, client.get(state["url"]).json())
    first, second = (client.post(state["url"]) for _time in range(2))
    assert first.json() == second.json()
    assert EntryFile.objects.count() == PrivateFile.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "size", "place"),
    [
        ("큰 파일.pdf", 3 * 1024 * 1024 + 1, "plan"),
        ("프로그램.exe", 10, "plan"),
        ("문서.pdf", 10, "images"),
        ("", 10, "plan"),
        ("문서.pdf", -1, "plan"),
    ],
)
def test_what_will_be_refused_is_refused_with_a_sentence_before_it_is_sent(
    client, draft, name, size, place
):
    answer = begin(client, draft, name, size, place)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Upload.objects.exists()


@pytest.mark.parametrize("reason", corpus.REFUSED_ONCE)
def test_a_file_whose_content_is_refused_says_why_and_is_gone(client, draft, reason):
    name, content, _code = corpus.REFUSED[reason]
    state = begin(client, draft, name, len(content))
    if state.status_code == 200:
        send(client, state.json(), content)
        state = client.post(state.json()["url"])
    assert state.status_code == 422
    assert name in state.json()["message"]
    assert not Upload.objects.exists() and not EntryFile.objects.exists()


def test_no_files_are_taken_where_none_are_asked_for(client, draft):
    assert begin(client, draft, place="nowhere").status_code == 403


def test_another_persons_upload_does_not_exist(client, draft):
    """Not for a stranger, not for a member of the same team, not under another entry."""
    state = begin(client, draft).json()
    member, stranger = UserFactory(), UserFactory()
    Membership.objects.create(entry=draft, user=member)
    other = draft_entry(draft.contest, by=UserFactory())
    Membership.objects.create(entry=other, user=draft.memberships.get(is_leader=True).user)
    elsewhere = reverse("my_entry_upload", args=[other.pk, state["url"].split("/")[-2]])
    unknown = reverse("my_entry_upload", args=[draft.pk, uuid.uuid4()])
    tries = [(client, elsewhere), (client, unknown)]
    for person in (member, stranger):
        browser = Client()
        browser.force_login(person)
        tries.append((browser, state["url"]))
    for browser, url in tries:
        for method in ("get", "patch", "post", "delete"):
            assert getattr(browser, method)(url).status_code == 404
    assert Upload.objects.get().received == 0


def test_who_is_signed_out_is_led_back_to_the_form(client, draft):
    state = begin(client, draft).json()
    client.logout()
    for answer in (begin(client, draft), client.patch(state["url"]), client.post(state["url"])):
        assert answer.status_code == 401
        assert answer.json()["link"].endswith(f"next=%2Fmy%2Fentries%2F{draft.pk}%2Fedit%2F")


def test_after_the_closing_nothing_more_is_taken(client, draft):
    state = begin(client, draft).json()
    send(client, state, pieces=2)
    move_stages(draft.contest, days=-15)
    piece = client.get(state["url"]).json()["pieces"][0]
    late = client.patch(piece["url"], b"x", content_type="application/octet-stream")
    for answer in (late, client.post(state["url"]), begin(client, draft, "둘째.pdf")):
        assert answer.status_code == 403
        assert "접수가 마감되었습니다." in answer.json()["message"]


def test_a_cancelled_upload_is_forgotten(client, draft):
    state = begin(client, draft).json()
    send(client, state, pieces=1)
    assert client.delete(state["url"]).status_code == 204
    assert not Upload.objects.exists()
    assert client.get(state["url"]).status_code == 404


def test_too_large_a_piece_is_not_read(client, draft, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    state = begin(client, draft).json()
    assert len(send(client, state, pieces=1)["pieces"]) == 3


# --- Removed, and put back ----------------------------------------------------------------


def edit(client, entry, **fields):
    """Send the form as a browser does: with what it showed as attached."""
    url = reverse("my_entry_edit", args=[entry.pk])
    page = client.get(url).content.decode()
    shown = {
        "version": re.search(r'name="version" value="([^"]*)"', page)[1],
        "kept": re.findall(r'name="kept" value="([^"]*)"', page),
    }
    return client.post(url, shown | {"save": "yes"} | fields)


def kept(entry) -> list[str]:
    return EntryDraft.objects.get(entry=entry).data["answers"]["plan"]


def test_a_removed_file_can_be_put_back_while_it_is_a_draft(client, draft):
    edit(client, draft, answer_plan=corpus.upload("계획서.pdf", corpus.PDF))
    file = EntryFile.objects.get().file
    edit(client, draft, **{f"remove_{file.uuid}": "on"})
    assert kept(draft) == []
    page = client.get(reverse("my_entry_edit", args=[draft.pk])).content.decode()
    assert f'name="restore_{file.uuid}"' in page
    assert f'name="kept" value="{file.uuid}"' not in page
    edit(client, draft, **{f"restore_{file.uuid}": "on"})
    assert kept(draft) == [str(file.uuid)]


def test_a_file_of_another_entry_is_not_put_back(client, draft):
    other = draft_entry(draft.contest, by=UserFactory())
    file = PrivateFile.objects.receive(corpus.upload("남.pdf", corpus.PDF), by=None)
    EntryFile.objects.create(entry=other, file=file, key="plan")
    edit(client, draft, **{f"restore_{file.uuid}": "on"})
    assert kept(draft) == []


def test_more_files_than_fit_are_kept_in_the_draft_and_not_submitted(client, draft):
    for number in range(2):
        edit(client, draft, answer_plan=corpus.upload(f"{number}.pdf", corpus.PDF))
    first = EntryFile.objects.first().file
    edit(client, draft, **{f"remove_{first.uuid}": "on"})
    edit(client, draft, answer_plan=corpus.upload("셋째.pdf", corpus.PDF))
    edit(client, draft, **{f"restore_{first.uuid}": "on"})
    assert len(kept(draft)) == 3
    answer = edit(client, draft, **{"continue": "yes"})
    assert answer.status_code == 422
    assert "2개" in str(answer.context["form"].errors["answer_plan"])
