"""What people see of a repository in the site, and what is written down of it."""

import io
import zipfile

import pytest
from django.utils import timezone

from contest_pages.entries.models import Membership
from contest_pages.models import Contest
from contest_pages.vault.models import Access, Repository
from tests.contest_pages.judging.people import give, judge_of, judging_stage
from tests.contest_pages.vault.people import archive_of, manager, open_up, push_files
from tests.factories import UserFactory, accepted_entry, leader_of

pytestmark = pytest.mark.django_db
FILES = {
    "README.md": "# 앱\n<script>alert(1)</script>\n",
    "한글 폴더/a b#?.py": "print('<b>')\n" * 3,
    "x.bin": b"\0\1\2",
    "cp949.txt": "한글입니다".encode("cp949"),
    "long.txt": "가" * 5000 + "\n" + "줄\n" * 6000,
}


@pytest.fixture(autouse=True)
def password_is_enough(settings):
    """The second factor is tests.cms.accounts' business."""
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def home(repository, leader, client):
    """The address of a repository with files; its team's leader looks."""
    push_files(repository, FILES, by=leader, message="<i>첫</i> 커밋")
    client.force_login(leader)
    return repository.get_absolute_url()


def test_a_folder_shows_files_and_a_readme_as_text(client, home):
    page = client.get(home).content.decode()
    assert ("한글 폴더/" in page and "3 바이트" in page) or "x.bin" in page
    assert "&lt;script&gt;" in page and "<script>alert" not in page
    assert "&lt;i&gt;첫" in page


def test_every_file_is_reached_by_its_link(client, home):
    folder = client.get(f"{home}tree/한글 폴더/").content.decode()
    assert "a%20b%23%3F.py" in folder
    page = client.get(f"{home}file/%ED%95%9C%EA%B8%80%20%ED%8F%B4%EB%8D%94/a%20b%23%3F.py")
    assert "print(&#x27;&lt;b&gt;&#x27;)" in page.content.decode()


def test_korean_of_windows_is_read_binary_is_not_shown_and_much_is_cut(client, home):
    assert "한글입니다" in client.get(f"{home}file/cp949.txt").content.decode()
    assert "내려받기만" in client.get(f"{home}file/x.bin").content.decode()
    long = client.get(f"{home}file/long.txt").content.decode()
    assert long.count("<li>줄") == 4999
    assert "가" * 1001 not in long


@pytest.mark.parametrize(
    "address",
    [
        "file/none",
        "tree/none/",
        "file/../../etc/passwd",
        "file/한글 폴더",
        "tree/x.bin/",
        "raw/none",
        "?ref=none",
        "?ref=--help",
        "?ref=" + "a" * 40,
        "history/?ref=HEAD~1",
        "file/a%00b",
        "source.zip?ref=x",
    ],
)
def test_what_is_not_there_is_not_found(client, home, address):
    assert client.get(home + address).status_code == 404


def test_history_leads_to_the_files_of_then(client, home, repository, leader):
    push_files(repository, {"README.md": "# 새로"}, by=leader, message="둘째")
    page = client.get(f"{home}history/").content.decode()
    assert page.index("둘째") < page.index("커밋")
    then = page.split("?ref=")[2].split('"')[0]
    assert "x.bin" in client.get(f"{home}?ref={then}").content.decode()
    assert "x.bin" not in client.get(home).content.decode()
    of_file = client.get(f"{home}history/?path=x.bin").content.decode()
    assert of_file.count("commits__row") == 2


def test_files_are_handed_out_to_be_saved(client, home):
    raw = client.get(f"{home}raw/x.bin")
    assert b"".join(raw.streaming_content) == b"\0\1\2"
    assert raw["Content-Disposition"].startswith("attachment")
    zipped = b"".join(client.get(f"{home}source.zip").streaming_content)
    names = zipfile.ZipFile(io.BytesIO(zipped)).namelist()
    assert any(name.endswith("한글 폴더/a b#?.py") for name in names)


def test_a_team_without_git_sends_an_archive(client, entry, leader):
    client.force_login(leader)
    url = f"/my/entries/{entry.pk}/source/"
    assert client.get(url).status_code == 200
    refused = client.post(url, {"archive": archive_of({"../x": "1"}), "message": "첫"})
    assert refused.status_code == 422 and 'value="첫"' in refused.content.decode()
    assert client.post(url, {"archive": archive_of({"x": "1"}), "message": "첫"}).status_code == 302
    written = Access.objects.order_by("pk").values_list("act", "outcome")
    assert list(written) == [("upload", "refused"), ("upload", "granted")]


