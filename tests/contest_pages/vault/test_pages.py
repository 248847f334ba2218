"""What people see of a repository in the site, and what is written down of it."""

import io
import zipfile

import pytest
from django.utils import timezone

from contest_pages.entries.models import EntryDraft, Membership
from contest_pages.models import Contest, Stage
from contest_pages.vault import actions, queries
from contest_pages.vault.models import Access, AccessToken, Repository
from tests.contest_pages.judging.people import give, judge_of, judging_stage
from tests.contest_pages.vault.people import archive_of, manager, open_up, push_files
from tests.factories import UserFactory, accepted_entry, draft_entry, leader_of

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


@pytest.fixture(scope="module")
def made(made):
    """The same, with files in it."""
    push_files(made.repository, FILES, by=made.leader, message="<i>첫</i> 커밋")
    made.repository.refresh_from_db()
    return made


@pytest.fixture
def home(repository, leader, client):
    """The address of a repository with files; its team's leader looks."""
    client.force_login(leader)
    return repository.get_absolute_url()


def test_a_folder_shows_files_and_leads_to_each(client, home):
    page = client.get(home).content.decode()
    for shown in ("한글 폴더/</a>", "x.bin</a>", "<td>3 B</td>"):
        assert shown in page
    assert "&lt;script&gt;" in page and "<script>alert" not in page
    assert "&lt;i&gt;첫" in page
    folder = client.get(f"{home}tree/한글 폴더/").content.decode()
    assert "a%20b%23%3F.py" in folder
    page = client.get(f"{home}file/%ED%95%9C%EA%B8%80%20%ED%8F%B4%EB%8D%94/a%20b%23%3F.py")
    assert "print(&#x27;&lt;b&gt;&#x27;)" in page.content.decode()
    raw = client.get(f"{home}raw/x.bin")
    assert b"".join(raw.streaming_content) == b"\0\1\2"
    assert raw["Content-Disposition"].startswith("attachment")
    zipped = b"".join(client.get(f"{home}source.zip").streaming_content)
    names = zipfile.ZipFile(io.BytesIO(zipped)).namelist()
    assert any(name.endswith("한글 폴더/a b#?.py") for name in names)


def test_what_cannot_be_shown_is_said_to_be_cut_or_is_not_found(client, home, monkeypatch):
    assert "한글입니다" in client.get(f"{home}file/cp949.txt").content.decode()
    assert "내려받기만" in client.get(f"{home}file/x.bin").content.decode()
    long = client.get(f"{home}file/long.txt").content.decode()
    assert long.count("<li>줄") == 4999
    assert "가" * 1001 not in long
    for address in (
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
    ):
        assert client.get(home + address).status_code == 404, address
    monkeypatch.setattr("contest_pages.vault.browsing.MOST_SAID", 200)
    assert "파일이 매우 많은" in client.get(home).content.decode()
    assert client.get(f"{home}file/x.bin").status_code == 200


def test_history_leads_to_the_files_of_then(client, home, repository, leader):
    push_files(repository, {"README.md": "# 새로"}, by=leader, message="둘째")
    page = client.get(f"{home}history/").content.decode()
    assert page.index("둘째") < page.index("커밋")
    then = page.split("?ref=")[2].split('"')[0]
    assert "x.bin" in client.get(f"{home}?ref={then}").content.decode()
    assert "x.bin" not in client.get(home).content.decode()
    of_file = client.get(f"{home}history/?path=x.bin").content.decode()
    assert of_file.count("commits__row") == 2


def test_a_team_without_git_sends_an_archive(client, entry, leader):
    client.force_login(leader)
    url = f"/my/entries/{entry.pk}/source/"
    assert client.get(url).status_code == 200
    refused = client.post(url, {"archive": archive_of({"../x": "1"}), "message": "첫"})
    assert refused.status_code == 422 and 'value="첫"' in refused.content.decode()
    assert client.post(url, {"archive": archive_of({"x": "1"}), "message": "첫"}).status_code == 302
    written = Access.objects.order_by("pk").values_list("act", "outcome")
    assert list(written) == [("upload", "refused"), ("upload", "granted")]


def test_an_idea_has_no_repository(client):
    entry = draft_entry()
    Contest.objects.update(kind=Contest.Kind.IDEA)
    client.force_login(leader_of(entry))
    assert client.get(f"/my/entries/{entry.pk}/source/").status_code == 404
    assert not Repository.objects.filter(entry=entry).exists()


def test_an_entry_whose_address_is_taken_is_told_so(client):
    entry = draft_entry()
    Repository.objects.create(slug=queries.slug_for(entry), title="먼저 있던 것")
    client.force_login(leader_of(entry))
    page = client.get(f"/my/entries/{entry.pk}/source/", follow=True)
    assert "이 주소의 저장소가 이미 있습니다" in page.content.decode()


