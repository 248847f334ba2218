"""Who gets what at which address: one table. An address that is not in it fails the test."""

from types import SimpleNamespace

import pytest
from django.db import transaction
from django.template import engines
from django.utils import timezone
from django.views import defaults

from contest_pages.entries import actions
from contest_pages.models import Contest
from tests.access import ROLES, World, address, all_addresses, answer, make_world

pytestmark = pytest.mark.django_db

ENTRY = "wagtailsnippets_contest_entries_entry:"
TO_ALL = "." * len(ROLES)

# One letter for each of ROLES: anonymous, citizen, other entrant, member, leader, judge, editor,
# moderator, manager. What the letters say is in tests.access.
GET = {
    # everybody's
    "healthz": TO_ALL,
    "readyz": TO_ALL,
    "robots": TO_ALL,
    "sitemap": TO_ALL,
    "search": TO_ALL,
    "calendar": TO_ALL,
    "calendar_of_contest": TO_ALL,
    "contests_feed": TO_ALL,
    # public data: no entry is on show, nothing is published, and there is no app
    "api_docs": TO_ALL,
    "api_document": TO_ALL,
    "api:api-root": ">>>>>>>>>",
    "api:contests": TO_ALL,
    "api:contest": TO_ALL,
    "api:entries": TO_ALL,
    "api:entry": "444444444",
    "api:results": TO_ALL,
    "api:result": "444444444",
    "api:ranking": "444444444",
    "api:scores": "444444444",
    "api:apps": TO_ALL,
    "api:app": TO_ALL,
    "api:statistics": TO_ALL,
    # results: nothing is published here
    "results": TO_ALL,
    "results_scores": "444444444",
    "published_document": "444444444",
    "results_way": "444444444",
    "results_certificates": "sxxxxxxx.",
    "my_feedback": "s44444444",
    "my_certificate": "s44444444",
    "contest_results": "sxxxxx>>.",
    "results_overview": "sxxxxx>>.",
    "results_document": "sxxxxx>>4",
    "styleguide": TO_ALL,
    "entry_gallery": TO_ALL,
    # the gallery has not opened: to the public, and at its address to the team, there is no entry
    "entry_detail": "444444444",
    # a file is read by its team and by moderators; to all others it does not exist
    "private_file": "444..44..",
    "private_thumbnail": "444..44..",
    # one's own
    "profile": "s........",
    "my_notices": "s........",
    "my_entries": "s........",
    "entry_start": "s........",
    "my_entry": "s44..4444",
    # invited is an address of nobody's here
    "my_invitation": "s44444444",
    "my_receipt": "s44..4444",
    "my_receipt_document": "s44..4444",
    "my_entry_edit": "s44>>4444",
    "my_entry_submit": "s44>>4444",
    "my_entry_take_back": "s44>.4444",
    "my_entry_withdraw": "s44>.4444",
    "my_entry_messages": "smmmmmmmm",
    "my_entry_team": "s44..4444",
    "my_entry_consents": "s44..4444",
    # whoever has the link
    "invitation": TO_ALL,
    "guardian_consent": TO_ALL,
    # the citizen panel: its page says to each what they can do; nothing is drawn or published yet
    "panel": TO_ALL,
    "panel_link": TO_ALL,
    "panel_draw": "444444444",
    "ballot": TO_ALL,
    "ballot_link": TO_ALL,
    # the entry is not accepted, so nobody votes on it; nobody has voted
    "ballot_entry": "444444444",
    "ballot_receipt": ">>>>>>>>>",
    "ballots": TO_ALL,
    "ballots_csv": "444444444",
    "my_entry_uploads": "mmmmmmmmm",
    "my_entry_upload": "s44444444",
    # a judge's: what was given to others does not exist
    "judging_desk": "s........",
    "judging_invitation": TO_ALL,
    "judging_pledge": "s4444.444",
    "judging_scores": "s4444.444",
    "judging_packet": "s4444.444",
    "judging_sign_off": "s4444.444",
    # the entry was not accepted: its judge is told that it is not in the running
    "judging_review": "s4444x444",
    "judging_file": "s44444444",
    # the judge is no chair
    "judging_agreement": "s44444444",
    # managers see to judging; moderators help who cannot open something
    "judging_stages": "sxxxxx>>.",
    "judging_stage": "sxxxxx>>.",
    "judging_appoint": "sxxxxx>>.",
    "judging_assign": "sxxxxx>>.",
    "judging_conflicts": "sxxxxx>>.",
    "judging_remind": "sxxxxx>>.",
    "judging_stage_agreement": "sxxxxx>>.",
    "judging_stage_scores": "sxxxxx>>.",
    # the entry was not accepted: the stage is not about it
    "judging_entry": "sxxxxx>>4",
    "judging_judge": "sxxxxx>>.",
    "judging_withdraw": "sxxxxx>>.",
    "judging_invite_again": "sxxxxxmmm",
    "judging_troubles": "sxxxxx>..",
    # git: who brings no token is asked for one, whatever is there
    "git_refs": "sssssssss",
    "git_service": "mmmmmmmmm",
    "git_visit": "444444444",
    "git_nothing": "444444444",
    # the source of an entry, sealed: the judge's entry was not accepted
    "my_tokens": "s........",
    "my_token_revoke": "smmmmmmmm",
    "my_source": "s44..4444",
    "source": "s44..44..",
    "source_folder": "s44..44..",
    "source_file": "s44..44..",
    "source_raw": "s44..44..",
    "source_history": "s44..44..",
    "source_archive": "s44..44..",
    # moderators look, managers decide
    "vault": "sxxxxx>..",
    "vault_create": "sxxxxx>>.",
    "vault_repository": "sxxxxx>..",
    "vault_check": "sxxxxxmmm",
    "vault_open": "sxxxxx>>.",
    "vault_mirror": "sxxxxx>>.",
    "vault_return": "sxxxxx>>.",
    # it is not open, and an entry's
    "vault_seal": "sxxxxx>>>",
    "vault_keepers": "sxxxxx>>>",
    # staff's: contests
    "contest_announce": "sxxxxxmmm",
    "contest_extend": "sxxxxx.>.",
    "contest_cancel": "sxxxxx>>.",
    "contest_reinstate": "sxxxxx>>.",
    "contest_panel": "sxxxxx>>.",
    # the showcase: everybody's
    "showcase_suggest": TO_ALL,
    "showcase_feed": TO_ALL,
    "showcase_export": TO_ALL,
    "showcase_problem": TO_ALL,
    # led to the card that is true now
    "showcase_card": ">>>>>>>>>",
    "contest_card": ">>>>>>>>>",
    # what people report is for those who write pages
    "showcase_problems_modeladmin_index": "sxxxxx.>.",
    # staff's: entries
    "showcase_draft_app": "sxxxxx4>>",
    # nothing is awarded here
    "showcase_draft_winners": "sxxxxx444",
    # who edits apps sees to their links and sources; here is no app
    "showcase_links": "sxxxxx.>.",
    "showcase_links_results": "sxxxxx.>.",
    "showcase_link_accept": "sxxxxx444",
    "showcase_link_decline": "sxxxxx444",
    "showcase_app_source": "sxxxxx444",
    "showcase_entry_source": "sxxxxx4..",
    # editors take apps in; there is no such app
    "showcase_import": "sxxxxx.>.",
    "showcase_import_take": "sxxxxxm>m",
    # the app is public, and says all that the standard asks for
    "app_publiccode": TO_ALL,
    f"{ENTRY}list": "sxxxxx>..",
    f"{ENTRY}list_results": "sxxxxx>..",
    f"{ENTRY}review": "sxxxxx>..",
    f"{ENTRY}extend": "sxxxxx>..",
    f"{ENTRY}enter_for": "sxxxxx>..",
    f"{ENTRY}message": "sxxxxxmmm",
    f"{ENTRY}checks": "sxxxxxmmm",
    f"{ENTRY}note": "sxxxxxmmm",
    f"{ENTRY}share": "sxxxxx>..",
}
#: Addresses at which something is done by sending nothing but the form's address.
POST = {
    # what was typed by who is signed out is shown back to them
    "my_entry_edit": "x44xx4444",
    "my_entry_messages": "s44??4444",
    "my_entry_uploads": "s44??4444",
    "my_entry_upload": "s44444444",
    "my_entry_take_back": "s44x>4444",
    "my_entry_withdraw": "s44x>4444",
    "my_entry_submit": "s44>>4444",
    "my_entry_team": "s44??4444",
    "my_entry_consents": "s44>>4444",
    # the link is another's: joining takes the invited address
    "invitation": "sxxxxxxxx",
    "guardian_consent": "?????????",
    "my_invitation": "s44444444",
    "entry_start": "s????????",
    "panel": "?????????",
    "panel_link": ">>>>>>>>>",
    # the citizen is a member; to the others their link was not sent
    "ballot": "x?xxxxxxx",
    "contest_panel": "sxxxxx>>>",
    # the link is good for whoever has it, but for who judges there already
    "judging_invitation": "sxxxxxxxx",
    "judging_pledge": "s4444x444",
    "judging_sign_off": "s4444>444",
    "judging_appoint": "sxxxxx>>?",
    "judging_assign": "sxxxxx>>?",
    "judging_conflicts": "sxxxxx>>?",
    "judging_entry": "sxxxxx>>4",
    "judging_judge": "sxxxxx>>?",
    "judging_withdraw": "sxxxxx>>?",
    # nobody has anything left, and the judge has pledged: both are told so
    "judging_remind": "sxxxxx>>?",
    "judging_invite_again": "sxxxxx>>>",
    "judging_troubles": "sxxxxx>44",
    "judging_review": "x4444x444",
    "git_refs": "mmmmmmmmm",
    "git_service": "sssssssss",
    "git_visit": "mmmmmmmmm",
    "git_nothing": "444444444",
    "my_tokens": "s????????",
    "my_token_revoke": "s44444444",
    "my_source": "s44??4444",
    "vault_create": "sxxxxx>>?",
    "vault_check": "sxxxxx>>>",
    "vault_open": "sxxxxx>>?",
    "vault_seal": "sxxxxx>>>",
    "vault_mirror": "sxxxxx>>?",
    "vault_return": "sxxxxx>>?",
    "vault_keepers": "sxxxxx>>>",
    "contest_announce": "sxxxxx>>>",
    "contest_results": "sxxxxx>>>",
    "contest_extend": "sxxxxx?>?",
    "contest_cancel": "sxxxxx>>?",
    "contest_reinstate": "sxxxxx>>?",
    "showcase_draft_app": "sxxxxx4>>",
    "showcase_link_accept": "sxxxxx444",
    "showcase_link_decline": "sxxxxx444",
    "showcase_app_source": "sxxxxx444",
    "showcase_entry_source": "sxxxxx4>>",
    "showcase_import": "sxxxxx?>?",
    "showcase_import_take": "sxxxxx.>.",
    "app_publiccode": "mmmmmmmmm",
    "showcase_problem": "?????????",
    f"{ENTRY}message": "sxxxxx>..",
    f"{ENTRY}checks": "sxxxxx>>>",
    f"{ENTRY}note": "sxxxxx>>>",
    f"{ENTRY}share": "sxxxxx>..",
    f"{ENTRY}extend": "sxxxxx>??",
    f"{ENTRY}enter_for": "sxxxxx>??",
}
#: Wagtail's own addresses of an entry lead moderators to its review page and do nothing.
CLOSED_ENTRY = "sxxxxx>>>"
#: Registers: read by those who may, changed by nobody.
REGISTER = "sxxxxx>.."
#: What failed in the background, and who came to which source, is the managers' business.
TASKS = "sxxxxx>>."
OF_MANAGERS = ("registers_tasks", "registers_source-accesses")
#: Without a name of ours: allauth answers whoever asks about whoever is signed in.
OF_ALLAUTH = (
    "account_",
    "mfa_",
    "socialaccount_",
    "google_",
    "kakao_",
    "naver_",
    "openid_connect_",
)
#: Wagtail's addresses outside the admin.
OF_WAGTAIL_IN_FRONT = {
    "wagtail_serve",
    "wagtailcore_authenticate_with_password",
    "wagtailcore_login",
    "wagtaildocs_authenticate_with_password",
    "wagtaildocs_serve",
}
#: Wagtail's addresses on the way into the admin, and out of it.
OF_WAGTAIL_AT_THE_DOOR = {
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
}


