"""Kinds of mail that no room registers, for these tests."""

from contextlib import contextmanager

import pytest
from wagtail import hooks

from cms.notices.kinds import NoticeGroup, NoticeKind, Placeholder

NEWS = NoticeGroup("news", "소식", "새 소식이 있을 때.")
DUTY = NoticeGroup("duty", "접수증", "접수할 때마다.", can_refuse=False)
KEY = NoticeGroup("keys", "열쇠", "링크를 보낼 때.", can_refuse=False)
WHAT = Placeholder("what", "무엇이 새로운지.", "새 앱")
NEWS_KIND = NoticeKind("news", NEWS, "소식", "News: {what}", "Hello {name}, {what}.", (WHAT,))
DUTY_KIND = NoticeKind("duty", DUTY, "접수증", "Receipt", "Hello {name}.")
SECRET_KIND = NoticeKind("key", KEY, "열쇠", "Key", "Open {what}.", (WHAT,), is_secret=True)


@pytest.fixture(autouse=True)
def kinds():
    """Register the kinds while a test runs."""
    with hooks.register_temporarily(
        "register_notice_kinds", lambda: (NEWS_KIND, DUTY_KIND, SECRET_KIND)
    ):
        yield


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    """Let staff in with a password: the second factor has its own tests."""
    settings.STAFF_MFA_REQUIRED = False


@contextmanager
def mail_server_down(settings):
    """Have every attempt to send a mail fail, as where nothing listens."""
    before = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nothing listens there
    yield
    settings.EMAIL_BACKEND = before
