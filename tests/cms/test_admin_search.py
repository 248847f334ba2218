"""What staff type into the admin's search boxes, and what they, or others, write into its addresses."""

import pytest
from django.urls import reverse
from django.utils import timezone

from home.models import Notice
from tests.factories import UserFactory
from tests.pages import picture, standard_page, topic

HUGE = "9" * 30


@pytest.fixture
def editor(client, db, settings):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(UserFactory(groups=["Editors"]))
    return client


@pytest.fixture
def superuser(client, db, settings):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.mark.parametrize("typed", ['"', '"마당', "\"'", "a:b*", "(", "서울's"])
def test_any_sign_can_be_searched_for(editor, typed):
    picture("마당")
    standard_page("마당")
    for address in (
        reverse("wagtailimages:index"),
        reverse("wagtailadmin_pages:search"),
        reverse("wagtailadmin_choose_page_search"),
        reverse("wagtailsnippets_home_notice:list"),
        reverse("wagtailsnippetchoosers_showcase_topic:choose"),
    ):
        assert editor.get(address, {"q": typed}).status_code == 200


@pytest.mark.usefixtures("searchable")
def test_a_quotation_mark_does_not_keep_a_page_from_being_found(editor):
    page = standard_page("마당 사용법")
    found = editor.get(reverse("wagtailadmin_pages:search"), {"q": '"마당'})
    assert page.title in found.content.decode()


@pytest.mark.usefixtures("searchable")
def test_notices_and_topics_are_found_by_a_part_of_a_word(editor):
    Notice.objects.create(title_ko="공공앱공모전 접수", shown_from=timezone.now())
    topic("welfare", "복지와돌봄")
    for address, typed, title in (
        ("wagtailsnippets_home_notice:list", "공모", "공공앱공모전 접수"),
        ("wagtailsnippets_showcase_topic:list", "돌봄", "복지와돌봄"),
    ):
        assert title in editor.get(reverse(address), {"q": typed}).content.decode()
        assert title not in editor.get(reverse(address), {"q": "없는말"}).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        f"/admin/pages/?content_type={HUGE}",
        "/admin/pages/?p=0",
        f"/admin/reports/site-history/?user={HUGE}",
        f"/admin/users/edit/{HUGE}/",
        "/admin/workflows/edit/1/?p=-1",
        "/admin/choose-page/chosen-multiple/?id=abc",
        "/admin/images/chooser/chosen/abc/",
        "/admin/snippets/choose/home/notice/chosen/%00/",
        "/admin/bulk/contest_pages/contest/delete/?id=abc",
        "/admin/failwhale/",
    ],
)
def test_nonsense_in_an_address_of_the_admin_is_no_failure_of_ours(superuser, address):
    assert superuser.get(address).status_code in (200, 302, 404)


def test_a_form_without_what_its_scripts_add_is_refused_and_no_failure_of_ours(superuser):
    page = standard_page("마당 사용법")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert superuser.post(address, {"title": "다른 말", "slug": page.slug}).status_code == 400
    page.refresh_from_db()
    assert page.title == "마당 사용법"


def test_a_real_failure_in_the_admin_is_not_hidden(superuser, monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError("Something of ours is broken.")

    monkeypatch.setattr("wagtail.admin.views.home.HomeView.get", fail)
    with pytest.raises(ValueError, match="broken"):
        superuser.get("/admin/")
