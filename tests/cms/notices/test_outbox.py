from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from cms.errors import Refused
from cms.notices import actions
from cms.notices.actions import BACK_OFF, LEASE, notify
from cms.notices.models import Notice, NoticeRefusal, NoticeText
from tests.cms.notices.conftest import DUTY_KIND, NEWS_KIND, SECRET_KIND, mail_server_down
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def news(*people, **options) -> list[Notice]:
    return notify(NEWS_KIND, to=people, values=lambda: {"what": "새 앱"}, **options)


def test_a_mail_is_sent_after_the_act_is_committed_and_not_before(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        (notice,) = news(UserFactory(email="haneul@example.org", name="김하늘"))
        assert (notice.state, mail.outbox) == ("waiting", [])
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.sent_at is not None) == ("sent", 1, True)
    (sent,) = mail.outbox
    assert sent.to == ["haneul@example.org"]
    assert sent.subject == "[마당] News: 새 앱"
    assert sent.body.startswith("Hello 김하늘, 새 앱.\n\n-- \n마당\n")
    assert "http://127.0.0.1:8000/my/notices/" in sent.body


def test_an_act_that_fails_writes_to_nobody(django_capture_on_commit_callbacks):
    user = UserFactory()
    writing = django_capture_on_commit_callbacks()
    with writing as queued, pytest.raises(Refused), transaction.atomic():
        news(user)
        raise Refused("아니요")
    assert (Notice.objects.count(), queued) == (0, [])


def test_each_person_reads_their_own_language():
    korean = UserFactory(name="김하늘")
    english = UserFactory(name="Sky Kim", preferred_language="en")
    with override("en"):
        ours, theirs = news(korean, english)
    assert (ours.language, ours.subject) == ("ko", "[마당] News: 새 앱")
    assert (theirs.language, theirs.subject) == ("en", "[Madang] News: 새 앱")
    assert "받을 메일 고르기: http://127.0.0.1:8000/my/notices/" in ours.body
    assert "Choose which mails you get: http://127.0.0.1:8000/en/my/notices/" in theirs.body


def test_a_value_is_made_in_the_language_of_who_reads_it():
    people = (UserFactory(), UserFactory(preferred_language="en"))
    written = notify(
        NEWS_KIND,
        to=people,
        values=lambda: {"what": actions.get_language()},
    )
    assert [each.subject for each in written] == ["[마당] News: ko", "[Madang] News: en"]


def test_an_address_without_an_account_is_written_to_and_offered_no_choice():
    (notice,) = news("Guest@example.org")
    assert (notice.recipient, notice.address, notice.language) == (None, "Guest@example.org", "ko")
    assert "/my/notices/" not in notice.body


def test_who_refused_gets_no_mail_unless_it_cannot_be_refused():
    user, other = UserFactory(), UserFactory()
    for group in ("news", "duty"):
        NoticeRefusal.objects.create(user=user, group=group)
    assert [notice.recipient for notice in news(user, other)] == [other]
    (receipt,) = notify(DUTY_KIND, to=[user], values=dict)
    assert receipt.recipient == user


def test_who_is_no_longer_active_gets_no_mail():
    assert news(UserFactory(is_active=False)) == []


def test_a_mail_with_a_key_is_written_once_to_each_person():
    first, second = UserFactory(), UserFactory()
    assert len(news(first, key="2018-09-14")) == 1
    assert [notice.recipient for notice in news(first, second, key="2018-09-14")] == [second]
    assert len(news(first, second, key="2018-09-15")) == 2
    assert len(news(first)) == len(news(first)) == 1  # without a key each is its own
    assert Notice.objects.count() == 6


def test_nobody_is_written_to_where_things_are_built_quietly():
    with actions.quietly():
        assert news(UserFactory()) == []
    assert Notice.objects.count() == 0
    assert len(news(UserFactory())) == 1


def test_a_subject_stays_one_line_whatever_is_filled_in():
    (notice,) = notify(
        NEWS_KIND,
        to=[UserFactory()],
        values=lambda: {"what": "앱\r\nBcc: everybody@example.org" + "가" * 400},
    )
    assert "\n" not in notice.subject and len(notice.subject) == 300
    actions.send(notice.pk)
    assert mail.outbox[0].recipients() == [notice.address]


