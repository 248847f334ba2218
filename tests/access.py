"""The people and things of the access tables, and how an address of theirs is written."""

from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from contest_pages.entries import actions
from contest_pages.entries.models import Entry, EntryFile, GuardianConsent, Membership
from contest_pages.judging.models import Review
from contest_pages.models import Contest
from contest_pages.vault import actions as vault
from contest_pages.vault.models import Repository
from contest_pages.vault.queries import of_entry
from media.models import PrivateFile
from tests.contest_pages.judging.people import appoint, give, judge_of, judging_stage
from tests.contest_pages.vault.people import push_files
from tests.contest_pages.voting.factories import make_member, make_panel, make_vote, token_of
from tests.factories import (
    UserFactory,
    announced,
    content,
    draft_entry,
    leader_of,
    open_contest,
    submitted_entry,
)
from tests.media import corpus
from tests.pages import app_page

ROLES = (
    "anonymous",
    "citizen",
    "other entrant",
    "member",
    "leader",
    "judge",
    "editor",
    "moderator",
    "manager",
)
GROUPS = {
    "judge": "Judges",
    "editor": "Editors",
    "moderator": "Moderators",
    "manager": "Programme managers",
}


@dataclass(frozen=True)
class World:
    """One contest with an entry that is accepted and in no gallery yet, and everybody."""

    people: dict
    contest: Contest
    entry: Entry
    file: PrivateFile
    repository: Repository
    #: The entry, given to the judge of a stage that is open.
    review: Review
    #: Of the links that were mailed, by the name of the address.
    tokens: dict[str, str]
    #: By role, each signed in.
    browsers: dict[str, Client] = field(default_factory=dict)

    def entered(self) -> "World":
        """Return a copy in which everybody sits at a browser."""
        copy = deepcopy(self)
        browsers = {role: browser_of(person) for role, person in copy.people.items()}
        return replace(copy, browsers=browsers)


def make_people() -> dict:
    """Return one person for each role."""
    people = {"anonymous": AnonymousUser()}
    for role in ROLES[1:]:
        groups = [GROUPS[role]] if role in GROUPS else []
        people[role] = UserFactory(name=role, groups=groups)
    return people


def make_world() -> World:
    """Build it all by the acts that people use."""
    people = make_people()
    contest = open_contest(slug="app-open")
    announced(contest, first_published_at=timezone.now())
    submitted_entry(contest, by=people["other entrant"], title="다른 팀의 작품")
    entry = draft_entry(contest, by=people["leader"])
    Membership.objects.create(entry=entry, user=people["member"])
    file = PrivateFile.objects.receive(
        corpus.upload("그림.png", corpus.picture()), by=people["leader"]
    )
    actions.attach(entry, file, key=EntryFile.IMAGES, by=people["leader"])
    tokens = {"invitation": invite(entry), "guardian_consent": ask_guardian(entry)}
    tokens |= vote_in(contest, people["citizen"])
    repository = vault.make(of_entry(entry), by=people["leader"])
    push_files(repository, {"README.md": "# 앱", "src/app.py": "pass"}, by=people["leader"])
    images = [{"file": str(file.uuid), "alt": "첫 화면"}]
    entry = actions.submit(entry, content=content(images=images), by=people["leader"])
    app_page(slug=contest.slug)
    stage = judging_stage(contest)
    review = give(judge_of(stage, people["judge"]), entry)
    tokens["judging_invitation"] = appoint(stage, email="asked@example.org").token
    return World(people, contest, entry, file, repository, review, tokens)


def browser_of(person) -> Client:
    """Return a browser in which somebody is signed in."""
    browser = Client()
    if person.is_authenticated:
        browser.force_login(person)
    return browser


def invite(entry: Entry) -> str:
    """Invite somebody to the team; return the token of the link."""
    invitation = actions.invite(entry, email="new@example.org", by=leader_of(entry))
    token = invitation.new_link(invitation.expires_at)
    invitation.save()
    return token


def vote_in(contest: Contest, member) -> dict[str, str]:
    """Give the contest a panel that is recruited and votes, a member and an applicant; return
    the tokens of their links.
    """
    panel = make_panel(contest)
    stage = make_vote(panel)
    applicant = make_member(panel, state="unconfirmed")
    token = applicant.new_link(panel.recruitment.closes_at)
    applicant.save()
    return {
        "panel_link": token,
        "ballot_link": token_of(make_member(panel, user=member), stage),
    }


def ask_guardian(entry: Entry) -> str:
    """Ask the leader's guardian; return the token of the link."""
    now = timezone.now()
    asked = GuardianConsent(
        entry=entry,
        user=leader_of(entry),
        guardian_name="김보호",
        guardian_email="parent@example.org",
        created_at=now,
    )
    token = asked.new_link(now + timedelta(days=1))
    asked.save()
    return token


@cache
def all_addresses() -> dict[str, tuple[str, ...]]:
    """Return every named address of the site with the names of what it takes."""
    return dict(_walk(get_resolver().url_patterns, "", ()))


def _walk(patterns: list, namespace: str, taken: tuple):
    for each in patterns:
        takes = (*taken, *(each.pattern.converters or each.pattern.regex.groupindex))
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _walk(each.url_patterns, inner, takes)
        elif isinstance(each, URLPattern) and each.name:
            yield f"{namespace}{each.name}", takes


#: Addresses of judging that take the key of a review; the others take a judge's.
OF_A_REVIEW = ("judging_review", "judging_file")
#: Those of managers that take the key of the stage.
OF_A_STAGE = (
    "judging_stage",
    "judging_appoint",
    "judging_assign",
    "judging_conflicts",
    "judging_entry",
    "judging_remind",
    "judging_stage_agreement",
    "judging_stage_scores",
)


def address(world: World, name: str, takes: tuple[str, ...]) -> str:
    """Write an address of the world's contest, entry or file; other things have a 1 for a name."""
    about_contest = name.startswith("contest_")
    entry, pk = world.entry, world.contest.pk if about_contest else world.entry.pk
    if name.startswith("judging_"):
        pk = world.review.pk if name in OF_A_REVIEW else world.review.judge_id
    if name in OF_A_STAGE:
        pk = world.review.judge.stage_id
    values = {
        "kind": "csv",
        "contest": world.contest.slug,
        "slug": entry.slug if name == "api:entry" else world.contest.slug,
        "entry_slug": entry.slug,
        "entry_id": entry.pk,
        "pk": pk,
        "revision_id": entry.latest_revision_id,
        "revision_id_a": entry.latest_revision_id,
        "revision_id_b": "latest",
        "action_name": "accept",
        "uuid": world.file.uuid,
        "repository": world.repository.slug,
        "repository_id": world.repository.pk,
        "path": "src" if name == "source_folder" else "README.md",
        "service": "git-upload-pack",
        "token": world.tokens.get(name, "nonsense"),
    }
    return reverse(name, kwargs={each: values.get(each, 1) for each in takes})


#: What an answer is called in the table of addresses.
SHOWN, SIGN_IN, LED_ON, FORBIDDEN, ABSENT, NOT_SO, INCOMPLETE = ".s>x4m?"
STATUS = {200: SHOWN, 401: SIGN_IN, 403: FORBIDDEN, 404: ABSENT, 405: NOT_SO, 422: INCOMPLETE}


def answer(world: World, role: str, method: str, url: str) -> str:
    """Return what the address answers to a role, in one letter; a number for what has none."""
    response = getattr(world.browsers[role], method)(url)
    if response.status_code in (301, 302):
        return SIGN_IN if "/accounts/login/" in response.url else LED_ON
    return STATUS.get(response.status_code, str(response.status_code))
