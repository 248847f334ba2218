from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, connections
from wagtail.models import Page, Revision, TaskState

from cms.notices.models import Notice
from contest_pages.entries.models import Entry
from contest_pages.entries.resemblance import marks_of
from contest_pages.models import Contest
from contest_pages.results.models import Award
from home.demo.accounts import PASSWORD
from showcase.models import AppPage
from tests.browser.server import manage, prepare

DEMO = "demonstration"


@pytest.fixture
def site(shared_folder, tmp_path, migrated_database, django_db_blocker):
    """The folder of a site with the demonstration; its database is called DEMO."""
    folder = tmp_path / "site"
    prepare(shared_folder, folder, migrated_database)
    file = folder / migrated_database.name
    connections.databases[DEMO] = connection.settings_dict | {"NAME": str(file)}
    with django_db_blocker.unblock():
        yield folder
        connections[DEMO].close()
    del connections[DEMO], connections.databases[DEMO]


def kept(*models) -> list[int]:
    return [model.objects.using(DEMO).count() for model in models]


@pytest.mark.django_db
def test_the_demonstration_refuses_a_real_site(settings):
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="passwords are public"):
        call_command("demo")
    assert Contest.objects.count() == 0


def test_the_demonstration_has_what_is_promised(site: Path):
    assert set(Contest.objects.using(DEMO).values_list("slug", flat=True)) == {
        "app-2018",
        "app-now",
        "app-open",
        "idea-open",
        "oss-open",
    }
    # nobody has done anything, so nobody was written to
    assert kept(Entry, Award, Notice) == [50, 14, 0]
    assert AppPage.objects.using(DEMO).live().count() == 2 * 14
    for who in ("admin", "editor", "moderator", "judge5", "citizen", "newcomer", "panel9"):
        person = get_user_model().objects.using(DEMO).get(email=f"{who}@example.org")
        assert person.check_password(PASSWORD)


def test_every_entry_that_was_submitted_is_found_by_its_likeness(site: Path):
    for entry in Entry.objects.using(DEMO).submitted():
        marks = {(kind, mark) for kind, marks in marks_of(entry).items() for mark in marks}
        assert set(entry.likenesses.values_list("kind", "mark")) == marks, entry


def test_the_contest_of_2018_was_in_2018_and_cost_its_budget(site: Path):
    finished = Contest.objects.using(DEMO).get(slug="app-2018")
    received = Revision.objects.using(DEMO).filter(
        pk__in=finished.entries.values("latest_revision")
    )
    assert {each.created_at.year for each in received} == {2018}
    reviews = TaskState.objects.using(DEMO).filter(revision__in=received)
    assert {(each.started_at.year, each.finished_at.year) for each in reviews} == {(2018, 2018)}
    assert finished.prize_sum == finished.budget == 18_000_000
    awards = Award.objects.using(DEMO).select_related("prize")
    assert sum(award.prize.amount for award in awards) == 18_000_000


def test_building_the_demonstration_again_adds_nothing(site: Path):
    models = (Contest, Entry, Award, Notice, Page, Revision, get_user_model())
    before = kept(*models)
    manage(site, "demo", "--verbosity=0")
    assert kept(*models) == before
