"""The booth: who votes in which stage from a browser, and what they have chosen so far."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from contest_pages.entries.models import Entry, EntryFile
from contest_pages.entries.queries import pictures_of, public_files
from contest_pages.models import Contest, Stage
from contest_pages.voting import queries, rules
from contest_pages.voting.models import Ballot, BallotLink, PanelMember
from media.models import PrivateFile


def contest_named(slug: str) -> Contest:
    """Return an announced contest, or none."""
    return get_object_or_404(Contest.objects.announced(), slug=slug)


@dataclass
class Booth:
    """A contest's voting stage and who votes in it from this browser, if anybody does."""

    request: HttpRequest
    contest: Contest
    stage: Stage

    @classmethod
    def of(cls, request: HttpRequest, slug: str) -> "Booth":
        """Return the booth of an announced contest: of the stage asked for, else of today's."""
        contest, asked = contest_named(slug), request.GET.get("stage", "")
        stages = (each for each in queries.voting_stages(contest) if str(each.pk) == asked)
        stage = next(stages, None) or queries.voting_stage(contest, timezone.now())
        if stage is None:
            raise Http404
        return cls(request, contest, stage)

    def at(self, page: str, *keys: int) -> str:
        """Return the address of a page of this stage, which it names where there are several."""
        address = reverse(page, args=[self.contest.slug, *keys])
        is_one = len(queries.voting_stages(self.contest)) == 1
        return address if is_one else f"{address}?stage={self.stage.pk}"

    @property
    def url(self) -> str:
        """The address of the ballot."""
        return self.at("ballot")

    @property
    def receipt_url(self) -> str:
        """The address of what was cast."""
        return self.at("ballot_receipt")

    @property
    def tabs(self) -> list[dict]:
        """The ballots of all stages that have begun, where there are others than this one."""
        now = timezone.now()
        stages = queries.voting_stages(self.contest)
        shown = [each for each in stages if each == self.stage or each.opens_at <= now]
        return [
            {
                "title": each.title,
                "url": Booth(self.request, self.contest, each).url,
                "current": each == self.stage,
            }
            for each in shown
            if len(shown) > 1
        ]

    @property
    def _key(self) -> str:
        return f"ballot-{self.stage.pk}"

    @cached_property
    def link(self) -> BallotLink | None:
        """The link by which somebody came in, while it counts.

        Whoever signs in afterwards votes as themselves: on a device that others use, too.
        """
        pk, opened_by = self.request.session.get(self._key, (None, None))
        if pk is None or opened_by != self.request.user.pk:
            return None
        links = BallotLink.objects.select_related("member__user", "member__panel")
        link = links.filter(pk=pk, stage=self.stage).first()
        return link if link and link.revoked_at is None else None

    @cached_property
    def member(self) -> PanelMember | None:
        """The member who votes: by the link, else by the account; None for everybody else."""
        if self.link:
            member = self.link.member
        else:
            panel = queries.panel_of(self.contest) if self.request.user.is_authenticated else None
            member = queries.membership_of(panel, self.request.user) if panel else None
        return member if member and member.state == PanelMember.State.SELECTED else None

    @cached_property
    def ballot(self) -> Ballot | None:
        """The ballot that the member has cast."""
        return self.member and Ballot.objects.filter(stage=self.stage, member=self.member).first()

    def enter(self, link: BallotLink) -> None:
        """Let this browser vote for the member of a link, in this stage alone."""
        self.request.session[self._key] = (link.pk, self.request.user.pk)

    def leave(self) -> None:
        """Forget the member and what was chosen."""
        for key in (self._key, self._draft_key):
            self.request.session.pop(key, None)

    @property
    def _draft_key(self) -> str:
        return f"ballot-draft-{self.stage.pk}-{self.member.pk if self.member else 0}"

    @property
    def choices(self) -> dict[int, int]:
        """What was chosen and not cast yet, else what was cast."""
        draft = self.request.session.get(self._draft_key)
        if draft is not None:
            return {int(entry): points for entry, points in draft.items()}
        return dict(self.ballot.votes.values_list("entry", "points")) if self.ballot else {}

    def keep(self, choices: dict[int, int]) -> None:
        """Keep choices, so that an entry can be read without losing them."""
        self.request.session[self._draft_key] = choices

    def forget_draft(self) -> None:
        """Forget them once they were cast."""
        self.request.session.pop(self._draft_key, None)

    @property
    def has_panel(self) -> bool:
        """Return whether the contest has a panel, whose page says how to come on it."""
        return queries.panel_of(self.contest) is not None

    @cached_property
    def why_not(self) -> rules.Reason:
        """Why this visitor cannot vote now."""
        now, member = timezone.now(), self.member
        if member is None:
            return rules.why_not_open(self.stage, now) or rules.NO_MEMBER
        reason = rules.why_not_vote(member, self.stage, now)
        if reason or self.ballot:
            return reason
        return rules.why_not_begin(member, queries.jury_of(self.contest.pk, now))

    def context(self) -> dict:
        """Return what all pages of the ballot show."""
        return {
            "booth": self,
            "contest": self.contest,
            "stage": self.stage,
            "member": self.member,
            "ballot": self.ballot,
            "why_not": self.why_not,
            "approves": self.stage.ballot == Stage.Ballot.APPROVE,
            "points": range(1, rules.MOST_POINTS + 1),
            "now": timezone.now(),
        }


@dataclass(frozen=True)
class Line:
    """An entry on the ballot, with what was chosen for it."""

    entry: Entry
    picture: object | None
    points: int
    is_own: bool


def lines_of(booth: Booth, choices: dict[int, int]) -> list[Line]:
    """Return the entries of the stage in the member's own order; as many statements for any number."""
    found = Entry.objects.scored_in(booth.stage).select_related("track")
    entries = list(found.only("title", "summary", "images", "track__title_ko", "track__title_en"))
    shown = Entry.objects.filter(pk__in=[entry.pk for entry in entries])
    own = queries.own_among(booth.member, shown)
    pictures = pictures_of(entries)
    return [
        Line(
            entry=entry,
            picture=next(iter(pictures[entry.pk]), None),
            points=choices.get(entry.pk, 0),
            is_own=own.get(entry.pk, False),
        )
        for entry in queries.shuffled(entries, booth.member, booth.stage)
    ]


def shows_file(request: HttpRequest, private_file: PrivateFile, now: datetime) -> bool:
    """Return whether a file belongs to what this visitor votes on now, and may be seen there."""
    row = EntryFile.objects.select_related("entry__contest").filter(file=private_file).first()
    if row is None:
        return False
    contest = row.entry.contest
    is_on_ballot = any(
        Entry.objects.scored_in(stage).filter(pk=row.entry_id).exists()
        for stage in queries.voting_stages(contest)
        if stage.is_open(now) and not Booth(request, contest, stage).why_not
    )
    return is_on_ballot and str(private_file.uuid) in public_files(row.entry)