@pytest.fixture(autouse=True)
def password_is_enough(settings):
    """The second factor is tests.cms.accounts' business."""
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture(autouse=True)
def refusals_in_a_word(monkeypatch):
    """Draw no whole page for 403 and 404: two thousand of them took a sixth of the time."""
    loader = SimpleNamespace(get_template=engines["django"].from_string)
    monkeypatch.setattr(defaults, "loader", loader)


@pytest.fixture(scope="module")
def made_world(made_once) -> World:
    return make_world()


@pytest.fixture
def world(made_world, db, files_made_once) -> World:
    return made_world.entered()


def answers(world, method: str, name: str) -> str:
    """Return what an address answers to each role; what is done is undone."""
    url, letters = address(world, name, all_addresses()[name]), ""
    for role in ROLES:
        with transaction.atomic():
            letters += answer(world, role, method, url)
            transaction.set_rollback(True)
    return letters


def test_every_address_of_ours_answers_each_role_as_the_table_says(world):
    assert {name: answers(world, "get", name) for name in GET} == GET


def test_every_act_at_an_address_is_open_to_whom_the_table_says(world):
    assert {name: answers(world, "post", name) for name in POST} == POST


def test_once_the_gallery_is_open_everybody_sees_the_accepted_entry(world):
    entry, by = world.entry, world.people["moderator"]
    actions.accept(entry, revision=entry.review.revision, by=by)
    assert answers(world, "get", "entry_detail") == "444444444"
    Contest.objects.filter(pk=world.contest.pk).update(gallery_opens_at=timezone.now())
    for name in ("entry_detail", "private_file", "private_thumbnail"):
        assert answers(world, "get", name) == TO_ALL, name


