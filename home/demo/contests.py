"""The demonstration's contests and their announcements.

Facts of the contest of 2018: the city's budget sheet for the programme and press of the day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from wagtail.models import Locale

from contest_pages.actions import create_contest
from contest_pages.models import Contest, ContestPage, Prize
from home.demo import drawings
from home.demo.pages import site_document, site_image, translate


@dataclass(frozen=True)
class Plan:
    """A contest of the demonstration; `opens` in days from today, or a date."""

    slug: str
    kind: str
    title_ko: str
    title_en: str
    tagline_ko: str
    tagline_en: str
    opens: date | int
    accent: str
    #: (title in Korean, in English, places, won each); the preset's where there are none.
    prizes: tuple[tuple[str, str, int, int], ...] = ()
    budget: int | None = None


PLANS = (
    Plan(
        slug="app-2018",
        kind=Contest.Kind.APP,
        title_ko="2018 서울시 앱 공모전",
        title_en="2018 Seoul App Contest",
        tagline_ko="시민의 생활을 바꾸는 공공앱, 시민이 직접 만듭니다.",
        tagline_en="Public apps that change city life, made by citizens.",
        opens=date(2018, 6, 7),
        accent="blue",
        prizes=(
            ("으뜸상", "Grand prize", 1, 5_000_000),
            ("열정상", "Passion prize", 2, 3_000_000),
            ("발전상", "Progress prize", 3, 1_000_000),
            ("장려상", "Encouragement prize", 8, 500_000),
        ),
        budget=18_000_000,
    ),
    Plan(
        slug="app-open",
        kind=Contest.Kind.APP,
        title_ko="시민 공공앱 공모전",
        title_en="Citizens’ Public App Contest",
        tagline_ko="동네의 불편을 앱으로 풀어 보세요. 지금 접수하고 있습니다.",
        tagline_en="Solve a problem in your neighbourhood with an app. Open for entries now.",
        opens=-30,
        accent="violet",
    ),
    Plan(
        slug="app-now",
        kind=Contest.Kind.APP,
        title_ko="생활 안전 앱 공모전",
        title_en="Safe Living App Contest",
        tagline_ko="본선에 오른 작품을 전문가와 시민이 함께 심사하고 있습니다.",
        tagline_en="Experts and citizens are judging the finalists together.",
        opens=-151,
        accent="teal",
    ),
    Plan(
        slug="idea-open",
        kind=Contest.Kind.IDEA,
        title_ko="이런 앱이 필요해요 아이디어 공모전",
        title_en="The App We Need: Idea Contest",
        tagline_ko="코드를 몰라도 괜찮습니다. 필요한 공공앱을 알려 주세요.",
        tagline_en="No code needed: tell us which public app is missing.",
        opens=-14,
        accent="orange",
    ),
    Plan(
        slug="oss-open",
        kind=Contest.Kind.OSS,
        title_ko="공공앱 오픈소스 프로젝트 경진대회",
        title_en="Open-source Projects for Public Apps",
        tagline_ko="팀을 이루어 공공앱의 소스를 함께 키웁니다.",
        tagline_en="Teams grow the source of public apps together.",
        opens=-7,
        accent="teal",
    ),
)


FAQ_EN = [
    {"question": question, "answer": f"<p>{answer}</p>"}
    for question, answer in (
        ("May I enter more than once?", "Yes, as often as you like, each time with another work."),
        (
            "Can I change what I submitted?",
            "As often as you like until entries close; after that only when you are asked to.",
        ),
    )
]


def make_contest(plan: Plan, *, by) -> Contest:
    """Make a contest with its published announcements, in Korean and English; once."""
    if made := Contest.objects.filter(slug=plan.slug).first():
        return made
    today = timezone.localdate()
    opens = plan.opens if isinstance(plan.opens, date) else today + timedelta(days=plan.opens)
    contest = create_contest(
        kind=plan.kind,
        slug=plan.slug,
        title_ko=plan.title_ko,
        title_en=plan.title_en,
        opens_on=opens,
        by=by,
    )
    contest.accent = plan.accent
    if plan.prizes:
        contest.budget = plan.budget
        Prize.objects.filter(contest=contest).delete()
        Prize.objects.bulk_create(
            Prize(
                contest=contest,
                sort_order=place,
                title_ko=title_ko,
                title_en=title_en,
                places=places,
                amount=amount,
            )
            for place, (title_ko, title_en, places, amount) in enumerate(plan.prizes)
        )
    contest.full_clean()
    contest.save()
    _announce(contest, plan, by)
    return Contest.objects.get(pk=contest.pk)


def _announce(contest: Contest, plan: Plan, by) -> None:
    page = ContestPage.objects.get(contest=contest, locale=Locale.get_default())
    page.tagline = plan.tagline_ko
    page.organiser = "서울특별시 (시연)"
    page.contact_email = "contest@example.org"
    page.contact_phone = "02-0000-0000"
    page.poster = site_image(
        drawings.poster(plan.slug, plan.accent), title=f"{plan.title_ko} 포스터 (견본 그림)"
    )
    poster = site_document(
        drawings.as_pdf(page.poster.file), title=f"{plan.title_ko} 포스터 (견본)"
    )
    page.body.append(("downloads", {"title": "내려받기", "files": [poster]}))
    page.save_revision(user=by).publish(user=by)
    translate(
        page,
        by=by,
        title=plan.title_en,
        tagline=plan.tagline_en,
        organiser="Seoul Metropolitan Government (demonstration)",
        eligibility="<p>Anyone may enter, alone or as a team, wherever they live.</p>",
        body=[
            ("heading", "Questions and answers"),
            ("faq", {"items": FAQ_EN}),
            ("downloads", {"title": "Downloads", "files": [poster]}),
        ],
    )
