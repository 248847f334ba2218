import hashlib
import json
from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cms.errors import Refused
from contest_pages.entries import actions
from contest_pages.entries.models import Entry, EntryFile, Receipt
from media.models import PrivateFile
from tests.factories import (
    UserFactory,
    accepted_entry,
    content,
    draft_entry,
    leader_of,
    open_contest,
    submitted_entry,
)
from tests.media import corpus

pytestmark = pytest.mark.django_db
SEOUL = timezone.get_default_timezone()


def address(entry, number=1, name="my_receipt") -> str:
    return reverse(name, args=[entry.pk, number])


def resubmitted(entry, **fields) -> Entry:
    leader = leader_of(entry)
    actions.take_back(entry, by=leader)
    return actions.submit(entry, content=content(**fields), by=leader)


def test_a_receipt_says_what_was_received_and_when_to_the_second(client):
    contest = open_contest()
    now = timezone.now().replace(microsecond=0)
    entry = draft_entry(contest)
    leader = leader_of(entry)
    entry = actions.submit(entry, content=content(title="한밤의 지도"), by=leader, now=now)
    client.force_login(leader)
    page = client.get(address(entry)).content.decode()
    assert f"{entry.receipt}-1" in page
    assert f"{now.astimezone(SEOUL):%H:%M:%S} (Asia/Seoul)" in page
    assert "한밤의 지도" in page
    assert entry.receipts.get().sha256 in page


def test_the_fingerprint_is_that_of_the_downloaded_file(client):
    entry = submitted_entry()
    client.force_login(leader_of(entry))
    response = client.get(address(entry, name="my_receipt_document"))
    receipt = entry.receipts.get()
    assert hashlib.sha256(response.content).hexdigest() == receipt.sha256
    said = json.loads(response.content)
    assert said["receipt"] == receipt.code
    assert said["content"]["title"] == entry.title
    received = datetime.fromisoformat(said["received_at"])
    assert received == receipt.received_at.replace(microsecond=0)


def test_a_receipt_names_the_files_and_their_checksums():
    entry = draft_entry()
    leader = leader_of(entry)
    file = PrivateFile.objects.receive(corpus.upload("그림.png", corpus.picture()), by=leader)
    actions.attach(entry, file, key=EntryFile.IMAGES, by=leader)
    images = [{"file": str(file.uuid), "alt": "첫 화면"}]
    entry = actions.submit(entry, content=content(images=images), by=leader)
    assert entry.receipts.get().files == [
        {
            "uuid": str(file.uuid),
            "name": "그림.png",
            "size": file.size,
            "sha256": file.sha256,
        }
    ]


def test_each_submission_has_a_receipt_and_earlier_ones_stay_as_they_were(client):
    entry = submitted_entry(title="첫 제목")
    first = entry.receipts.get()
    entry = resubmitted(entry, title="새 제목")
    assert [receipt.number for receipt in entry.receipts.all()] == [1, 2]
    kept = Receipt.objects.get(pk=first.pk)
    assert (kept.document, kept.sha256) == (first.document, first.sha256)
    client.force_login(leader_of(entry))
    earlier = client.get(address(entry, 1)).content.decode()
    assert "첫 제목" in earlier
    assert "새 제목" in client.get(address(entry, 2)).content.decode()


def test_a_receipt_does_not_change():
    receipt = submitted_entry().receipts.get()
    receipt.document = "{}"
    with pytest.raises(ValidationError):
        receipt.save()


def test_a_change_of_an_accepted_entry_has_a_receipt_of_the_change():
    entry = accepted_entry(title="받아들인 제목")
    leader = leader_of(entry)
    actions.draft_of(entry, by=leader)
    entry = actions.submit(entry, content=content(title="바꾼 제목"), by=leader)
    assert json.loads(entry.receipts.get(number=2).document)["content"]["title"] == "바꾼 제목"
    assert Entry.objects.get(pk=entry.pk).title == "받아들인 제목"


def test_the_same_draft_sent_again_is_received_once():
    entry = draft_entry()
    leader, token = leader_of(entry), entry.draft.token
    for _time in range(3):
        actions.submit(entry, content=content(), by=leader, draft_token=token)
    assert Receipt.objects.count() == 1


def test_a_draft_that_was_changed_after_it_was_checked_is_not_submitted():
    entry = draft_entry()
    leader, token = leader_of(entry), entry.draft.token
    actions.save_draft(entry, {"title": "다른 창"}, by=leader, version=1)
    with pytest.raises(actions.DraftChanged):
        actions.submit(entry, content=content(), by=leader, draft_token=token)
    assert Receipt.objects.count() == 0


def test_a_draft_token_of_another_person_opens_nothing():
    entry = draft_entry()
    token = entry.draft.token
    actions.submit(entry, content=content(), by=leader_of(entry), draft_token=token)
    with pytest.raises(Refused):
        actions.submit(entry, content=content(), by=UserFactory(), draft_token=token)


@pytest.mark.parametrize("name", ["my_receipt", "my_receipt_document"])
def test_nobody_but_the_team_sees_a_receipt(client, name):
    entry = submitted_entry()
    assert client.get(address(entry, name=name)).status_code == 302
    for stranger in (UserFactory(), UserFactory(groups=["Moderators"])):
        client.force_login(stranger)
        assert client.get(address(entry, name=name)).status_code == 404
    client.force_login(leader_of(entry))
    assert client.get(address(entry, 7, name)).status_code == 404


def test_a_receipt_costs_the_same_with_one_submission_and_with_five(client, statements):
    entry = submitted_entry()
    client.force_login(leader_of(entry))
    before = statements(client, address(entry), most=12)
    for number in range(4):
        entry = resubmitted(entry, title=f"제목 {number}")
    assert statements(client, address(entry, 5), most=12) == before
