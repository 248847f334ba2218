"""No address of Wagtail's, and no mail of Wagtail's, goes past the actions."""

import pytest
from django.core import mail
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.models import (
    GroupApprovalTask,
    ModelLogEntry,
    Page,
    Revision,
    Task,
    TaskState,
    Workflow,
    WorkflowState,
    WorkflowTask,
)

from contest_pages.entries import actions
from contest_pages.entries.models import Entry, EntryReviewTask
from contest_pages.entries.rules import EntryPermissionPolicy
from tests.factories import (
    UserFactory,
    accepted_entry,
    copies_that_wait,
    draft_entry,
    leader_of,
    submitted_entry,
)
from tests.statements import recorded

pytestmark = pytest.mark.django_db
SPACE = "wagtailsnippets_contest_entries_entry"
OPEN = {"list", "list_results", "review"}
#: Of our own, each with tests of its own.
OURS = {"checks", "enter_for", "note", "share", "message", "extend"}
TO_LIST = {"add", "preview_on_add"}


@pytest.fixture
def moderator(db):
    return UserFactory(groups=["Moderators"])


@pytest.fixture
def superuser(db):
    return UserFactory(is_superuser=True, is_staff=True)


def addresses_under_admin():
    """Every address of the admin: namespace and name, and the arguments it takes."""

    def walk(resolver, names=()):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                inner = (*names, pattern.namespace) if pattern.namespace else names
                yield from walk(pattern, inner)
            elif pattern.name:
                yield ":".join((*names, pattern.name)), frozenset(pattern.pattern.regex.groupindex)

    admin = next(each for each in get_resolver().url_patterns if str(each.pattern) == "admin/")
    return list(walk(admin))


def of_entries() -> dict[str, frozenset]:
    """The addresses of the entries' own viewset."""
    return {
        name.removeprefix(f"{SPACE}:"): takes
        for name, takes in addresses_under_admin()
        if name.startswith(f"{SPACE}:")
    }


def address(name: str, takes, entry: Entry, action: str = "accept") -> str:
    """The address `name` with arguments that fit the entry."""
    review = entry.review
    values = {
        "pk": entry.pk,
        "revision_id": entry.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "task_state_id": review.pk,
        "task_id": review.task_id,
        "workflow_state_id": review.workflow_state_id,
        "action_name": action,
    }
    return reverse(f"{SPACE}:{name}", kwargs={each: values[each] for each in takes})


def everything(entry: Entry) -> tuple:
    """All that could change: the row, its revisions, its reviews, its log."""
    return (
        Entry.objects.filter(pk=entry.pk).values().get(),
        list(Revision.objects.for_instance(entry).values()),
        list(TaskState.objects.order_by("pk").values()),
        list(WorkflowState.objects.order_by("pk").values()),
        ModelLogEntry.objects.count(),
        Entry.objects.count(),
    )


def test_each_address_of_an_entry_leads_to_its_review_page_and_does_nothing(
    client, moderator, superuser
):
    entry = submitted_entry()
    before = everything(entry)
    for name, takes in of_entries().items():
        if name in OPEN | OURS:
            continue
        path = address(name, takes, entry)
        target = f"{SPACE}:list" if name in TO_LIST else f"{SPACE}:review"
        expected = reverse(target, args=[] if name in TO_LIST else [entry.pk])
        for who in (moderator, superuser):
            client.force_login(who)
            for send in (client.get, client.post, client.delete):
                response = send(path, {"action-publish": "1", "title": "다른 제목"})
                assert (response.status_code, response.url) == (302, expected), path
        assert everything(entry) == before, path


def test_each_address_of_an_entry_is_closed_to_others(client):
    entry = submitted_entry()
    before = everything(entry)
    for who in (UserFactory(groups=["Editors"]), UserFactory(), leader_of(entry)):
        client.force_login(who)
        for name, takes in of_entries().items():
            path = address(name, takes, entry)
            for send in (client.get, client.post):
                response = send(path)
                assert response.status_code in (302, 403, 404, 405), path
                if response.status_code == 302:
                    assert response.url.partition("?")[0] in ("/admin/", "/accounts/login/"), path
    assert everything(entry) == before


