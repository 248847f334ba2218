"""The scenes of the table of acts: one entry, or one contest, in each standing."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from contest_pages import actions as contests
from contest_pages.entries import actions
from contest_pages.entries.models import Entry, EntryFile, Invitation, Membership
from contest_pages.models import CheckItem, Consent, Contest, Track
from media import actions as media
from media.models import PrivateFile, Upload
from tests import access
from tests.factories import (
    TrackFactory,
    UserFactory,
    announced,
    confirmed,
    content,
    draft_entry,
    leader_of,
    open_contest,
    submitted_entry,
)
from tests.media import corpus

#: Those of the addresses, and two who are moderators and something else besides.
ROLES = (*access.ROLES, "moderator in the team", "judge who moderates")


@dataclass
class Scene:
    """Everybody, and one contest or entry with which each act could be done but for the role."""

    people: dict
    contest: Contest
    entry: Entry | None = None
    track: Track | None = None
    #: Nobody of `people`, to whom an entry can be handed.
    spare: object = None
    #: For the citizen, who has confirmed the invited address.
    invitation: Invitation | None = None
    #: Received by the leader; not attached.
    file: PrivateFile | None = None
    #: Of the leader; all of it has come.
    upload: Upload | None = None
    #: A line of the contest's checklist.
    check: CheckItem | None = None

    @property
    def revision(self):
        """The submission that waits, or was decided about last."""
        return self.entry.latest_revision

    def place_of(self, role: str) -> int:
        """Return the key of somebody's place in the team."""
        return self.entry.memberships.get(user=self.people[role]).pk


def with_everybody(**fields) -> Scene:
    """A contest that takes entries and has two tracks."""
    people = access.make_people()
    people["moderator in the team"] = UserFactory(groups=["Moderators"])
    people["judge who moderates"] = UserFactory(groups=["Moderators", "Judges"])
    confirmed(people["citizen"])
    contest = open_contest(**fields)
    TrackFactory(contest=contest)
    check = CheckItem.objects.create(contest=contest, title_ko="응모 자격")
    return Scene(people, contest, track=TrackFactory(contest=contest), check=check)


def draft() -> Scene:
    """An entry that was begun by a team of three, with an open invitation and files."""
    scene = with_everybody()
    leader = scene.people["leader"]
    scene.entry = draft_entry(scene.contest, by=leader)
    gather(scene)
    submitted_entry(scene.contest, by=scene.people["other entrant"], title="다른 팀의 작품")
    return scene


def gather(scene: Scene) -> None:
    """Give the entry its team, an invitation, a file and an upload."""
    entry = scene.entry
    for role in ("member", "moderator in the team"):
        Membership.objects.create(entry=entry, user=scene.people[role])
    leader, address = scene.people["leader"], scene.people["citizen"].email
    scene.invitation = actions.invite(entry, email=address, by=leader)
    scene.file = PrivateFile.objects.receive(corpus.upload("그림.png", corpus.picture()), by=leader)
    scene.upload = actions.begin_upload(entry, EntryFile.IMAGES, by=leader, **promise())
    scene.upload = media.add_piece(scene.upload, corpus.picture(), offset=0)


def promise() -> dict:
    """What a browser says of a file before it sends it."""
    return {"name": "화면.png", "size": len(corpus.picture()), "fingerprint": "1"}


def draft_of_children() -> Scene:
    """The same, of a team that is under 14, in a contest that asks for a consent."""
    scene = draft()
    Consent.objects.create(contest=scene.contest, key="terms", title_ko="약관", text_ko="약관")
    scene.entry.memberships.update(is_under_14=True)
    return scene


def typed_in() -> Scene:
    """An entry that the moderator types in for the leader."""
    scene = with_everybody()
    scene.entry = actions.enter_for(
        scene.contest,
        email=scene.people["leader"].email,
        name="",
        reason="우편으로 왔습니다.",
        by=scene.people["moderator"],
        start_key=uuid.uuid4(),
    )
    gather(scene)
    return scene


def submitted() -> Scene:
    """An entry that waits for its review."""
    scene = draft()
    scene.entry = actions.submit(scene.entry, content=content(), by=scene.people["leader"])
    scene.spare = UserFactory(groups=["Moderators"])
    return scene


def after(act: Callable) -> Callable[[], Scene]:
    """A submitted entry after one more act, for which nobody of the table is responsible."""

    def make() -> Scene:
        scene = submitted()
        act(scene)
        scene.entry = Entry.objects.get(pk=scene.entry.pk)
        return scene

    return make


STANDINGS: dict[str, Callable[[], Scene]] = {
    "draft": draft,
    "draft of children": draft_of_children,
    "draft that the moderator types in": typed_in,
    "submitted": submitted,
    "submitted, assigned to the moderator": after(
        lambda s: actions.hand_over(s.entry, to=s.people["moderator"], by=s.spare)
    ),
    "submitted, locked by the moderator": after(
        lambda s: actions.lock(s.entry, by=s.people["moderator"])
    ),
    "needs changes": after(
        lambda s: actions.request_changes(
            s.entry, revision=s.revision, reason="그림을 더해 주세요.", by=s.spare
        )
    ),
    "accepted": after(
        lambda s: actions.accept(s.entry, revision=s.revision, because="확인", by=s.spare)
    ),
    "disqualified": after(lambda s: actions.disqualify(s.entry, reason="표절", by=s.spare)),
    "withdrawn": after(lambda s: actions.withdraw(s.entry, by=leader_of(s.entry))),
    "contest never announced": with_everybody,
}


def announced_contest() -> Scene:
    """A contest whose announcement was published."""
    scene = with_everybody()
    announced(scene.contest, first_published_at=timezone.now())
    return scene


def contest_called_off() -> Scene:
    """The same, called off."""
    scene = announced_contest()
    contests.cancel_contest(scene.contest, reason_ko="예산", by=scene.people["manager"])
    return scene


STANDINGS |= {"contest announced": announced_contest, "contest called off": contest_called_off}


def renamed(contest: Contest) -> Contest:
    """Save a contest under another title."""
    contest.title_ko = "새 이름"
    contest.save()
    return contest
