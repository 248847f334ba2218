"""An earlier entry as a start for a new one: what is taken over, what is not, and by whom."""

import uuid
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.errors import Refused
from contest_pages.entries import actions, rules
from contest_pages.entries.models import ConsentGiven, Entry, EntryFile
from contest_pages.entries.queries import history, left_out_of
from contest_pages.models import Question
from media.actions import delete_private_file, uploads
from media.models import PrivateFile, Upload
from media.views import can_read
from tests.factories import (
    QuestionFactory,
    TrackFactory,
    UserFactory,
    announced,
    content,
    draft_entry,
    leader_of,
    member_of,
    open_contest,
    submitted_entry,
)
from tests.media import corpus
from tests.pages import png

pytestmark = pytest.mark.django_db
Kind = Question.Kind


@pytest.fixture
def this_year(db):
    contest = open_contest(slug="app-open")
    announced(contest)
    return contest


def ask(contest, key, kind=Kind.SHORT_TEXT, **fields) -> Question:
    return QuestionFactory(contest=contest, key=key, kind=kind, **fields)


def answer(question, value) -> dict:
    names = {name: getattr(question, name) for name in ("key", "kind", "label_ko", "label_en")}
    return names | {"value": value}


def attach(entry, name="계획서.pdf", key="plan", sent=corpus.PDF) -> PrivateFile:
    leader = leader_of(entry)
    file = PrivateFile.objects.receive(corpus.upload(name, sent), by=leader)
    actions.attach(entry, file, key=key, by=leader)
    return file


def submitted_with(answers=(), files=(), sent=corpus.PDF, **fields) -> Entry:
    """Last year's entry: `answers` as (key, kind, value), `files` as keys of questions or images."""
    contest = open_contest()
    given = [answer(ask(contest, key, kind), value) for key, kind, value in answers]
    entry, images = draft_entry(contest), []
    for place in files:
        if place == EntryFile.IMAGES:
            file = attach(entry, "화면.png", place, png())
            images.append({"file": str(file.uuid), "alt": "첫 화면"})
        else:
            file = attach(entry, key=place, sent=sent)
            given.append(answer(ask(contest, place, Kind.FILE), [str(file.uuid)]))
    made = {"answers": given, "images": images} | fields
    return actions.submit(entry, content=content(**made), by=leader_of(entry))


def start(contest, earlier, by=None, key=None, **options) -> Entry:
    by = by or leader_of(earlier)
    key = key or uuid.uuid4()
    return actions.start(contest, by=by, start_key=key, from_entry=earlier, **options)


