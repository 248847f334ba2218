"""An accepted entry becomes an app."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cms.errors import Refused
from contest_pages.entries.models import Entry, EntryFile
from contest_pages.models import Contest
from media.models import PrivateFile, SiteImage
from showcase import actions
from showcase.models import AppPage, SourceCheck
from showcase.wagtail_hooks import way_to_app
from tests.contest_pages.results.scene import scene
from tests.factories import (
    UserFactory,
    accepted_entry,
    announced,
    draft_entry,
    leader_of,
    open_contest,
    submitted_entry,
)
from tests.pages import png, showcase_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    """Who reviews entries and writes pages."""
    return UserFactory(groups=["Programme managers"])


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    """Who signs in, and how, is tests/cms/accounts' business."""
    settings.STAFF_MFA_REQUIRED = False


def attach(entry, **size) -> dict:
    upload = SimpleUploadedFile("화면.png", png(**size), content_type="image/png")
    file = PrivateFile.objects.receive(upload, by=leader_of(entry))
    EntryFile.objects.create(entry=entry, file=file, key=EntryFile.IMAGES)
    return {"file": str(file.uuid), "alt": f"{size['width']}칸"}


def test_the_draft_has_the_entry_s_content_and_its_pictures(editor):
    entry = accepted_entry(
        description="첫 줄\n\n<b>둘째</b>",
        licence="Apache-2.0",
        android_url="https://store.example.org/a",
    )
    entry.images = [attach(entry, width=90, height=160), attach(entry, width=160, height=90)]
    entry.save()
    app = actions.draft_app_from_entry(entry, by=editor)
    app = AppPage.objects.get(pk=app.pk)
    assert (app.live, app.entry, app.get_parent().specific) == (False, entry, showcase_page())
    assert (app.title, app.summary, app.maker) == (entry.title, entry.summary, entry.team_name)
    assert (app.source_url, app.licence) == (entry.source_url, "Apache-2.0")
    assert app.platforms == ["android"]
    assert "&lt;b&gt;둘째&lt;/b&gt;" in str(app.body)
    shots = [(shot.shape, shot.alt, shot.image.width) for shot in app.screenshots.all()]
    assert shots == [("phone", "90칸", 90), ("wide", "160칸", 160)]
    assert app.latest_revision.user == editor


def test_asking_twice_makes_one_app_which_is_published_in_both_languages(client, editor):
    entry = accepted_entry(title="달빛시장")
    app = actions.draft_app_from_entry(entry, by=editor)
    assert actions.draft_app_from_entry(entry, by=editor) == app
    assert AppPage.objects.filter(locale=app.locale).count() == 1
    assert "달빛시장" not in client.get("/showcase/").text
    app.get_latest_revision().publish()
    assert "달빛시장" in client.get("/showcase/").text
    assert "달빛시장" in client.get("/en/showcase/").text
    assert AppPage.objects.get(pk=app.pk).entry_id == app.entry_id


def test_a_picture_of_another_entry_and_a_licence_that_nobody_knows_are_not_taken(editor):
    other = accepted_entry()
    entry = accepted_entry(licence="ask us")
    entry.images = [attach(other, width=90, height=160)]
    entry.save()
    app = actions.draft_app_from_entry(entry, by=editor)
    assert (app.licence, app.screenshots.count(), SiteImage.objects.count()) == ("", 0, 0)


@pytest.mark.parametrize("make", [draft_entry, submitted_entry])
def test_only_an_accepted_entry_becomes_an_app(editor, make):
    with pytest.raises(Refused, match="접수가 완료된"):
        actions.draft_app_from_entry(make(open_contest()), by=editor)


def test_who_may_not_add_pages_drafts_no_app(editor):
    entry = accepted_entry()
    for groups, reason in (
        ([], "아직 공개되지 않은"),
        (["Judges"], "아직 공개되지 않은"),
        (["Moderators"], "권한이 없습니다"),
    ):
        with pytest.raises(Refused, match=reason):
            actions.draft_app_from_entry(entry, by=UserFactory(groups=groups))
    showcase_page().delete()
    with pytest.raises(Refused, match="전시관이 아직 없습니다"):  # it says what to make
        actions.draft_app_from_entry(entry, by=editor)
    assert AppPage.objects.count() == 0


def test_the_review_page_leads_to_the_draft_and_then_to_the_page(rf, editor):
    entry = accepted_entry()
    request = rf.get("/")
    request.user = editor
    assert way_to_app(request, entry).url == reverse("showcase_draft_app", args=[entry.pk])
    app = actions.draft_app_from_entry(entry, by=editor)
    assert way_to_app(request, entry).url == reverse("wagtailadmin_pages:edit", args=[app.pk])
    request.user = UserFactory(groups=["Moderators"])
    assert way_to_app(request, entry) is None


def test_the_button_drafts_and_opens_the_editor(client, editor):
    entry = accepted_entry()
    client.force_login(editor)
    url = reverse("showcase_draft_app", args=[entry.pk])
    assert entry.title in client.get(url).text
    assert not AppPage.objects.exists()
    answer = client.post(url)
    app = AppPage.objects.get(entry=entry, locale__language_code="ko")
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[app.pk])
    page = client.get(answer.url)
    assert page.status_code == 200
    assert "초안을 만들었습니다" in page.text
    assert client.get(url).url == answer.url, "there is a page already"


def test_a_moderator_s_click_is_refused_with_the_reason(client):
    entry = accepted_entry()
    client.force_login(UserFactory(groups=["Moderators"]))
    answer = client.post(reverse("showcase_draft_app", args=[entry.pk]), follow=True)
    assert "권한이 없습니다" in answer.text
    assert AppPage.objects.count() == 0


def test_an_editor_reads_no_entry_by_drafting_an_app_before_the_gallery_opens(client):
    entry = accepted_entry()
    editor = UserFactory(groups=["Editors"])
    client.force_login(editor)
    url = reverse("showcase_draft_app", args=[entry.pk])
    assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)
    with pytest.raises(Refused, match="아직 공개되지 않은"):
        actions.draft_app_from_entry(entry, by=editor)
    assert AppPage.objects.count() == 0
    announced(entry.contest)
    Contest.objects.filter(pk=entry.contest_id).update(gallery_opens_at=timezone.now())
    assert url in client.get(entry.get_absolute_url()).text
    client.post(url)
    assert AppPage.objects.filter(entry=entry, locale__language_code="ko").exists()
    client.logout()
    assert url not in client.get(entry.get_absolute_url()).text


def test_all_winners_become_drafts_at_once_with_award_and_year(
    client, settings, django_capture_on_commit_callbacks
):
    settings.STAFF_MFA_REQUIRED = False
    made = scene()
    announced(made.contest)
    url = reverse("showcase_draft_winners", args=[made.contest.pk])
    client.force_login(made.manager)
    assert client.get(url).status_code == 404
    made.publish(1)
    made.publish(2)
    results = client.get(reverse("contest_results", args=[made.contest.pk]))
    assert [link.url for link in results.context["links"]] == [url]
    Entry.objects.update(source_url="https://127.0.0.1/code")  # which is not fetched
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url).status_code == 302
    assert SourceCheck.objects.get().state == "failed"
    korean = AppPage.objects.filter(locale__language_code="ko", entry__isnull=False)
    drafts = {app.title: app for app in korean}
    assert set(drafts) == {"출품작 1", "출품작 2", "출품작 3"}
    assert not any(app.live for app in drafts.values())
    first = drafts["출품작 1"].award
    assert (first.prize.title_ko, first.year) == ("으뜸상", timezone.localdate().year)
    assert client.get(url).status_code == 404  # nothing is left to draft
