from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page

from contest_pages.models import ContestIndexPage, ContestPage
from contest_pages.vault.models import Repository
from home.models import Notice, StandardPage
from tests.factories import accepted_entry, move_stages, open_contest
from tests.pages import app_page, home_page, standard_page

pytestmark = pytest.mark.django_db


def announce(contest, language="ko") -> ContestPage:
    index = ContestIndexPage.objects.get(locale__language_code=language)
    return index.add_child(instance=ContestPage(title=contest.title_ko, contest=contest))


def figures(answer) -> dict:
    return {figure["label"]: figure["value"] for figure in answer.context["figures"]}


def test_home_shows_contests_that_are_not_over(client):
    announce(open_contest(title_ko="열린 공모전"))
    announce(move_stages(open_contest(title_ko="끝난 공모전"), days=-100))
    text = client.get("/").text
    assert "열린 공모전" in text
    assert "끝난 공모전" not in text
    assert "지금 1개 공모전이 접수 중입니다" in text


def test_the_head_of_the_home_page_says_what_is_open_and_how_long(client):
    page = announce(open_contest(title_ko="열린 공모전"))
    announce(move_stages(open_contest(title_ko="다음 공모전"), days=30))
    open_now = client.get("/").context["open_contests"]
    assert [(each["label"], each["url"], each["value"]) for each in open_now] == [
        ("열린 공모전", page.url, "D-10")
    ]


def test_home_without_a_running_contest_says_so(client):
    assert "지금 진행 중인 공모전이 없습니다." in client.get("/").text
    assert "No contest is running at the moment." in client.get("/en/").text


def test_figures_count_what_the_public_can_see(client):
    contest = open_contest()
    announce(contest)
    announce(open_contest()).unpublish()
    accepted_entry(contest)  # its gallery has not opened
    app_page("열린 앱")
    app_page("소스 없는 앱", source_url="")
    opened = {"state": "opened", "opened_at": timezone.now(), "created_at": timezone.now()}
    repository = Repository.objects.create(slug="city-app", **opened)
    app_page("보안저장소에서 공개한 앱", source_url="", repository=repository)
    app_page("초안", live=False)
    assert figures(client.get("/")) == {
        "공고한 공모전": 1,
        "전시관의 공공앱": 3,
        "소스를 공개한 앱": 2,
    }
    contest.gallery_opens_at = timezone.now()
    contest.save()
    assert figures(client.get("/"))["공개된 출품작"] == 1


def test_what_was_counted_before_the_site_names_its_source(client):
    home = home_page()
    value = {"value": 1390, "unit": "명", "label": "참여 시민", "source": "2016년, 예산서"}
    home.history = [("figure", value)]
    home.save()
    text = client.get("/").text
    assert "1,390" in text
    assert "2016년, 예산서" in text


def test_the_button_opens_the_translation_of_the_chosen_page(client):
    korean, english = home_page(), home_page("en")
    about = standard_page("안내", slug="about")
    for home in (korean, english):
        home.action_page = about
        home.save()
    assert client.get("/").context["action_url"] == "/about/"
    about.copy_for_translation(english.locale, alias=True)
    assert client.get("/en/").context["action_url"] == "/en/about/"


def test_a_notice_is_shown_from_its_beginning_until_before_its_end():
    now = timezone.now()
    day = timedelta(days=1)
    Notice.objects.create(title_ko="지난", shown_from=now - day, shown_until=now)
    Notice.objects.create(title_ko="지금", shown_from=now, shown_until=now + day)
    Notice.objects.create(title_ko="계속", shown_from=now - day)
    Notice.objects.create(title_ko="다음", shown_from=now + day)
    assert [each.title_ko for each in Notice.objects.shown_at(now)] == ["지금", "계속"]


def test_notices_speak_the_visitor_s_language(client):
    about = standard_page("안내", slug="about")
    Notice.objects.create(title_ko="설명회", title_en="Briefing", page=about)
    assert '<a href="/about/">설명회</a>' in client.get("/").text
    assert "Briefing" in client.get("/en/").text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"shown_until": timezone.now() - timedelta(days=1)}, "shown_until"),
        ({"url": "https://example.org/", "page": True}, "url"),
    ],
)
def test_a_notice_that_makes_no_sense_is_refused(fields, field):
    if fields.get("page"):
        fields = fields | {"page": home_page().page_ptr}
    with pytest.raises(ValidationError) as refusal:
        Notice(title_ko="알림", **fields).full_clean()
    assert list(refusal.value.message_dict) == [field]


def test_a_standard_page_shows_the_way_up_and_the_pages_below(client):
    about = standard_page("안내", slug="about", lead="머리글")
    standard_page("약관", below=about, slug="terms")
    standard_page("초안", below=about, live=False)
    text = client.get("/about/").text
    assert "머리글" in text
    assert '<a class="card__link" href="/about/terms/">약관</a>' in text
    assert "초안" not in text
    below = client.get("/about/terms/").text
    assert '<li><a href="/">홈</a>' in below
    assert '<li><a href="/about/">안내</a>' in below


def test_the_page_tree_is_pinned():
    from home.models import HomePage
    from showcase.models import AppIndexPage, AppPage

    def names(models):
        return {model.__name__ for model in models if model.is_creatable}

    assert HomePage.allowed_parent_page_models() == [Page]
    assert names(HomePage.allowed_subpage_models()) == {
        "StandardPage",
        "ContestIndexPage",
        "AppIndexPage",
    }
    assert names(StandardPage.allowed_parent_page_models()) == {"HomePage", "StandardPage"}
    assert names(StandardPage.allowed_subpage_models()) == {"StandardPage"}
    assert names(AppIndexPage.allowed_subpage_models()) == {"AppPage"}
    assert names(AppPage.allowed_parent_page_models()) == {"AppIndexPage"}
    assert names(ContestPage.allowed_parent_page_models()) == {"ContestIndexPage"}
