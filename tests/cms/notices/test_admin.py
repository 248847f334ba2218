import csv
import io

import pytest
from django.core import mail
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from cms.notices.actions import notify
from cms.notices.models import Notice, NoticeText
from tests.cms.notices.conftest import NEWS_KIND, SECRET_KIND
from tests.factories import UserFactory, submitted_entry
from tests.statements import recorded

pytestmark = pytest.mark.django_db
MAILS, TASKS = "/admin/registers/mails/", "/admin/registers/tasks/"
TEXTS = "/admin/snippets/notices/noticetext/"


def news(what: str = "새 앱", **options) -> Notice:
    (notice,) = notify(NEWS_KIND, to=[UserFactory()], values=lambda: {"what": what}, **options)
    return notice


def failed_mail(**options) -> Notice:
    notice = news(**options)
    Notice.objects.filter(pk=notice.pk).update(state="failed", attempts=5, error="Refused")
    return notice


@task
def do_nothing() -> None:
    """A task."""


@pytest.fixture
def failed_task(settings) -> DBTaskResult:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    result = DBTaskResult.objects.get(pk=do_nothing.enqueue().id)
    result.claim("worker")
    result.set_failed(ValueError("색인이 없습니다"))
    return result


@pytest.fixture
def manager(client):
    user = UserFactory(groups=["Programme managers"])
    client.force_login(user)
    return user


def open_as(client, *groups):
    client.force_login(UserFactory(groups=groups))


def test_managers_read_every_mail_moderators_those_about_entries_and_nobody_else_any(client):
    about_entry = news("출품작 소식", about=submitted_entry())
    other = news("다른 소식")
    open_as(client, "Programme managers")
    page = client.get(MAILS).text
    assert about_entry.subject in page and other.subject in page
    open_as(client, "Moderators")
    page = client.get(MAILS).text
    assert about_entry.subject in page and other.subject not in page
    assert client.get(f"{MAILS}inspect/{about_entry.pk}/").status_code == 200
    for group, answers in {"Moderators": (302,), "Editors": (302,), "Judges": (403,)}.items():
        open_as(client, group)
        assert client.get(f"{MAILS}inspect/{other.pk}/").status_code in answers
        assert client.post(f"{MAILS}inspect/{other.pk}/").status_code in answers
    for group, answer in {"Editors": 302, "Judges": 403}.items():
        open_as(client, group)
        assert client.get(MAILS).status_code == answer
        assert client.post(MAILS).status_code == answer


def test_only_managers_see_failed_tasks(client, failed_task):
    for group, answer in {
        "Programme managers": 200,
        "Moderators": 302,
        "Editors": 302,
        "Judges": 403,
    }.items():
        open_as(client, group)
        for path in (TASKS, f"{TASKS}inspect/{failed_task.pk}/"):
            assert client.get(path).status_code == answer, (group, path)


def test_mails_are_narrowed_down_by_state_and_kind(client, manager):
    waiting, failed = news("기다리는 소식"), failed_mail(what="실패한 소식")
    page = client.get(MAILS, {"state__exact": "failed"}).text
    assert failed.subject in page and waiting.subject not in page
    page = client.get(MAILS, {"kind": "entry_received"}).text
    assert failed.subject not in page
    assert client.get(MAILS, {"kind": "nonsense"}).status_code == 200
    assert client.get(f"{MAILS}inspect/nonsense/").status_code == 404


def test_a_failed_mail_is_read_with_its_error_and_sent_again(
    client, manager, django_capture_on_commit_callbacks
):
    notice = failed_mail()
    page = f"{MAILS}inspect/{notice.pk}/"
    assert "Refused" in client.get(page).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page)
    notice.refresh_from_db()
    assert (notice.state, len(mail.outbox)) == ("sent", 1)
    assert ModelLogEntry.objects.get(action="notice.retry").user == manager
    assert 'method="post"' not in client.get(page).text.partition("main-content")[2]


def test_all_failed_mails_that_are_filtered_are_sent_again_and_no_others(
    client, django_capture_on_commit_callbacks
):
    about_entry, other = failed_mail(about=submitted_entry()), failed_mail()
    open_as(client, "Moderators")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(MAILS)
    assert [sent.to for sent in mail.outbox] == [[about_entry.address]]
    open_as(client, "Programme managers")
    client.post(f"{MAILS}?kind=entry_received")
    other.refresh_from_db()
    assert other.state == "failed"


def test_a_failed_task_is_run_again(client, manager, failed_task):
    assert "색인이 없습니다" in client.get(TASKS).text
    assert "색인이 없습니다" in client.get(f"{TASKS}inspect/{failed_task.pk}/").text
    client.post(TASKS)
    failed_task.refresh_from_db()
    assert failed_task.status == "READY"
    assert client.get(TASKS).status_code == 200
    assert client.get(f"{TASKS}inspect/nonsense/").status_code == 404


def test_an_index_task_whose_row_is_gone_has_not_failed(client, manager, failed_task):
    index = "wagtail.tasks.update_reference_index_task"
    DBTaskResult.objects.update(task_path=index, exception_class_path="a.models.B.DoesNotExist")
    assert "색인이 없습니다" not in client.get(TASKS).text
    assert "실패했습니다" not in client.get("/admin/").text