def test_the_addresses_of_a_draft_do_not_exist(client, moderator):
    entry = draft_entry()
    client.force_login(moderator)
    for name in ("review", "edit", "history", "delete"):
        assert client.get(reverse(f"{SPACE}:{name}", args=[entry.pk])).status_code == 404


def test_wagtail_has_no_address_for_entries_that_this_file_does_not_know():
    by_model = {"app_label", "app_name", "content_type_app_name"}
    found = {
        name
        for name, takes in addresses_under_admin()
        if (takes & by_model or takes & {"task_state_id", "workflow_state_id"})
        and not name.startswith(f"{SPACE}:")
        and not name.startswith("wagtailsettings:")
    }
    others = {name for name in found if not name.startswith("wagtailsnippets_")}
    assert others == {
        "wagtail_bulk_action",
        "wagtail_localize:snippets_api_detail",
        "wagtail_localize:snippets_api_listing",
        "wagtail_localize:submit_snippet_translation",
        "wagtailadmin_editing_sessions:ping",
        "wagtailadmin_pages:add",
        "wagtailadmin_pages:choose_parent",
        "wagtailadmin_pages:collect_workflow_action_data",
        "wagtailadmin_pages:preview_on_add",
        "wagtailadmin_pages:type_use",
        "wagtailadmin_pages:type_use_results",
        "wagtailadmin_pages:workflow_action",
        "wagtailadmin_pages:workflow_history_detail",
        "wagtailadmin_tag_model_autocomplete",
        "wagtailadmin_workflows:add_task",
    }


def test_no_list_or_tool_for_all_snippets_names_or_deletes_an_entry(client, moderator, superuser):
    entry = submitted_entry(title="남이 볼 수 없는 것")
    before = everything(entry)
    model = ["contest_entries", "entry"]
    paths = [
        reverse("wagtail_bulk_action", args=[*model, "delete"]) + f"?id={entry.pk}",
        reverse("wagtail_bulk_action", args=[*model, "delete"]) + "?id=all",
        reverse("wagtail_localize:snippets_api_listing", args=model),
        reverse("wagtail_localize:snippets_api_detail", args=[*model, entry.pk]),
        reverse("wagtail_localize:submit_snippet_translation", args=[*model, entry.pk]),
        reverse("wagtailadmin_editing_sessions:ping", args=[*model, entry.pk, 1]),
    ]
    for who in (UserFactory(groups=["Editors"]), moderator, superuser):
        client.force_login(who)
        for path in paths:
            for send in (client.get, client.post):
                response = send(path)
                assert response.status_code in (302, 403, 404, 405), path
                assert entry.title not in response.content.decode()
    assert everything(entry) == before


def test_staff_who_are_no_moderators_read_of_no_entry_in_reports_and_on_the_home_page(client):
    entry = submitted_entry(title="남이 볼 수 없는 것")
    client.force_login(UserFactory(groups=["Editors"]))
    for path in (
        "/admin/",
        "/admin/snippets/",
        "/admin/reports/workflow/",
        "/admin/reports/workflow_tasks/",
        "/admin/reports/site-history/",
    ):
        response = client.get(path)
        assert entry.title not in response.content.decode(), path


def test_there_is_no_chooser_that_shows_drafts():
    with pytest.raises(NoReverseMatch):
        reverse("wagtailsnippetchoosers_contest_entries_entry:choose")


def test_an_entrys_review_is_not_decided_under_the_address_of_a_page(client, moderator):
    entry = submitted_entry()
    page = Page.objects.filter(depth=2).order_by("path").first().specific
    page_task = GroupApprovalTask.objects.create(name="쪽 검토")
    workflow = Workflow.objects.create(name="쪽")
    WorkflowTask.objects.create(workflow=workflow, task=page_task, sort_order=0)
    page.save_revision()
    workflow.start(page, moderator)
    before = everything(entry)
    client.force_login(moderator)
    for action in ("accept", "disqualify", "approve"):
        path = reverse(
            "wagtailadmin_pages:workflow_action", args=[page.pk, action, entry.review.pk]
        )
        response = client.post(path, {"comment": "까닭"})
        assert response.status_code in (302, 403)
    assert everything(entry) == before