def test_wagtails_own_addresses_of_entries_show_and_do_nothing(world):
    for name in all_addresses():
        if name.startswith(ENTRY) and name not in GET:
            for method in ("get", "post"):
                assert answers(world, method, name) == CLOSED_ENTRY, (method, name)


def test_registers_are_read_by_moderators_and_managers_alone(world):
    for name in all_addresses():
        if name.startswith("registers_") and name.endswith("_index"):
            letters = TASKS if name.startswith(OF_MANAGERS) else REGISTER
            assert answers(world, "get", name) == letters, name


def is_of_the_admin(name: str) -> bool:
    """Return whether Wagtail, or a register, answers at this address of the admin."""
    mine = name in GET or name.startswith(OF_ALLAUTH)
    return not mine and name not in OF_WAGTAIL_IN_FRONT | OF_WAGTAIL_AT_THE_DOOR


def test_no_address_of_the_admin_answers_to_who_has_no_business_there(world):
    wrong = {}
    for name, takes in all_addresses().items():
        if is_of_the_admin(name):
            url = address(world, name, takes)
            assert url.startswith("/admin/"), f"{name} is in no table: say who gets what there."
            outsiders = ("anonymous", "leader", "judge")
            letters = "".join(answer(world, role, "get", url) for role in outsiders)
            if letters != "sxx":
                wrong[name] = letters
    assert wrong == {}
