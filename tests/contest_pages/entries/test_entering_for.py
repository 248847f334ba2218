import uuid
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from cms.errors import Refused
from cms.notices.models import Notice
from contest_pages.entries import actions, rules
from contest_pages.entries.models import ConsentGiven, Entry
from contest_pages.models import Consent, Contest
from tests.factories import UserFactory, content, leader_of, move_stages, open_contest

pytestmark = pytest.mark.django_db
ENTER_FOR = "wagtailsnippets_contest_entries_entry:enter_for"


@pytest.fixture(autouse=True)
def password_is_enough(settings):
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def moderator(db):
    return UserFactory(groups=["Moderators"])


@pytest.fixture
def contest(db):
    return open_contest()


def entered(contest, by, *, email="paper@example.org", name="최우편", **fields) -> Entry:
    fields = {"reason": "우편 접수", "start_key": uuid.uuid4()} | fields
    return actions.enter_for(contest, email=email, name=name, by=by, **fields)


def test_a_moderator_enters_for_somebody_who_then_leads_the_team(contest, moderator):
    entry = entered(contest, moderator)
    leader = leader_of(entry)
    assert (leader.email, leader.name) == ("paper@example.org", "최우편")
    assert not leader.has_usable_password()
    entry = actions.submit(entry, content=content(), by=moderator)
    assert entry.state == Entry.State.SUBMITTED
    receipt = entry.receipts.get()
    assert receipt.submitted_by == moderator
    assert {mail.address for mail in Notice.objects.all()} == {"paper@example.org"}
    assert receipt.code in Notice.objects.first().subject


def test_after_the_submission_the_entry_is_the_teams_alone(contest, moderator):
    entry = actions.submit(entered(contest, moderator), content=content(), by=moderator)
    assert rules.why_not_edit(moderator, entry, timezone.now())
    assert rules.why_not_take_back(leader_of(entry), entry, timezone.now()) is None
    assert rules.why_not_take_back(moderator, entry, timezone.now())


def test_what_was_signed_on_paper_is_recorded_as_such(contest, moderator):
    consent = Consent.objects.create(
        contest=contest, key="rules", title_ko="규정", text_ko="지킨다"
    )
    entry = entered(Contest.objects.get(pk=contest.pk), moderator)
    with pytest.raises(Refused):
        actions.submit(entry, content=content(), by=moderator)
    actions.agree(entry, agreed=[consent], is_under_14=False, by=moderator)
    given = ConsentGiven.objects.get()
    assert (given.user, given.recorded_by) == (leader_of(entry), moderator)
    entry = Entry.objects.get(pk=entry.pk)
    assert actions.submit(entry, content=content(), by=moderator).receipt


def test_what_came_in_time_is_typed_in_until_the_screening_ends(contest, moderator):
    move_stages(contest, days=-12)
    contest = Contest.objects.get(pk=contest.pk)
    entry = entered(contest, moderator)
    assert actions.submit(entry, content=content(), by=moderator).receipt
    late = contest.screening.closes_at + timedelta(seconds=1)
    with pytest.raises(Refused):
        entered(contest, moderator, email="late@example.org", now=late)
    assert not get_user_model().objects.filter(email="late@example.org").exists()


def test_an_account_that_is_there_is_used_whatever_its_spelling(contest, moderator):
    person = UserFactory(email="paper@example.org")
    assert leader_of(entered(contest, moderator, email="Paper@Example.org", name="")) == person


def test_without_an_account_a_name_is_needed(contest, moderator):
    with pytest.raises(Refused):
        entered(contest, moderator, name=" ")


def test_the_same_form_begins_one_entry(contest, moderator):
    key = uuid.uuid4()
    assert entered(contest, moderator, start_key=key) == entered(contest, moderator, start_key=key)
    assert Entry.objects.count() == 1


def test_nobody_else_enters_for_others_or_touches_what_is_being_entered(contest, moderator):
    for by in (UserFactory(), UserFactory(groups=["Editors"])):
        with pytest.raises(Refused):
            entered(contest, by)
    entry = entered(contest, moderator)
    for other in (UserFactory(groups=["Moderators"]), UserFactory()):
        with pytest.raises(Refused):
            actions.save_draft(entry, {"title": "남의 글"}, by=other, version=1)
    with pytest.raises(Refused):
        entered(contest, moderator, email=moderator.email)


def test_a_moderator_does_it_in_the_browser(client, contest, moderator):
    consent = Consent.objects.create(
        contest=contest, key="rules", title_ko="규정", text_ko="지킨다"
    )
    client.force_login(moderator)
    page = client.get(reverse(ENTER_FOR))
    sent = {
        "contest": contest.pk,
        "email": "paper@example.org",
        "name": "최우편",
        "reason": "우편 접수",
        "start_key": page.context["form"]["start_key"].value(),
    }
    begun = client.post(reverse(ENTER_FOR), sent)
    entry = Entry.objects.get()
    assert begun.url == reverse("my_entry_edit", args=[entry.pk])
    form = client.get(begun.url)
    typed = {name: content()[name] for name in ("title", "summary", "description", "team_name")}
    typed |= {"version": form.context["basis"]["version"], "continue": "yes"}
    gone_on = client.post(begun.url, typed)
    check = client.get(gone_on.url)
    assert "최우편" in check.content.decode()
    for name in ("my_entry", "my_entry_team", "my_entry_consents"):
        assert client.get(reverse(name, args=[entry.pk])).status_code == 200, name
    agreed = {f"consent_{consent.pk}_1": "on", "is_under_14": "no"}
    done = client.post(gone_on.url, {"version": check.context["version"]} | agreed)
    assert done.url == reverse("my_receipt", args=[entry.pk, 1])
    assert client.get(done.url).status_code == 200
    assert client.get(reverse("my_entry_consents", args=[entry.pk])).status_code == 302
