"""What can be chosen in the catalogue, and how many apps each choice would show."""

import random
from datetime import date

import pytest
from django.http import QueryDict
from django.utils import timezone
from wagtail.models import PageViewRestriction

from contest_pages.models import Round
from contest_pages.results.models import ResultSheet
from showcase.facets import ANY_AWARD
from showcase.listing import Listing
from showcase.models import AppCategory, AppFacet, AppPage
from tests.factories import UserFactory, accepted_entry
from tests.pages import app_page, award, showcase_page, topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]

CODES = ("communications", "e-commerce", "data-visualization")
LICENCES, YEARS, WORDS = ("MIT", "GPL-3.0-only", ""), (2016, 2017, 2018), ("길잡이", "지도")


def values_of(app: AppPage) -> dict[str, set[str]]:
    """What an app has under each facet, worked out one by one from what its page shows."""
    awards = {award.prize.title_ko for award in app.awards}
    year = app.released_on.year if app.released_on else max((a.year for a in app.awards), default=0)
    return {
        "platform": set(app.platforms),
        "topic": {link.topic.slug for link in app.topic_links.all()},
        "licence": {app.licence} - {""},
        "year": {str(year)} if year else set(),
        "award": awards | ({ANY_AWARD} if awards else set()),
        "category": {link.code for link in app.category_links.all()},
        "status": {app.development_status},
    }


def naive(apps: list[AppPage], chosen: dict[str, list[str]]) -> dict[str, dict[str, int]]:
    """Count by looking at every app, for every facet under what is chosen in the others."""
    has = {app.pk: values_of(app) for app in apps}
    found = {}
    for facet in has[apps[0].pk]:
        counted: dict[str, int] = dict.fromkeys(chosen.get(facet, []), 0)
        for own in has.values():
            others = (name for name in chosen if name != facet)
            if all(own[name] & set(chosen[name]) for name in others):
                for value in own[facet]:
                    counted[value] = counted.get(value, 0) + 1
        found[facet] = counted
    return found


def shown(asked: str) -> dict[str, dict[str, int]]:
    """What the catalogue shows for an address."""
    listing = Listing(showcase_page(), QueryDict(asked))
    return {
        facet["name"]: {choice["value"]: choice["count"] for choice in facet["choices"]}
        for facet in listing.facets
    }


@pytest.fixture
def apps() -> list[AppPage]:
    """Fourteen apps of all sorts; a draft and a private one, of which no count may know."""
    draw = random.Random(2018)
    topics = [topic(f"topic-{n}", f"주제 {n}") for n in range(3)]
    entries = [accepted_entry() for _n in range(3)]
    for entry in entries:
        for title in draw.sample(["으뜸상", "버금상", "장려상"], draw.randint(1, 2)):
            award(entry, title, year=draw.choice(YEARS))
    made = [
        app_page(
            f"{draw.choice(WORDS)} {n}",
            slug=f"app-{n}",
            entry=entries[n // 2] if n < 6 else None,
            topics=draw.sample(topics, draw.randint(0, 2)),
            licence=draw.choice(LICENCES),
            development_status=draw.choice(["stable", "beta"]),
            category_links=[
                AppCategory(code=code) for code in draw.sample(CODES, draw.randint(0, 2))
            ],
            is_android=draw.random() < 0.5,
            is_ios=draw.random() < 0.5,
            released_on=date(draw.choice(YEARS), 5, 1) if n % 3 else None,
        )
        for n in range(14)
    ]
    app_page("초안", live=False, licence="MPL-2.0", topics=topics)
    inside = app_page("사내 지도", licence="MPL-2.0", topics=topics)
    PageViewRestriction.objects.create(page=inside, restriction_type="login")
    return made


ASKED = (
    "",
    "platform=android",
    "platform=android&platform=ios",
    "licence=MIT&year=2017",
    "topic=topic-1&topic=topic-2&platform=ios",
    "award=any",
    "category=data-visualization&category=e-commerce&status=beta",
    "award=으뜸상&platform=android&licence=MIT&licence=GPL-3.0-only",
    "year=1999&platform=android",
    "licence=MPL-2.0",
)


def test_counts_are_those_of_a_naive_recount(apps, django_assert_num_queries):
    for asked in ASKED:
        chosen = {name: QueryDict(asked).getlist(name) for name in QueryDict(asked)}
        expected = naive(apps, chosen)
        assert shown(asked) == {name: counts for name, counts in expected.items() if counts}, asked
    listing = Listing(showcase_page(), QueryDict("platform=android&licence=MIT&award=any"))
    with django_assert_num_queries(4):  # numbers, how many in all, topics, prizes
        assert listing.facets
    what_a_count_promises_is_found()
    counts_follow_the_search(apps)


def what_a_count_promises_is_found():
    for name, counts in shown("platform=android").items():
        for value, number in counts.items():
            asked = f"platform=android&{name}={value}" if name != "platform" else f"{name}={value}"
            found = Listing(showcase_page(), QueryDict(asked)).page.paginator.count
            assert found == number, asked


def counts_follow_the_search(apps):
    maps = [app for app in apps if app.title.startswith("지도")]
    expected = naive(maps, {})
    assert shown("q=지도를") == {name: counts for name, counts in expected.items() if counts}
    assert Listing(showcase_page(), QueryDict("q=지도를")).page.paginator.count == len(maps)


def test_values_without_apps_are_left_out_unless_they_are_chosen():
    app_page("앱")
    assert "1999" not in shown("")["year"]
    assert shown("year=1999")["year"]["1999"] == 0


def test_a_draft_of_a_published_page_changes_no_count():
    app = app_page("앱", licence="MIT")
    app.licence = "MPL-2.0"
    app.save_revision()
    assert shown("")["licence"] == {"MIT": 1}
    app.get_latest_revision().publish()
    assert shown("")["licence"] == {"MPL-2.0": 1}
    assert AppFacet.objects.filter(kind="licence").count() == 1


def test_an_unpublished_app_is_counted_nowhere():
    app = app_page("앱", topics=[topic()])
    app.unpublish()
    assert {name: values for name, values in shown("").items() if values} == {}


def test_an_award_that_is_not_published_counts_for_nobody():
    entry = accepted_entry()
    app_page("앱", entry=entry, released_on=None)
    given = award(entry, "으뜸상")
    assert shown("")["award"] == {ANY_AWARD: 1, "으뜸상": 1}
    frozen = {"version": 1, "document": {}, "frozen_by": UserFactory(), "frozen_at": timezone.now()}
    round = Round.objects.create(contest=entry.contest, number=1)
    given.sheet = ResultSheet.objects.create(contest=entry.contest, round=round, **frozen)
    given.save()
    assert not {"award", "year"} & set(shown(""))
