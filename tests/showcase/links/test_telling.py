"""What was found is shown to visitors, told to editors, and mended by them."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.errors import Refused
from showcase.links import correcting, rounds
from showcase.links.asking import Answer, Reach
from showcase.links.verdict import settle
from showcase.models import AppPage, LinkCheck
from tests.pages import app_page, home_page
from tests.showcase.links.checks import source_at

pytestmark = pytest.mark.django_db

State = LinkCheck.State


def test_an_app_says_that_its_source_is_dead_since_when_and_why(client):
    check = source_at(
        "https://code.example.org/a",
        state=State.DEAD,
        evidence={"reach": "missing", "status": 404, "reason": ""},
    )

    text = client.get(check.app.get_url()).text

    assert "소스 코드: 연결 안 됨" in text
    assert "이 주소에 아무것도 없다고 합니다. (404)" in text


SAID = {
    State.ALIVE: "최근 확인에서 연결됨",
    State.ARCHIVED: "소스 코드: 보관됨",
    State.MOVED: "지금은 다른 주소에 있습니다",
}


def test_an_app_says_each_state_in_both_languages(client):
    check = source_at("https://code.example.org/a", proposed_url="https://b.example/")
    english = check.app.copy_for_translation(home_page("en").locale, alias=True)
    check.evidence = {"reach": "answers", "status": 200, "reason": ""}
    for check.state, said in SAID.items():
        check.save()
        assert said in client.get(check.app.get_url()).text
        assert check.get_state_display() not in client.get(english.get_url()).text


def test_reachable_is_said_once_and_only_of_what_answered_the_last_time(client):
    app = app_page(web_url="https://b.example/", android_url="https://c.example/")
    answered, failed = (
        {"reach": reach, "status": 0, "reason": ""} for reach in ("answers", "fails")
    )
    known = [
        ("source", app.source_url, State.ALIVE, answered),
        ("android", app.android_url, State.DEAD, failed),
        ("web", app.web_url, State.ALIVE, answered),
    ]
    now = timezone.now()
    for kind, url, state, evidence in known:
        row = {"kind": kind, "url": url, "state": state, "evidence": evidence}
        LinkCheck.objects.create(app=app, since=now, checked_at=now, next_at=now, **row)
    text = client.get(app.get_url()).text
    assert text.count("최근 확인에서 연결됨") == text.count("alert__title") == 1
    app.link_checks.exclude(kind="android").update(evidence=failed)
    text = client.get(app.get_url()).text
    assert ("최근 확인에서 연결됨" in text, text.count("alert__title")) == (False, 1)


def test_what_was_seen_of_another_address_is_not_said(client):
    check = source_at("https://code.example.org/a", state=State.DEAD)
    check.app.source_url = "https://code.example.org/b"
    check.app.save()

    assert "연결 안 됨" not in client.get(check.app.get_url()).text


def test_editors_see_the_urgent_first_at_the_same_cost(client, statements, editor):
    alive = source_at("https://a.example.org/", state=State.ALIVE)
    dead = source_at("https://b.example.org/", state=State.DEAD)
    AppPage.objects.filter(pk=dead.app_id).update(title="=따릉이")
    client.force_login(editor)
    url = reverse("showcase_links")

    listed = [each.pk for each in client.get(url).context["object_list"]]
    assert listed == [dead.pk, alive.pk]
    assert [each.pk for each in client.get(url, {"state": "alive"}).context["object_list"]] == [
        alive.pk
    ]
    few = statements(client, url, most=25)
    for n in range(8):
        source_at(
            f"https://c.example.org/{n}", state=State.MOVED, proposed_url="https://d.example/"
        )
    assert statements(client, url, most=25) == few
    table = b"".join(client.get(url, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    first = next(csv.DictReader(io.StringIO(table)))
    assert (first["앱"], first["주소"], first["상태"]) == ("'=따릉이", dead.url, "연결 안 됨")
    assert len(table.splitlines()) == 11


def test_one_click_puts_the_new_address_into_a_draft(client, editor):
    check = source_at(
        "https://a.example.org/", state=State.MOVED, proposed_url="https://b.example.org/"
    )
    client.force_login(editor)
    english = check.app.copy_for_translation(home_page("en").locale)
    english.summary = ""  # a draft may lack what a page must have
    english.save_revision(clean=False)

    answer = client.post(reverse("showcase_link_accept", args=[check.pk]), follow=True)

    assert "초안" in answer.text
    app = check.app
    app.refresh_from_db()
    assert app.source_url == "https://a.example.org/"  # what is public is published by a person
    for page in (app, AppPage.objects.get(pk=english.pk)):
        assert page.get_latest_revision_as_object().source_url == "https://b.example.org/"
    entry = PageLogEntry.objects.get(action="showcase.link_accept")
    assert (entry.user, entry.data["new"]) == (editor, "https://b.example.org/")
    with pytest.raises(Refused, match="이미"):
        correcting.accept(check, by=editor)
    app.get_latest_revision().publish()
    rounds.follow_pages(timezone.now())
    assert app.link_checks.get().state == State.UNKNOWN


def test_an_address_that_somebody_changed_in_a_draft_is_not_overwritten(editor):
    check = source_at("https://a.example.org/", proposed_url="https://b.example.org/")
    check.app.source_url = "https://mine.example.org/"
    check.app.save_revision()

    with pytest.raises(Refused, match="그사이"):
        correcting.accept(check, by=editor)


def test_what_an_editor_declined_is_not_proposed_again(editor):
    check = source_at(
        "https://a.example.org/", state=State.MOVED, proposed_url="https://b.example.org/"
    )
    correcting.decline(check, by=editor)
    check.refresh_from_db()

    settle(check, Answer(Reach.ANSWERS, 200, moved_to="https://b.example.org/"), timezone.now())
    assert (check.state, check.proposed_url) == (State.ALIVE, "")
    settle(check, Answer(Reach.ANSWERS, 200, moved_to="https://c.example.org/"), timezone.now())
    assert (check.state, check.proposed_url) == (State.MOVED, "https://c.example.org/")


def test_who_may_not_edit_the_app_changes_nothing(user):
    check = source_at("https://a.example.org/", proposed_url="https://b.example.org/")

    for act in (correcting.accept, correcting.decline):
        with pytest.raises(Refused):
            act(check, by=user)
