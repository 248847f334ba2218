"""A site with one of everything that is public, and beside it what must not be known."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from wagtail.models import PageViewRestriction

from contest_pages.entries.models import Entry
from contest_pages.models import Contest, Stage, Track
from contest_pages.results.actions import countersign, freeze
from showcase.models import AppAudience, AppCategory, AppLanguage
from tests.contest_pages.results.scene import Scene, entry, scene
from tests.factories import (
    ContestFactory,
    StageFactory,
    TrackFactory,
    UserFactory,
    accepted_entry,
    announced,
    content,
    draft_entry,
    open_contest,
    submitted_entry,
)
from tests.pages import app_page, award, topic

#: Stands in every text that nobody may know.
HIDDEN = "비밀"


@dataclass(frozen=True)
class Planted:
    """What was made, and by which names addresses would ask for what is hidden."""

    made: Scene
    #: Of contests, entries and apps that do not exist to the public.
    slugs: tuple[str, ...]
    #: Names of people and other words that must stand nowhere.
    words: tuple[str, ...]


def plant() -> Planted:
    """Build it by the acts that people use, where there are such."""
    made = scene(title_en="Seoul App Contest 2026", slug="app-2026")
    now = timezone.now()
    announced(made.contest, first_published_at=now, organiser="서울특별시", tagline="한 줄")
    announced(made.contest, "en", first_published_at=now, tagline="One line")
    Contest.objects.filter(pk=made.contest.pk).update(gallery_opens_at=now - timedelta(hours=1))
    made.contest = Contest.objects.get(pk=made.contest.pk)
    track = TrackFactory(contest=made.contest, title_ko="공공데이터", title_en="Public data")
    Entry.objects.filter(contest=made.contest).update(track=track)
    made.publish(1)
    # The second round is frozen, and countersigned for next week.
    sheet = freeze(made.rounds[1], by=made.manager)
    countersign(sheet, by=made.second, publish_at=now + timedelta(days=7))
    award(made.entries[1], "공감상", title_en="Favourite", year=2026)
    app_page("따릉이 길잡이", topics=[topic()], entry=made.entries[1])
    app_page(
        "골목 지도",
        licence="",
        source_url="",
        released_on=None,
        is_web=True,
        category_links=[AppCategory(code="geographic-information-systems")],
        audience_links=[AppAudience(code="transportation")],
        language_links=[AppLanguage(code="ko")],
    )
    slugs = (
        *hidden_contests(),
        *hidden_entries(made.contest),
        *hidden_apps(made),
        *closed_gallery(),
    )
    people = ("김한국", "심사위원", "김관리", "이확인", "@example.org", "지도하는", HIDDEN)
    return Planted(made, slugs, people)


def hidden_contests() -> list[str]:
    """Contests that were not announced, or to some people only."""
    never = ContestFactory(slug="never-announced", title_ko=f"{HIDDEN} 공모전")
    drafted = open_contest(slug="drafted-only", title_ko=f"{HIDDEN} 초안")
    announced(drafted, live=False)
    private = open_contest(slug="private-page", title_ko=f"{HIDDEN} 사내 공모전")
    page = announced(private)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    Contest.objects.filter(pk=private.pk).update(gallery_opens_at=timezone.now())
    inside = accepted_entry(private, title=f"{HIDDEN} 사내 작품")
    award(inside, f"{HIDDEN} 사내상")
    StageFactory(contest=never, title_ko=f"{HIDDEN} 단계")
    Track.objects.create(contest=never, title_ko=f"{HIDDEN} 부문")
    return [never.slug, drafted.slug, private.slug, inside.slug]


def hidden_entries(contest: Contest) -> list[str]:
    """Entries of an open gallery that are not on show."""
    slugs = []
    for number, state in enumerate(("submitted", "needs_changes", "disqualified", "withdrawn"), 1):
        row = entry(
            contest,
            number,
            title=f"{HIDDEN} {state}",
            team_name=f"{HIDDEN} 팀",
            slug=f"hidden-{state}",
            receipt=f"H-{number}",
            state=state,
            live=False,
        )
        slugs.append(row.slug)
    return slugs


def closed_gallery() -> list[str]:
    """An announced contest whose gallery has not opened: its entries do not exist."""
    contest = open_contest(slug="gallery-closed", title_en="Gallery closed")
    announced(contest, first_published_at=timezone.now())
    judging = {"kind": Stage.Kind.JUDGING, "is_blind": True}
    StageFactory(contest=contest, closes_at=timezone.now() + timedelta(days=40), **judging)
    leader = UserFactory(name="지도하는 사람")
    waiting = submitted_entry(contest, by=leader, title=f"{HIDDEN} 접수", team_name=f"{HIDDEN}단")
    accepted = accepted_entry(contest, title=f"{HIDDEN} 접수 완료")
    draft_entry(contest, data=content(title=f"{HIDDEN} 초안", answers={}))
    return [waiting.slug, accepted.slug]


def hidden_apps(made: Scene) -> list[str]:
    """Apps that are drafts or private, and one whose entry is not on show."""
    draft = app_page(f"{HIDDEN} 앱", slug="hidden-app", live=False)
    private = app_page(f"{HIDDEN} 사내 앱", slug="private-app")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    gone = Entry.objects.get(slug="hidden-withdrawn")
    app_page(
        "나들이 도우미", slug="outing", entry=gone, topics=[topic("walk", "나들이", "Outings")]
    )
    topic("hidden", f"{HIDDEN} 주제", "Hidden")
    return [draft.slug, private.slug]
