"""Anybody reports a problem with an app; editors see to it; what was personal is forgotten."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from cms.errors import Refused
from cms.notices.models import Notice
from showcase import problems
from showcase.models import AppProblem
from tests.factories import UserFactory
from tests.pages import app_page

pytestmark = pytest.mark.django_db
TYPED = {"kind": "broken", "text": "지도가 열리지 않습니다.", "email": "Me@Example.org"}


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    cache.clear()


def test_a_report_is_kept_and_written_to_editors_without_what_is_personal(
    client, django_capture_on_commit_callbacks
):
    editor = UserFactory(groups=["Editors"])
    UserFactory(groups=["Judges"])
    app = app_page("따릉이 길잡이", slug="app")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/showcase/app/report/", TYPED, follow=True)
    assert answer.redirect_chain == [(app.url, 302)]
    assert "감사합니다" in answer.text
    problem = AppProblem.objects.get()
    assert (problem.page, problem.kind, problem.email) == (app, "broken", "me@example.org")
    [notice] = Notice.objects.filter(kind="app_problem")
    assert notice.recipient == editor
    assert "지도가" not in notice.body
    assert "example.org" not in notice.body.replace(f"inspect/{problem.pk}/", "")
    [sent] = mail.outbox
    assert (sent.to, "지도가" in sent.body) == ([editor.email], False)


def test_who_asks_about_reuse_reports_no_problem(client):
    app_page(slug="app")
    form = client.get("/showcase/app/report/?about=reuse").text
    assert "<h1>재사용 문의하기</h1>" in form
    assert "문제 신고" not in form.split("<main", 1)[1].split("</h1>")[0]
    answer = client.post("/showcase/app/report/", {**TYPED, "kind": "reuse"}, follow=True)
    assert "감사합니다. 편집자가 문의를 확인합니다." in answer.text
    assert AppProblem.objects.get().kind == "reuse"


def test_a_machine_is_thanked_and_not_heard(client):
    app_page(slug="app")
    client.post("/showcase/app/report/", {**TYPED, "website": "http://spam.example"})
    assert not AppProblem.objects.exists()


def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(client):
    app_page(slug="app")
    answer = client.post("/showcase/app/report/", {**TYPED, "kind": "nonsense", "email": "me"})
    assert answer.status_code == 422
    assert "지도가 열리지 않습니다." in answer.text
    assert client.post("/showcase/none/report/", TYPED).status_code == 404


def test_after_many_reports_from_one_connection_the_next_is_refused_and_kept_in_the_form(client):
    app_page(slug="app")
    statuses = [client.post("/showcase/app/report/", TYPED).status_code for _n in range(11)]
    assert statuses == [302] * 10 + [422]
    assert AppProblem.objects.count() == 10


def test_an_editor_says_that_it_is_handled_and_the_address_is_gone(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    problem = problems.report(app_page(), **TYPED)
    client.force_login(UserFactory(groups=["Editors"]))
    assert "지도가 열리지" in client.get("/admin/showcase/problems/").text
    page = f"/admin/showcase/problems/inspect/{problem.pk}/"
    assert "Me@Example.org" in client.get(page).text
    assert client.post(page).status_code == 302
    problem.refresh_from_db()
    assert (problem.state, problem.email) == ("handled", "")
    assert client.post(page).status_code == 302  # a second press changes nothing
    assert "처리 완료" in client.get(page).text


def test_who_is_no_editor_handles_nothing():
    problem = problems.report(app_page(), **TYPED)
    for user in (UserFactory(), UserFactory(groups=["Moderators"])):
        with pytest.raises(Refused):
            problems.handle(problem, by=user)


def test_what_nobody_needs_any_more_is_forgotten():
    app, now = app_page(), timezone.now()
    old = problems.report(app, **TYPED, now=now - timedelta(days=400))
    problems.handle(old, by=UserFactory(groups=["Editors"]), now=now - timedelta(days=380))
    waiting = problems.report(app, **TYPED, now=now - timedelta(days=100))
    fresh = problems.report(app, **TYPED, now=now)
    problems.forget(now)
    assert {p.pk: (bool(p.text), bool(p.email)) for p in AppProblem.objects.all()} == {
        old.pk: (False, False),
        waiting.pk: (True, False),
        fresh.pk: (True, True),
    }
