import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from contest_pages.models import Contest
from tests.contest_pages.admin.contest_form import errors, form_data, row_of, url
from tests.factories import UserFactory, contest_index, open_contest

pytestmark = pytest.mark.django_db


def test_new_contest_makes_contest_and_page_and_goes_to_the_contests_form(staff):
    page = staff.get(url("add"))
    assert "접수 시작일" in page.content.decode()
    response = staff.post(
        url("add"),
        {
            "kind": "idea",
            "title_ko": "생각 공모전",
            "title_en": "",
            "slug": "Ideas-2030",
            "opens_on": "2030-03-01",
        },
    )
    contest = Contest.objects.get()
    assert response.url == url("edit", contest)
    assert (contest.slug, contest.kind) == ("ideas-2030", "idea")
    assert contest.announcements.get(locale=contest_index().locale).live is False


def test_a_new_contest_with_a_reserved_or_taken_address_is_refused_with_a_sentence(staff, contest):
    for slug in ("feed", "app"):
        response = staff.post(
            url("add"),
            {"kind": "app", "title_ko": "가", "slug": slug, "opens_on": "2030-03-01"},
        )
        assert response.status_code == 200
        assert "slug" in response.context["form"].errors
    assert Contest.objects.get() == contest


def test_the_form_and_the_list_open_and_saving_nothing_changes_nothing(staff, contest):
    assert "앱 경진대회" in staff.get(url("list")).content.decode()
    response = staff.post(url("edit", contest), form_data(staff, contest))
    assert response.status_code == 302, errors(response)
    assert not ModelLogEntry.objects.filter(action="contest.changed").exists()
    assert set(contest.consents.values_list("version", flat=True)) == {1}


def test_a_change_takes_effect_at_once_and_is_logged_with_before_and_after(staff, editor, contest):
    data = form_data(staff, contest)
    stage = row_of(data, "stages", "title_ko", "접수")
    data[f"{stage}-closes_at"] = "2099-10-01 00:00"
    data["accent"] = "teal"
    opens = contest.submission.opens_at
    assert staff.post(url("edit", contest), data).status_code == 302
    now = Contest.objects.get()
    assert timezone.localtime(now.submission.closes_at).year == 2099
    assert (now.accent, now.submission.opens_at) == ("teal", opens)
    entry = ModelLogEntry.objects.get(action="contest.changed")
    before = timezone.localtime(contest.submission.closes_at).strftime("%Y-%m-%d %H:%M")
    assert entry.user == editor
    assert entry.data["changes"] == [
        {"part": "", "row": "앱 경진대회", "field": "accent", "before": "blue", "after": "teal"},
        {
            "part": "stage",
            "row": "접수",
            "field": "closes_at",
            "before": before,
            "after": "2099-10-01 00:00",
        },
    ]
    history = staff.get(url("history", contest)).content.decode()
    assert f"단계 “접수”, 마감: {before} → 2099-10-01 00:00" in history


def test_rows_that_come_and_go_are_logged(staff, contest):
    data = form_data(staff, contest)
    track = row_of(data, "tracks", "title_ko", "공익 앱")
    data[f"{track}-DELETE"] = "on"
    data["tracks-TOTAL_FORMS"] = 3
    data |= {"tracks-2-title_ko": "새 부문", "tracks-2-ORDER": "3", "tracks-2-id": ""}
    assert staff.post(url("edit", contest), data).status_code == 302
    changes = ModelLogEntry.objects.get(action="contest.changed").data["changes"]
    whole = [(line["before"], line["after"]) for line in changes if "field" not in line]
    assert whole == [("공익 앱", None), (None, "새 부문")]


def test_the_page_follows_the_address_until_it_is_published(staff, contest):
    data = form_data(staff, contest)
    assert staff.post(url("edit", contest), data | {"slug": "app-new"}).status_code == 302
    contest.refresh_from_db()
    page = contest.announcements.get(locale=contest_index().locale)
    assert (page.slug, page.url) == ("app-new", "/contests/app-new/")
    page.save_revision().publish()
    staff.post(url("edit", contest), data | {"slug": "app-late"})
    contest.refresh_from_db()
    page.refresh_from_db()
    assert (contest.slug, page.slug) == ("app-new", "app-new")
    assert staff.get("/contests/app-new/").status_code == 200


@pytest.mark.parametrize(
    ("groups", "list_status", "add_status"),
    [(["Editors"], 200, 200), (["Programme managers"], 200, 200), (["Moderators"], 302, 302)],
)
def test_who_sees_contests_in_the_admin(client, contest, groups, list_status, add_status):
    client.force_login(UserFactory(groups=groups))
    assert client.get(url("list")).status_code == list_status
    assert client.get(url("add")).status_code == add_status
    assert client.get(url("edit", contest)).status_code == add_status


def test_visitors_are_sent_to_sign_in(client, contest):
    for name in ("list", "add"):
        assert "/accounts/" in client.get(url(name)).url
    assert client.post(reverse("contest_announce", args=[contest.pk])).status_code == 302


def test_a_contest_without_announcement_gets_one(staff, editor, contest):
    for page in contest.announcements.all():
        page.delete()
    assert "공고 작성" in staff.get(url("edit", contest)).content.decode()
    response = staff.post(reverse("contest_announce", args=[contest.pk]))
    page = contest.announcements.get(locale=contest_index().locale)
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_contest_and_announcement_link_to_each_other(staff, contest):
    page = contest.announcements.get(locale=contest_index().locale)
    page_form = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert page_form in staff.get(url("edit", contest)).content.decode()
    html = staff.get(page_form).content.decode()
    assert url("edit", contest) in html
    assert "1차 적격심사" in html


def test_an_announcement_is_not_copied(staff, contest):
    page = contest.announcements.get(locale=contest_index().locale)
    response = staff.get(reverse("wagtailadmin_pages:copy", args=[page.pk]))
    assert response.url == url("add")


@pytest.mark.usefixtures("searchable")
def test_the_list_is_filtered_and_searched(staff, contest):
    open_contest(title_ko="생각 모으기", kind="idea")
    html = staff.get(url("list"), {"kind": "idea"}).content.decode()
    assert ("생각 모으기" in html, "앱 경진대회" in html) == (True, False)
    html = staff.get(url("list"), {"q": "앱"}).content.decode()
    assert ("생각 모으기" in html, "앱 경진대회" in html) == (False, True)
    assert staff.get(url("list"), {"state": "open"}).status_code == 200


def test_the_preview_shows_the_contests_own_dates(staff, contest):
    page = contest.announcements.get(locale=contest_index().locale)
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    response.render()
    assert "1차 적격심사" in response.content.decode()
