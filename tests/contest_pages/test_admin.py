from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.models import ModelLogEntry

from cms.errors import Refused
from contest_pages import actions
from contest_pages.models import Contest, ContestPage
from contest_pages.panels import CONTEST_TABS
from tests.factories import UserFactory, announced, contest_index, open_contest

pytestmark = pytest.mark.django_db
URL = "wagtailsnippets_contest_pages_contest:{}"


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    """The second factor has tests of its own."""
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def editor():
    return UserFactory(groups=["Editors"])


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def contest(editor) -> Contest:
    """An app contest from the preset that takes entries since yesterday."""
    made = actions.create_contest(
        kind="app",
        title_ko="앱 경진대회",
        slug="app",
        opens_on=timezone.localdate() - timedelta(days=1),
        by=editor,
    )
    return Contest.objects.get(pk=made.pk)


def url(name: str, contest: Contest | None = None) -> str:
    return reverse(URL.format(name), args=[contest.pk] if contest else [])


def form_data(client, contest: Contest) -> dict:
    """What a browser sends back when nothing was changed."""
    user = get_user_model().objects.get(pk=client.session["_auth_user_id"])
    form = CONTEST_TABS.bind_to_model(Contest).get_form_class()(
        instance=Contest.objects.get(pk=contest.pk), for_user=user
    )
    data = {}

    def add(bound) -> None:
        nonlocal data
        widget = bound.field.widget
        if getattr(widget, "input_type", "") == "checkbox":
            data |= {bound.html_name: "on"} if bound.value() else {}
            return
        value = widget.format_value(bound.value())
        if isinstance(value, list):  # a select's
            value = value[0] if value else ""
        if value is not None:  # a browser sends two characters for a line break
            data[bound.html_name] = str(value).replace("\n", "\r\n")

    for bound in form:
        add(bound)
    for formset in form.formsets.values():
        for bound in formset.management_form:
            data[bound.html_name] = bound.value()
        for row in formset.forms:
            for bound in row:
                add(bound)
    return data


def row_of(data: dict, formset: str, field: str, value) -> str:
    """The prefix of the row whose field has a value."""
    for name, given in data.items():
        if (
            name.startswith(f"{formset}-")
            and name.endswith(f"-{field}")
            and str(given) == str(value)
        ):
            return name.removesuffix(f"-{field}")
    raise LookupError(value)


def errors(response) -> list[str]:
    assert response.status_code == 200
    return list(response.context["form"].non_field_errors())


@contextmanager
def used(**keys):
    """Say that something of any contest is used, as a higher room would."""
    counter = Counter(dict.fromkeys(keys.items(), 3))
    with hooks.register_temporarily("contest_uses", lambda contest: counter):
        yield


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


def test_a_stage_that_closes_before_it_opens_is_named(staff, contest):
    data = form_data(staff, contest)
    stage = row_of(data, "stages", "title_ko", "2차 예선심사")
    data[f"{stage}-closes_at"] = "2001-01-01 00:00"
    messages = errors(staff.post(url("edit", contest), data))
    assert messages == ["단계 “2차 예선심사”, 마감: 단계는 시작한 뒤에 마감해야 합니다."]


def test_weights_that_do_not_make_100_are_named_with_their_round(staff, contest):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'stages', 'title_ko', '시민평가')}-weight"] = "20"
    assert errors(staff.post(url("edit", contest), data)) == [
        "2차: 비중의 합이 100이 아니라 90입니다(3차 본선심사 70%, 시민평가 20%)."
    ]


@pytest.mark.parametrize(
    ("field", "label", "reason"),
    [
        ("round", "차수", "이 단계를 반영할 차수를 고르세요."),
        ("weight", "비중", "비중을 넣으세요."),
    ],
)
def test_a_stage_that_scores_belongs_to_a_round_with_a_weight(staff, contest, field, label, reason):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'stages', 'title_ko', '2차 예선심사')}-{field}"] = ""
    (message,) = errors(staff.post(url("edit", contest), data))
    assert message.startswith("단계 “2차 예선심사”, ")
    assert label in message
    assert reason in message


def test_prizes_beyond_the_budget_are_refused_with_the_amounts(staff, contest):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'prizes', 'title_ko', '장려상')}-places"] = "10"
    response = staff.post(url("edit", contest), data)
    messages = errors(response)
    assert messages == ["예산과 시상을 확인하세요."]
    (message,) = response.context["form"].errors["budget"]
    assert "1,900만 원" in message
    assert "100만 원 많습니다" in message
    assert contest.prizes.get(title_ko="장려상").places == 8


@pytest.mark.parametrize(
    ("formset", "field", "value"), [("questions", "key", "features"), ("rounds", "number", 1)]
)
def test_what_may_not_be_there_twice_is_refused(staff, contest, formset, field, value):
    data = form_data(staff, contest)
    other = {"key": "problem", "number": 2}[field]
    data[f"{row_of(data, formset, field, other)}-{field}"] = value
    messages = errors(staff.post(url("edit", contest), data))
    assert [message for message in messages if "두 번" in message], messages


def test_a_second_submission_stage_is_refused(staff, contest):
    data = form_data(staff, contest)
    stage = row_of(data, "stages", "title_ko", "참가 설명회")
    data[f"{stage}-kind"] = "submission"
    messages = errors(staff.post(url("edit", contest), data))
    assert messages == ["“접수” 단계는 하나만 둘 수 있는데 2개 있습니다."]