def test_a_mail_with_a_personal_link_is_not_shown(client, manager):
    (notice,) = notify(SECRET_KIND, to=[UserFactory()], values=lambda: {"what": "sesame"})
    page = client.get(f"{MAILS}inspect/{notice.pk}/").text
    assert "sesame" not in page and "개인 링크" in page
    export = b"".join(client.get(f"{MAILS}?export=csv").streaming_content).decode()
    assert notice.address in export and "sesame" not in export


def test_an_export_names_each_mail_and_what_became_of_it(client, manager):
    entry = submitted_entry()
    failed_mail(about=entry)
    answer = client.get(f"{MAILS}?export=csv&state__exact=failed")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert {"소식", "failed", "Refused", entry.title} <= set(row.values())


def test_the_registers_cost_the_same_with_more_rows(client, manager, failed_task):
    def cost() -> list[int]:
        found = []
        for path in (MAILS, TASKS):
            with recorded() as made:
                client.get(path)
            found.append(len(made))
        return found

    failed_mail(about=submitted_entry())
    cost()
    few = cost()
    for _each in range(9):
        failed_mail(about=submitted_entry())
        result = DBTaskResult.objects.get(pk=do_nothing.enqueue().id)
        result.set_failed(ValueError())
    assert cost() == few


def test_the_home_page_says_what_has_failed_to_whoever_can_try_it_again(client, failed_task):
    failed_mail()
    open_as(client, "Programme managers")
    page = client.get("/admin/").text
    assert "메일 1통을 보내지 못했습니다" in page and "작업 1건이 실패했습니다" in page
    open_as(client, "Moderators")
    assert "보내지 못했습니다" not in client.get("/admin/").text


def test_the_mails_about_an_entry_stand_on_its_review_page(client):
    entry = submitted_entry()
    failed_mail(about=entry, what="이 작품")
    news("다른 작품", about=submitted_entry())
    open_as(client, "Moderators")
    page = client.get(f"/admin/snippets/contest_entries/entry/review/{entry.pk}/").text
    assert "News: 이 작품" in page and "News: 다른 작품" not in page


# --- Texts ----------------------------------------------------------------------------------


def text(**fields) -> dict:
    """What the form sends: the delivered texts, where a test changes nothing."""
    subject, body = "News: {what}", "Hello {name}, {what}."
    return {
        "kind": "news",
        "subject_ko": subject,
        "subject_en": subject,
        "body_ko": body,
        "body_en": body,
    } | fields


def test_editors_and_managers_change_texts_and_nobody_else(client):
    for group, answer in {
        "Editors": 200,
        "Programme managers": 200,
        "Moderators": 302,
        "Judges": 403,
    }.items():
        open_as(client, group)
        for path in (TEXTS, f"{TEXTS}add/?kind=news"):
            assert client.get(path).status_code == answer, (group, path)


def test_an_editor_begins_with_the_delivered_text_and_only_what_differs_is_kept(client):
    open_as(client, "Editors")
    page = client.get(f"{TEXTS}add/?kind=news").text
    assert "Hello {name}, {what}." in page
    assert '<input type="hidden" name="kind" value="news"' in page
    client.post(f"{TEXTS}add/?kind=news", text(subject_ko="새 소식: {what}"))
    own = NoticeText.objects.get()
    assert (own.kind, own.subject_ko) == ("news", "새 소식: {what}")
    assert (own.body_ko, own.subject_en, own.body_en) == ("", "", "")
    assert news().subject == "[마당] 새 소식: 새 앱"
    assert "Hello {name}, {what}." in client.get(f"{TEXTS}edit/{own.pk}/").text


def test_a_word_in_braces_that_is_not_known_is_named_and_not_saved(client):
    open_as(client, "Editors")
    page = client.post(f"{TEXTS}add/", text(body_en="Hello {nmae}")).text
    assert "{nmae}" in page and "{name}, {site}, {what}" in page
    assert NoticeText.objects.count() == 0


def test_deleting_the_own_text_brings_the_delivered_one_back(client):
    open_as(client, "Editors")
    own = NoticeText.objects.create(kind="news", subject_ko="새 소식")
    client.post(f"{TEXTS}delete/{own.pk}/")
    assert news().subject == "[마당] News: 새 앱"


def test_a_kind_has_one_own_text_and_no_other_kind_can_be_named(client):
    open_as(client, "Editors")
    own = NoticeText.objects.create(kind="news", subject_ko="새 소식")
    assert client.get(f"{TEXTS}add/?kind=news").url == f"{TEXTS}edit/{own.pk}/"
    for kind in ("", "nonsense"):
        assert client.get(f"{TEXTS}add/?kind={kind}").url == TEXTS
    client.post(f"{TEXTS}edit/{own.pk}/", text(kind="duty", subject_ko="다른 소식"))
    own.refresh_from_db()
    assert (own.kind, own.subject_ko) == ("news", "다른 소식")


def test_a_text_is_previewed_in_both_languages_with_sample_values(client):
    open_as(client, "Editors")
    preview = f"{TEXTS}preview/"
    assert client.post(preview, text(subject_ko="봄 {what}")).json()["is_valid"]
    assert "[마당] 봄 새 앱" in client.get(f"{preview}?mode=ko").text
    assert "[Madang] News: 새 앱" in client.get(f"{preview}?mode=en").text


def test_the_list_of_texts_names_every_kind(client):
    open_as(client, "Editors")
    NoticeText.objects.create(kind="news", subject_ko="새 소식")
    page = client.get(TEXTS).text
    assert page.count("처음 그대로") >= 10
    assert "출품작 접수" in page
