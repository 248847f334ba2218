import csv
import io

import openpyxl
import pytest

from contest_pages.entries import actions
from contest_pages.entries.models import ConsentGiven
from contest_pages.models import Consent
from media.models import PrivateFile
from tests.factories import UserFactory, content, draft_entry, leader_of, open_contest
from tests.media import corpus
from tests.statements import recorded

pytestmark = pytest.mark.django_db
CONSENTS, FILES = "/admin/registers/consents/", "/admin/registers/files/"
GUARDIANS = "/admin/registers/guardians/"


def contest_with_consent(title: str = "참가 규정"):
    contest = open_contest()
    Consent.objects.create(contest=contest, key="terms", title_ko=title, text_ko="동의합니다.")
    return contest


def agreed(contest, *, name: str = "김하늘") -> ConsentGiven:
    entry = draft_entry(contest, by=UserFactory(name=name))
    consent = contest.consents.get()
    actions.agree(entry, agreed=[consent], is_under_14=False, by=leader_of(entry))
    actions.submit(entry, content=content(), by=leader_of(entry))
    return entry.consents_given.get()


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(groups=["Moderators"]))
    return client


def csv_rows(response) -> list[dict]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_moderators_and_managers_read_the_registers_and_nobody_else(client):
    given = agreed(contest_with_consent())
    # Editors are led to what they may do in the admin; judges have no business there at all.
    answers = {"Moderators": 200, "Programme managers": 200, "Editors": 302, "Judges": 403}
    for group, status in answers.items():
        client.force_login(UserFactory(groups=[group]))
        for path in (CONSENTS, FILES, f"{CONSENTS}inspect/{given.pk}/", f"{CONSENTS}?export=csv"):
            assert client.get(path).status_code == status, (group, path)


def test_a_consent_is_read_word_for_word(staff):
    given = agreed(contest_with_consent())
    page = staff.get(f"{CONSENTS}inspect/{given.pk}/").content.decode()
    assert "동의합니다." in page and "김하늘" in page


def test_no_address_of_a_register_changes_it(staff, client):
    given = agreed(contest_with_consent())
    before = list(ConsentGiven.objects.values())
    for who in (UserFactory(groups=["Moderators"]), UserFactory(is_superuser=True, is_staff=True)):
        client.force_login(who)
        for path in ("create/", f"edit/{given.pk}/", f"delete/{given.pk}/"):
            for send in (client.get, client.post):
                response = send(CONSENTS + path, {"title": "다른 것"})
                assert response.status_code in (302, 403, 404), path
    assert list(ConsentGiven.objects.values()) == before


def test_an_export_holds_all_that_is_filtered_and_only_that(staff):
    contest, other = contest_with_consent("이 공모전"), contest_with_consent("다른 공모전")
    for _number in range(2):
        agreed(other)
    source = agreed(contest)
    ConsentGiven.objects.bulk_create(
        ConsentGiven(
            entry=source.entry,
            user=source.user,
            consent=source.consent,
            version=version,
            title=source.title,
            text=source.text,
            language="ko",
        )
        for version in range(2, 71)
    )
    query = {"entry__contest__id__exact": contest.pk, "p": 2}
    rows = csv_rows(staff.get(CONSENTS, query | {"export": "csv"}))
    assert {row["제목"] for row in rows} == {"이 공모전"}
    assert len(rows) == 70
    answer = staff.get(CONSENTS, query | {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet.max_row == 71


def test_an_export_runs_nothing_in_a_spreadsheet(staff):
    agreed(contest_with_consent(), name='=HYPERLINK("https://example.org")')
    agreed(contest_with_consent(), name="+82 김하늘")
    names = {row["사람"] for row in csv_rows(staff.get(f"{CONSENTS}?export=csv"))}
    assert names == {'\'=HYPERLINK("https://example.org")', "'+82 김하늘"}
    answer = staff.get(f"{CONSENTS}?export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_a_lookup_that_is_no_filter_is_not_answered(staff):
    given = agreed(contest_with_consent())
    for lookup in ("user__password__startswith", "user__is_superuser"):
        response = staff.get(CONSENTS, {lookup: "nothing-begins-so"})
        assert response.status_code == 200
        assert given.user.name in response.content.decode()


def test_nonsense_is_answered(staff):
    for query in (
        {"entry__contest__id__exact": "x"},
        {"given_at__gte": "x"},
        {"o": "x.99"},
        {"p": "-1"},
        {"export": "exe"},
        {"q": "\x00"},
    ):
        assert staff.get(CONSENTS, query).status_code in (200, 302), query


def test_files_received_are_listed_with_their_checksum(staff):
    entry = draft_entry()
    leader = leader_of(entry)
    file = PrivateFile.objects.receive(corpus.upload("계획서.pdf", corpus.PDF), by=leader)
    actions.attach(entry, file, key="plan", by=leader)
    assert "계획서.pdf" in staff.get(FILES).content.decode()
    (exported,) = csv_rows(staff.get(f"{FILES}?export=csv"))
    assert exported["파일"] == "계획서.pdf" and file.sha256 in exported.values()


def test_a_register_costs_the_same_with_more_rows(staff):
    contest = contest_with_consent()
    agreed(contest)
    staff.get(CONSENTS)
    with recorded() as few:
        staff.get(CONSENTS)
    for _number in range(9):
        agreed(contest)
    with recorded() as many:
        staff.get(CONSENTS)
    assert len(many) == len(few)