def test_an_idea_has_no_repository(client, entry, leader):
    Contest.objects.update(kind=Contest.Kind.IDEA)
    client.force_login(leader)
    assert client.get(f"/my/entries/{entry.pk}/source/").status_code == 404
    assert not Repository.objects.exists()


def test_a_token_is_shown_once(client, leader):
    client.force_login(leader)
    made = client.post("/my/tokens/", {"name": "새 기계", "scope": "write", "days": "30"})
    secret = made.content.decode().split("mdg_")[1].split("<")[0]
    again = client.get("/my/tokens/").content.decode()
    assert secret not in again and "새 기계" in again
    token = leader.access_tokens.get()
    client.post(f"/my/tokens/{token.pk}/revoke/")
    assert "새 기계" not in client.get("/my/tokens/").content.decode()


def test_everybody_reads_what_is_open_and_nobody_is_written_down(client, home, repository):
    client.logout()
    assert client.get(home).status_code == 302
    open_up(repository)
    Access.objects.all().delete()
    for address in ("", "file/README.md", "history/", "source.zip"):
        assert client.get(home + address).status_code == 200
    assert client.get(f"/git/{repository.slug}.git").url == home
    assert not Access.objects.exists()


def test_a_visit_is_written_down_once(client, home, repository):
    moderator = UserFactory(groups=["Moderators"])
    client.force_login(moderator)
    for _each in range(3):
        client.get(f"{home}file/README.md")
    client.get(f"{home}source.zip")
    rows = Access.objects.filter(user=moderator).order_by("pk")
    assert list(rows.values_list("act", "detail", "address")) == [
        ("browse", "README.md", "127.0.0.1"),
        ("download", "main zip", "127.0.0.1"),
    ]
    client.force_login(manager())
    register = client.get("/admin/registers/source-accesses/?export=csv")
    said = b"".join(register.streaming_content).decode()
    assert "README.md" in said and moderator.email in said


@pytest.mark.parametrize(("is_blind", "status"), [(True, 404), (False, 200)])
def test_a_judge_reads_what_was_given_but_not_blind(client, is_blind, status):
    entry = accepted_entry()
    leader = leader_of(entry)
    repository = Repository.objects.create(entry=entry, slug="given-1")
    push_files(repository, {"README.md": "# 앱"}, by=leader)
    judge, other = UserFactory(groups=["Judges"]), UserFactory(groups=["Judges"])
    stage = judging_stage(entry.contest, is_blind=is_blind)
    review = give(judge_of(stage, judge), entry)
    client.force_login(judge)
    assert client.get(repository.get_absolute_url()).status_code == status
    shown = (
        repository.get_absolute_url()
        in client.get(f"/judging/reviews/{review.pk}/").content.decode()
    )
    assert shown is not is_blind
    client.force_login(other)
    assert client.get(repository.get_absolute_url()).status_code == 404


def test_a_member_who_left_reads_no_more(client, home, entry, leader):
    other = UserFactory()
    Membership.objects.create(entry=entry, user=other, is_leader=False, joined_at=timezone.now())
    client.force_login(other)
    assert client.get(home).status_code == 200
    Membership.objects.filter(user=other).delete()
    assert client.get(home).status_code == 404


def test_pages_of_the_admin_lead_through_a_decision(client, home, repository):
    client.force_login(manager())
    page = f"/admin/vault/{repository.pk}/"
    assert repository.slug in client.get("/admin/vault/?state=sealed&q=contest").content.decode()
    assert client.get(page).status_code == 200
    assert client.post(f"{page}open/", {"reason": "수상작"}).status_code == 422
    assert client.get(f"{page}open/").status_code == 200
    open_up(repository)
    assert client.get(page).status_code == 200
    assert client.post(f"{page}seal/", {"reason": "이릅니다"}).status_code == 302
    assert client.post(f"{page}return/", {"reason": "요청"}).status_code == 422
    assert client.post(f"{page}return/", {"reason": "요청", "sure": "on"}).status_code == 302
    assert client.get(page).status_code == 200
    assert client.get(home).status_code == 404


def test_lists_cost_the_same_however_long(client, home, repository, statements, leader):
    client.force_login(manager())
    statements(client, "/admin/vault/", most=16)
    client.force_login(leader)
    statements(client, home, most=14)