def test_pages_of_a_damaged_repository_say_so(client, home, entry, repository):
    (repository.path / "HEAD").write_text("broken")
    pages = [client.get(f"/my/entries/{entry.pk}/source/")]
    client.force_login(manager())
    pages.append(client.get(f"/admin/vault/{repository.pk}/"))
    repository.path.rename(repository.path.with_suffix(".lost"))
    pages.append(client.get(f"/admin/vault/{repository.pk}/"))
    for page in pages:
        assert page.status_code == 200 and "저장소가 손상되었습니다" in page.content.decode()


def test_who_may_not_look_learns_not_even_how_many_there_are(client, repository):
    client.force_login(UserFactory(groups=["Editors"]))
    for name in ("", "check/", "open/", "keepers/", "return/"):
        there, not_there = (
            client.post(f"/admin/vault/{pk}/{name}") for pk in (repository.pk, repository.pk + 1)
        )
        assert there.status_code == not_there.status_code != 404, name


def test_a_mirror_that_no_browser_opens_is_no_link(client, home, entry):
    url = "git@github.com:team/app.git"
    mirrored = {"state": "mirrored", "mirrored_at": timezone.now(), "mirror_url": url}
    Repository.objects.update(**mirrored)
    for address in (home, f"/my/entries/{entry.pk}/source/"):
        page = client.get(address).content.decode()
        assert url in page and f'href="{url}' not in page
    assert "외부로 이전" in client.get(home).content.decode()


def test_a_token_is_shown_once(client, leader):
    client.force_login(leader)
    made = client.post("/my/tokens/", {"name": "새 기계", "scope": "write", "days": "30"})
    secret = made.content.decode().split("mdg_")[1].split("<")[0]
    again = client.get("/my/tokens/").content.decode()
    assert secret not in again and "새 기계" in again
    token = leader.access_tokens.get()
    client.post(f"/my/tokens/{token.pk}/revoke/")
    assert "새 기계" not in client.get("/my/tokens/").content.decode()


def test_the_page_of_tokens_speaks_one_language(client, leader):
    client.force_login(leader)
    assert ">90 days</option>" in client.get("/en/my/tokens/").content.decode()
    assert ">90일</option>" in client.get("/my/tokens/").content.decode()


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
    token = AccessToken.objects.create(user=moderator, expires_at=timezone.now(), hash="x")
    for address, used in (("192.0.2.1", None), ("192.0.2.1", token)):
        actions.record(
            repository,
            Access.Act.BROWSE,
            asked=repository.slug,
            detail="README.md",
            user=moderator,
            address=address,
            token=used,
            now=timezone.now(),
        )
    assert rows.count() == 4  # from elsewhere, or with a token, it is another visit
    client.force_login(manager())
    register = client.get("/admin/registers/source-accesses/?export=csv")
    said = b"".join(register.streaming_content).decode()
    assert "README.md" in said and moderator.email in said


def test_a_judge_reads_what_was_given_but_not_blind(client):
    entry = accepted_entry()
    leader = leader_of(entry)
    repository = Repository.objects.create(entry=entry, slug="given")
    push_files(repository, {"README.md": "# 앱"}, by=leader)
    judge, other = UserFactory(groups=["Judges"]), UserFactory(groups=["Judges"])
    stage = judging_stage(entry.contest)
    review = give(judge_of(stage, judge), entry)
    client.force_login(judge)
    address = repository.get_absolute_url()
    for is_blind, status in ((True, 404), (False, 200)):
        Stage.objects.filter(pk=stage.pk).update(is_blind=is_blind)
        assert client.get(address).status_code == status
        page = client.get(f"/judging/reviews/{review.pk}/").content.decode()
        assert (address in page) is not is_blind
    client.force_login(other)
    assert client.get(repository.get_absolute_url()).status_code == 404


def test_who_fetches_a_bundle_is_written_down(client, home, entry, leader, repository):
    [bundle] = actions.bundle_submission(entry, by=leader)
    assert client.get(bundle.get_absolute_url()).status_code == 200
    written = Access.objects.values_list("repository", "user", "act", "detail")
    name = f"{repository.slug}.bundle"
    assert list(written) == [(repository.pk, leader.pk, "download", name)]


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


def test_lists_cost_the_same_however_long(client, home, statements, leader):
    client.force_login(manager())
    cost = statements(client, "/admin/vault/", most=16)
    for _each in range(3):
        entry = draft_entry()
        Repository.objects.create(entry=entry, slug=queries.slug_for(entry))
    assert statements(client, "/admin/vault/", most=16) == cost
    assert client.get("/admin/vault/").context["page"].paginator.count == 4
    client.force_login(leader)
    statements(client, home, most=14)


def test_the_list_finds_what_its_team_calls_it(client, entry, repository):
    client.force_login(manager())
    EntryDraft.objects.filter(entry=entry).update(data={"title": "따릉이 길잡이"})
    Repository.objects.create(slug="city-app", title="시청 앱")
    for words, found in (
        ("따릉이", repository.slug),
        ("시청", "city-app"),
        (entry.contest.slug, repository.slug),
    ):
        page = client.get(f"/admin/vault/?q={words}").context["page"]
        assert [each.slug for each in page] == [found]