def test_braces_that_somebody_typed_are_not_filled_in_again():
    (notice,) = notify(
        NEWS_KIND, to=[UserFactory(name="{what}")], values=lambda: {"what": "{name}"}
    )
    assert notice.body.startswith("Hello {what}, {name}.")


def test_a_value_that_is_missing_is_an_error_of_ours():
    with pytest.raises(ValueError, match="what"):
        notify(NEWS_KIND, to=[UserFactory()], values=dict)


def test_the_editors_own_words_are_sent_and_what_they_left_blank_stays_as_delivered():
    NoticeText.objects.create(
        kind="news", subject_ko="소식이 왔습니다: {what}", body_en="Dear {name}: {what}"
    )
    ours, theirs = news(UserFactory(), UserFactory(name="Sky", preferred_language="en"))
    assert ours.subject == "[마당] 소식이 왔습니다: 새 앱"
    assert ours.body.startswith("Hello ")
    assert theirs.subject == "[Madang] News: 새 앱"
    assert theirs.body.startswith("Dear Sky: 새 앱")


def test_a_link_that_is_a_key_is_forgotten_once_it_is_sent():
    (notice,) = notify(SECRET_KIND, to=[UserFactory()], values=lambda: {"what": "sesame"})
    assert "sesame" in notice.body
    actions.send(notice.pk)
    notice.refresh_from_db()
    assert "sesame" in mail.outbox[0].body
    assert (notice.state, notice.body) == ("sent", "")


def test_a_mail_that_was_sent_is_not_sent_again():
    (notice,) = news(UserFactory())
    actions.send(notice.pk)
    actions.send(notice.pk)
    assert len(mail.outbox) == 1


def test_a_failed_mail_is_tried_later_and_later_and_given_up_at_last(settings):
    (notice,) = news(UserFactory())
    now = timezone.now()
    with mail_server_down(settings):
        for wait in BACK_OFF:
            actions.send(notice.pk, now)
            notice.refresh_from_db()
            assert (notice.state, notice.try_at - now) == ("waiting", wait)
            assert "ConnectionRefusedError" in notice.error
        actions.send(notice.pk, now)
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == ("failed", len(BACK_OFF) + 1)
    actions.send(notice.pk)
    assert mail.outbox == []


def test_a_mail_that_was_given_up_can_be_tried_again(settings, django_capture_on_commit_callbacks):
    (notice,) = news(UserFactory())
    with mail_server_down(settings):
        for _attempt in range(len(BACK_OFF) + 1):
            actions.send(notice.pk)
    manager = UserFactory(groups=["Programme managers"])
    with django_capture_on_commit_callbacks(execute=True):
        actions.retry(notice, by=manager)
    notice.refresh_from_db()
    assert (notice.state, notice.error, len(mail.outbox)) == ("sent", "", 1)
    with pytest.raises(Refused):
        actions.retry(notice, by=manager)


def test_the_sweep_queues_what_is_due_and_nothing_else(django_capture_on_commit_callbacks):
    lost, fresh, failed = (news(UserFactory())[0] for _each in range(3))
    now = timezone.now() + LEASE
    Notice.objects.filter(pk=fresh.pk).update(try_at=now + timedelta(seconds=1))
    Notice.objects.filter(pk=failed.pk).update(state="failed")
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.queue_overdue(now) == 1
    assert [sent.to for sent in mail.outbox] == [[lost.address]]
    assert actions.queue_overdue(now) == 0


def test_a_queue_that_cannot_be_reached_leaves_the_act_and_its_mail_standing(
    settings, django_capture_on_commit_callbacks
):
    user = UserFactory()
    settings.TASKS = {"default": {"BACKEND": "no.such.Backend"}}
    with django_capture_on_commit_callbacks(execute=True):
        (notice,) = news(user)
    notice.refresh_from_db()
    assert notice.state == "waiting"