def fresh(entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


# --- Who may ------------------------------------------------------------------------------


def test_each_member_of_the_team_may_and_nobody_else(this_year):
    entry = draft_entry(open_contest(team_max=3))
    member = member_of(entry)
    actions.submit(entry, content=content(), by=leader_of(entry))
    for person in (leader_of(entry), member):
        assert rules.why_not_start_from(person, entry, this_year) is None
    stranger = UserFactory()
    with pytest.raises(Refused):
        start(this_year, entry, by=stranger)
    assert not Entry.objects.filter(contest=this_year).exists()
    entry.memberships.filter(user=member).delete()
    assert rules.why_not_start_from(member, entry, this_year)


def test_only_what_was_submitted_and_not_thrown_out_and_within_a_contest_only_what_is_withdrawn(
    this_year,
):
    draft = draft_entry(open_contest())
    assert rules.why_not_start_from(leader_of(draft), draft, this_year)
    removed = submitted_entry(open_contest())
    assert rules.why_not_start_from(leader_of(removed), removed, this_year) is None
    actions.disqualify(removed, reason="규정 위반", by=UserFactory(groups=["Moderators"]))
    assert rules.why_not_start_from(leader_of(removed), removed, this_year)
    same = submitted_entry(this_year)
    assert rules.why_not_start_from(leader_of(same), same, this_year)
    actions.withdraw(same, by=leader_of(same))
    assert rules.why_not_start_from(leader_of(same), same, this_year) is None


# --- What is taken ------------------------------------------------------------------------


def test_the_new_draft_says_what_the_earlier_entry_submitted_last(this_year):
    earlier = submitted_with(
        title="따릉이 길잡이", summary="한 문장", web_url="https://a.example.org"
    )
    data = start(this_year, earlier).draft.data
    assert data["title"] == "따릉이 길잡이"
    assert data["summary"] == "한 문장"
    assert data["team_name"] == "달리는 사람들"
    assert (data["licence"], data["web_url"]) == ("MIT", "https://a.example.org")


def test_nobody_but_the_starter_and_no_consent_comes_with_it(this_year):
    earlier = submitted_with()
    entry = start(this_year, earlier)
    assert [each.user for each in entry.memberships.all()] == [leader_of(earlier)]
    assert (entry.receipt, entry.submitted_at, entry.state) == ("", None, Entry.State.DRAFT)
    assert not ConsentGiven.objects.filter(entry=entry).exists()


def test_answers_go_to_questions_of_the_same_key_and_kind(this_year):
    earlier = submitted_with(
        answers=[
            ("users", Kind.SHORT_TEXT, "시민"),
            ("changed", Kind.SHORT_TEXT, "글"),
            ("gone", Kind.SHORT_TEXT, "묻지 않는 것"),
            ("retired", Kind.SHORT_TEXT, "그만 묻는 것"),
            ("data", Kind.CHOICES, ["교통", "환경"]),
            ("stage", Kind.CHOICE, "개발 중"),
        ]
    )
    ask(this_year, "users")
    ask(this_year, "changed", Kind.NUMBER)
    ask(this_year, "retired", is_retired=True)
    ask(this_year, "data", Kind.CHOICES, choices_text="교통 | Traffic\n문화 | Culture")
    ask(this_year, "stage", Kind.CHOICE, choices_text="기획 | Plan\n출시 | Released")
    entry = start(this_year, earlier)
    assert entry.draft.data["answers"] == {"users": "시민", "data": ["교통"], "stage": None}
    labels = {each["key"]: each["label_ko"] for each in fresh(earlier).answers}
    left_out = {labels[key] for key in ("changed", "gone", "retired", "data", "stage")}
    assert set(left_out_of(entry)) == left_out


def test_an_idea_takes_no_links(user):
    earlier = submitted_with(source_url="https://example.org/source", licence="MIT")
    entry = start(open_contest(kind="idea"), earlier)
    assert "source_url" not in entry.draft.data
    assert left_out_of(entry) == ["소스 코드 주소", "라이선스"]


def test_a_track_is_taken_where_one_of_its_title_exists(this_year):
    last_year = open_contest()
    track = TrackFactory(contest=last_year, title_ko="교통")
    earlier = submitted_entry(last_year, track=track)
    other = start(this_year, earlier)
    assert (other.draft.data["track"], left_out_of(other)) == (None, ["부문"])
    same = TrackFactory(contest=this_year, title_ko="교통")
    assert start(this_year, earlier).draft.data["track"] == same.pk


def test_the_log_names_the_earlier_entry(this_year):
    earlier = submitted_with()
    (begun,) = history(start(this_year, earlier))
    assert (begun.action, begun.data["from_entry"]) == ("entry.start", earlier.pk)


def test_an_empty_start_takes_nothing(user, this_year):
    entry = draft_entry(this_year, by=user)
    assert entry.draft.data == {}
    assert left_out_of(entry) is None


def test_the_same_key_gives_the_same_entry_and_copies_once(this_year):
    earlier, key = submitted_with(files=["images"]), uuid.uuid4()
    first = start(this_year, earlier, key=key)
    assert start(this_year, earlier, key=key) == first
    assert PrivateFile.objects.count() == 2


# --- Files --------------------------------------------------------------------------------


def files_of(entry) -> dict[str, PrivateFile]:
    return {each.key: each.file for each in entry.files.select_related("file")}


def stored(settings) -> list[Path]:
    return sorted(path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file())


def test_files_are_copied_and_the_new_draft_shows_the_copies(this_year):
    ask(this_year, "plan", Kind.FILE)
    earlier = submitted_with(files=["images", "plan"])
    entry = start(this_year, earlier)
    copies, originals = files_of(entry), files_of(earlier)
    data = entry.draft.data
    assert data["images"] == [{"file": str(copies["images"].uuid), "alt": "첫 화면"}]
    assert data["answers"] == {"plan": [str(copies["plan"].uuid)]}
    for place, copy in copies.items():
        original = originals[place]
        assert copy.uuid != original.uuid
        assert (copy.sha256, copy.original_name) == (original.sha256, original.original_name)
        with copy.file.open() as mine, original.file.open() as theirs:
            assert mine.read() == theirs.read()
    assert copies["images"].thumbnail_url


def test_a_copy_is_the_new_teams_and_outlives_the_original(this_year):
    ask(this_year, "plan", Kind.FILE)
    entry = draft_entry(open_contest(team_max=3))
    former = member_of(entry)
    file = attach(entry)
    question = ask(entry.contest, "plan", Kind.FILE)
    given = content(answers=[answer(question, [str(file.uuid)])])
    earlier = actions.submit(entry, content=given, by=leader_of(entry))
    new = start(this_year, earlier)
    copy, invited = files_of(new)["plan"], member_of(new)
    assert [can_read(each, copy) for each in (leader_of(new), invited, former)] == [
        True,
        True,
        False,
    ]
    assert [can_read(each, file) for each in (invited, former)] == [False, True]
    earlier.files.all().delete()
    delete_private_file(file, reason="retention")
    with copy.file.open() as kept:
        assert kept.read() == corpus.PDF


def test_a_file_that_this_contest_does_not_take_is_left_out_by_name(this_year):
    ask(this_year, "plan", Kind.FILE, max_megabytes=1)
    large = corpus.PDF + bytes(1_500_000) + b"\n%%EOF\n"
    entry = start(this_year, submitted_with(files=["plan"], sent=large))
    assert entry.draft.data["answers"] == {"plan": []}
    assert left_out_of(entry) == ["‘계획서.pdf’(1.4 MB, 최대 1 MB까지 가능)"]
    assert PrivateFile.objects.count() == 1


def test_a_file_whose_bytes_are_gone_is_left_out_by_name(this_year):
    earlier = submitted_with(files=["images"])
    file = files_of(earlier)["images"]
    file.file.storage.delete(file.file.name)
    entry = start(this_year, earlier)
    assert entry.draft.data["images"] == []
    assert left_out_of(entry) == ["‘화면.png’(파일이 없음)"]


def test_copies_count_as_sent(this_year):
    earlier = submitted_with(files=["images"])
    almost_all = uploads.QUOTA - uploads.LEAST_COUNTED
    Upload.objects.create(
        owner=leader_of(earlier),
        name="큰 파일.pdf",
        size=almost_all,
        expires_at=timezone.now() + uploads.LIFETIME,
    )
    assert len(start(this_year, earlier).draft.data["images"]) == 1
    assert start(this_year, earlier).draft.data["images"] == []


def test_a_start_that_is_refused_leaves_no_copies(
    this_year, settings, django_capture_on_commit_callbacks
):
    earlier, key = submitted_with(files=["images"]), uuid.uuid4()
    before = stored(settings)
    actions.start(this_year, by=UserFactory(), start_key=key)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refused):
        start(this_year, earlier, key=key)
    assert PrivateFile.objects.count() == 1
    after = this_year.submission.closes_at
    with pytest.raises(Refused):
        start(this_year, earlier, now=after)
    assert before == stored(settings)


