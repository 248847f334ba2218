import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Revision, TaskState

from cms.notices.models import Notice
from contest_pages.entries.models import Entry
from contest_pages.entries.resemblance import marks_of
from contest_pages.models import Contest
from contest_pages.results.models import Award
from home.demo.accounts import PASSWORD
from showcase.models import AppPage

pytestmark = pytest.mark.django_db


def test_the_demonstration_refuses_a_real_site(settings):
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="passwords are public"):
        call_command("demo")
    assert Contest.objects.count() == 0


def test_the_demonstration_has_what_is_promised_and_repeating_it_adds_nothing():
    for _time in range(2):
        call_command("demo", verbosity=0)
        assert set(Contest.objects.values_list("slug", flat=True)) == {
            "app-2018",
            "app-open",
            "idea-open",
            "oss-open",
        }
        assert Entry.objects.count() == 42
        assert Award.objects.count() == 14
        assert AppPage.objects.live().count() == 2 * 14
        assert Notice.objects.count() == 0  # nobody has done anything
    for entry in Entry.objects.submitted():
        marks = {(kind, mark) for kind, marks in marks_of(entry).items() for mark in marks}
        assert set(entry.likenesses.values_list("kind", "mark")) == marks, entry
    finished = Contest.objects.get(slug="app-2018")
    assert finished.prize_sum == finished.budget == 18_000_000
    received = Revision.objects.filter(pk__in=finished.entries.values("latest_revision"))
    assert {each.created_at.year for each in received} == {2018}
    reviews = TaskState.objects.filter(revision__in=received)
    assert {(each.started_at.year, each.finished_at.year) for each in reviews} == {(2018, 2018)}
    won = sum(award.prize.amount for award in Award.objects.select_related("prize"))
    assert won == 18_000_000
    for who in ("admin", "editor", "moderator", "judge5", "citizen", "newcomer", "panel9"):
        assert get_user_model().objects.get(email=f"{who}@example.org").check_password(PASSWORD)
