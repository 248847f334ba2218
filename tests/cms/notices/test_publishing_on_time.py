"""The worker publishes what is due."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.notices.management.commands.work import publish_due
from tests.pages import standard_page

pytestmark = pytest.mark.django_db


def scheduled(**delta):
    """A page that goes live then."""
    page = standard_page("새 안내", live=False)
    page.go_live_at = timezone.now() + timedelta(**delta)
    page.save_revision(approved_go_live_at=page.go_live_at)
    return page


def test_a_page_goes_live_when_its_time_has_come_and_not_before():
    due, coming = scheduled(minutes=-1), scheduled(minutes=5)
    publish_due()
    due.refresh_from_db()
    coming.refresh_from_db()
    assert (due.live, coming.live) == (True, False)


def test_a_page_is_taken_down_when_its_time_is_over():
    page = standard_page("지난 안내", expire_at=timezone.now() - timedelta(minutes=1))
    publish_due()
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)