def test_moderators_cannot_turn_the_workflow_off(client, moderator):
    entry = submitted_entry()
    before = everything(entry)
    client.force_login(moderator)
    task = Task.objects.get(pk=entry.review.task_id)
    for name, pk in (
        ("wagtailadmin_workflows:disable", entry.review.workflow_state.workflow_id),
        ("wagtailadmin_workflows:disable_task", task.pk),
        ("wagtailadmin_workflows:edit", entry.review.workflow_state.workflow_id),
        ("wagtailadmin_workflows:edit_task", task.pk),
    ):
        client.post(reverse(name, args=[pk]))
    assert everything(entry) == before
    assert EntryReviewTask.objects.get().active


def test_wagtail_links_to_the_review_page(moderator):
    from wagtail.admin.admin_url_finder import AdminURLFinder

    entry = submitted_entry()
    expected = reverse(f"{SPACE}:review", args=[entry.pk])
    assert AdminURLFinder(moderator).get_edit_url(entry) == expected
    assert AdminURLFinder().get_edit_url(entry) == expected
    assert AdminURLFinder(UserFactory(groups=["Editors"])).get_edit_url(entry) is None


def test_the_policy_lets_nobody_add_change_or_delete(moderator, superuser):
    from wagtail.permissions import policy_registry

    policy = policy_registry.get_by_type(Entry)
    assert isinstance(policy, EntryPermissionPolicy)
    for action in ("add", "change", "delete"):
        for who in (moderator, superuser):
            assert not policy.user_has_permission(who, action)
            assert not policy.user_has_permission_for_instance(who, action, Entry())


# --- the home page of the admin -----------------------------------------------------------


def test_the_home_page_shows_moderators_what_waits_once(client, moderator):
    contest = submitted_entry(title="기다리는 것 0").contest
    for number in range(1, 7):
        submitted_entry(contest, title=f"기다리는 것 {number}")
    accepted_entry(contest, title="끝난 것")
    client.force_login(moderator)
    response = client.get("/admin/")
    page = response.content.decode()
    assert "<strong>7</strong>" in page
    assert page.count("기다리는 것") == 5
    assert "끝난 것" not in page
    client.force_login(UserFactory(groups=["Editors"]))
    assert "기다리는 것" not in client.get("/admin/").content.decode()


def test_the_home_page_costs_the_same_with_many_entries(client, moderator):
    entry = submitted_entry()
    client.force_login(moderator)
    client.get("/admin/")
    with recorded() as few:
        client.get("/admin/")
    copies_that_wait(entry, 9)
    with recorded() as many:
        client.get("/admin/")
    assert len(many) == len(few)


# --- Wagtail's own mails ------------------------------------------------------------------


def test_wagtail_writes_no_mail_about_entries(
    moderator, superuser, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        entry = submitted_entry()
        team = [leader_of(entry).email]
        actions.request_changes(entry, revision=entry.review.revision, reason="화면", by=moderator)
        other = submitted_entry(entry.contest)
        team.append(leader_of(other).email)
        actions.accept(other, revision=other.review.revision, by=moderator)
    written_to_staff = {to for each in mail.outbox for to in each.to} - set(team)
    assert written_to_staff == set()
    assert [each for each in mail.outbox if "wagtail" in each.body.lower()] == []
    assert [each for each in mail.outbox if "/admin/" in each.body] == []


def test_wagtail_still_writes_about_pages(moderator, superuser):
    page = Page.objects.filter(depth=2).order_by("path").first().specific
    group = moderator.groups.get()
    task = GroupApprovalTask.objects.create(name="쪽 검토")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="쪽")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    editor = UserFactory(groups=["Editors"])
    page.save_revision(user=editor)
    state = workflow.start(page, editor)
    assert {to for each in mail.outbox for to in each.to} == {moderator.email, superuser.email}
    mail.outbox.clear()
    state.current_task_state.reject(user=moderator, comment="까닭")
    assert [each.to for each in mail.outbox] == [[editor.email]]