# --- The page -----------------------------------------------------------------------------


def address(contest) -> str:
    return reverse("entry_start", args=[contest.slug])


def test_the_page_offers_what_the_rule_allows_and_says_what_was_taken(client, this_year):
    earlier = submitted_with(answers=[("gone", Kind.SHORT_TEXT, "글")], title="작년 길잡이")
    client.force_login(leader_of(earlier))
    page = client.get(address(this_year))
    offered = [str(value) for value, _label in page.context["form"].fields["from_entry"].choices]
    assert offered == ["", str(earlier.pk)]
    sent = {"start_key": uuid.uuid4(), "from_entry": earlier.pk}
    form = client.post(address(this_year), sent, follow=True).content.decode()
    assert 'value="작년 길잡이"' in form
    year = timezone.localtime(earlier.submitted_at).year
    assert f"‘작년 길잡이’({year})" in form
    assert fresh(earlier).answers[0]["label_ko"] in form


def test_who_has_no_earlier_entry_is_not_asked(client, user, this_year):
    client.force_login(user)
    assert "from_entry" not in client.get(address(this_year)).content.decode()


@pytest.mark.parametrize("forged", ["others", "abc", "99999999999999999999"])
def test_an_entry_that_is_not_offered_is_an_error_of_the_form(client, user, this_year, forged):
    others = submitted_with()
    client.force_login(user)
    chosen = others.pk if forged == "others" else forged
    answer = client.post(address(this_year), {"start_key": uuid.uuid4(), "from_entry": chosen})
    assert answer.status_code == 422
    assert "from_entry" in answer.context["form"].errors
    assert "우리 팀" in answer.content.decode()
    assert not Entry.objects.of(user).exists()