def test_an_answered_question_keeps_its_meaning_but_its_help_may_change(staff, contest):
    data = form_data(staff, contest)
    row = row_of(data, "questions", "key", "features")
    with used(question="features"):
        refused = errors(staff.post(url("edit", contest), data | {f"{row}-kind": "short_text"}))
        assert "질문 “주요 기능”" in refused[0]
        assert "답변을 받은 질문" in refused[0]
        refused = errors(staff.post(url("edit", contest), data | {f"{row}-label_ko": "다른 말"}))
        assert "답변을 받은 질문" in refused[0]
        allowed = data | {f"{row}-help_ko": "새 도움말", f"{row}-is_retired": "on"}
        assert staff.post(url("edit", contest), allowed).status_code == 302
    question = contest.questions.get(key="features")
    assert (question.help_ko, question.is_retired, question.kind) == (
        "새 도움말",
        True,
        "long_text",
    )


@pytest.mark.parametrize(
    ("kind", "relation"),
    [("track", "tracks"), ("prize", "prizes"), ("consent", "consents"), ("stage", "stages")],
)
def test_a_row_in_use_cannot_be_removed_and_is_shown_again(staff, contest, kind, relation):
    data = form_data(staff, contest)
    row = getattr(contest, relation).first()
    prefix = row_of(data, relation, "id", row.pk)
    data[f"{prefix}-DELETE"] = "on"
    with used(**{kind: row.pk}):
        response = staff.post(url("edit", contest), data)
        messages = errors(response)
    assert f"“{row.title_ko}”은(는) 3번 쓰이고 있어 지울 수 없습니다." in messages[0]
    shown = next(f for f in response.context["form"].formsets[relation].forms if f.prefix == prefix)
    assert not shown["DELETE"].value()
    assert type(row).objects.filter(pk=row.pk).exists()


def test_an_answered_question_cannot_be_removed(staff, contest):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'questions', 'key', 'features')}-DELETE"] = "on"
    with used(question="features"):
        assert "지울 수 없습니다" in errors(staff.post(url("edit", contest), data))[0]


def test_a_round_to_which_a_stage_belongs_cannot_be_removed(staff, contest):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'rounds', 'number', 1)}-DELETE"] = "on"
    messages = errors(staff.post(url("edit", contest), data))
    assert messages == ["1차을(를) 지울 수 없습니다. 단계 “2차 예선심사”이(가) 속해 있습니다."]


def test_a_round_goes_together_with_its_stage(staff, contest):
    data = form_data(staff, contest)
    data[f"{row_of(data, 'rounds', 'number', 1)}-DELETE"] = "on"
    data[f"{row_of(data, 'stages', 'title_ko', '2차 예선심사')}-DELETE"] = "on"
    response = staff.post(url("edit", contest), data)
    assert response.status_code == 302, errors(response)
    assert list(contest.rounds.values_list("number", flat=True)) == [2]


def test_only_the_contests_own_rounds_can_be_chosen(staff, editor, contest):
    other = actions.create_contest(
        kind="oss", title_ko="다른", slug="other", opens_on=timezone.localdate(), by=editor
    )
    data = form_data(staff, contest)
    stage = row_of(data, "stages", "title_ko", "2차 예선심사")
    data[f"{stage}-round"] = str(other.rounds.first().pk)
    assert "2차 예선심사" in errors(staff.post(url("edit", contest), data))[0]


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


def test_the_kind_of_a_contest_is_fixed_when_it_is_published(staff, contest):
    data = form_data(staff, contest)
    contest.announcements.get(locale=contest_index().locale).save_revision().publish()
    assert staff.post(url("edit", contest), data | {"kind": "idea"}).status_code == 302
    contest.refresh_from_db()
    assert contest.kind == "app"
    contest.kind = "idea"
    editor = get_user_model().objects.get(pk=staff.session["_auth_user_id"])
    with pytest.raises(Refused, match="종류와 주소"):
        actions.change_contest(contest, save=lambda: contest, by=editor)


def test_a_contest_that_was_announced_is_not_deleted_and_the_reason_is_said(client):
    client.force_login(UserFactory(groups=["Programme managers"]))
    contest = open_contest()
    announced(contest, first_published_at=timezone.now())
    for send in (client.get, client.post):
        response = send(url("delete", contest), follow=True)
        assert "이미 공고하여 지울 수 없습니다" in response.content.decode()
    assert Contest.objects.filter(pk=contest.pk).exists()


def test_a_contest_that_is_used_is_not_deleted(client, contest):
    client.force_login(UserFactory(groups=["Programme managers"]))
    with used(stage=contest.submission.pk):
        response = client.post(url("delete", contest), follow=True)
    assert "출품작이 있어 지울 수 없습니다" in response.content.decode()
    assert Contest.objects.filter(pk=contest.pk).exists()


def test_a_contest_nobody_saw_is_deleted_with_its_draft(client, contest):
    client.force_login(UserFactory(groups=["Programme managers"]))
    assert client.get(url("delete", contest)).status_code == 200
    client.post(url("delete", contest))
    assert (Contest.objects.count(), ContestPage.objects.count()) == (0, 0)


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
