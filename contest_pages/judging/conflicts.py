"""Which judges must not have which entries, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.accounts.letterboxes import person_of
from cms.accounts.models import Letterbox, mailbox_of
from contest_pages.entries.models import ConsentGiven, Membership
from contest_pages.entries.models.entry import EntryQuerySet
from contest_pages.judging.models import Conflict, Judge, Review

#: A judge's and an entry's key.
Pair = tuple[int, int]


class Tie(TextChoices):
    """What keeps a judge and an entry apart, apart from what was declared."""

    MEMBER = "member", _("Belongs to the team")
    ORGANISATION = "organisation", _("Same organisation")
    DOMAIN = "domain", _("Same e-mail domain")
    RECUSED = "recused", _("Recused")
    TRACK = "track", _("Judges other tracks")


@dataclass
class _Team:
    """Who stands behind an entry, in the spelling in which it is compared."""

    names: set[str]
    track: int | None = None
    people: set[int] = field(default_factory=set)
    mailboxes: set[str] = field(default_factory=set)


def barred(
    judges: Iterable[Judge], entries: EntryQuerySet, *, tracks: bool = True
) -> dict[Pair, str | Promise]:
    """Return the pairs that must not be, each with its reason in words.

    Everybody of a team counts, who left it after agreeing too, with every address that the account
    has confirmed, however it is written. `tracks` says whether tracks that a judge was not
    appointed for count too: that is no conflict, but none of theirs either. The number of
    statements does not grow.
    """
    judges = list(judges)
    teams, own = _teams(entries), _own_mailboxes(judges)
    declared = _declared(entries)
    had = Review.objects.filter(judge__in=judges, state=Review.State.RECUSED)
    recused = set(had.values_list("judge", "entry"))
    wanted = _tracks(judges) if tracks else {}
    found: dict[Pair, str | Promise] = {}
    for judge in judges:
        for entry, team in teams.items():
            reason = (
                _tie(judge, team, own[judge.pk])
                or next((declared[a, entry] for a in own[judge.pk] if (a, entry) in declared), None)
                or ((judge.pk, entry) in recused and Tie.RECUSED.label)
                or (team.track not in wanted.get(judge.pk, {team.track}) and Tie.TRACK.label)
            )
            if reason:
                found[judge.pk, entry] = reason
    return found


def known_as(address: str, judges: Iterable[Judge]) -> list[Judge]:
    """Return those of the judges who are the person to whom an address belongs."""
    person = person_of(mailbox_of(address))
    return [
        judge
        for judge in judges
        if judge.user_id in person.accounts or mailbox_of(judge.email) in person.mailboxes
    ]


def _tie(judge: Judge, team: _Team, own: Collection[str]) -> Promise | None:
    """Return what ties a judge to a team by the records alone."""
    if judge.user_id in team.people or team.mailboxes.intersection(own):
        return Tie.MEMBER.label
    organisation = _folded(judge.organisation)
    if organisation and organisation in team.names:
        return Tie.ORGANISATION.label
    domain = judge.domain.strip().lower().removeprefix("@")
    hosts = (mailbox.rpartition("@")[2] for mailbox in team.mailboxes)
    if domain and any(host == domain or host.endswith(f".{domain}") for host in hosts):
        return Tie.DOMAIN.label
    return None


def _folded(name: str) -> str:
    """Return a name without case and spaces, which people put as they like."""
    return "".join(name.casefold().split())


def _teams(entries: EntryQuerySet) -> dict[int, _Team]:
    """Return the team behind each entry."""
    teams = {
        pk: _Team({_folded(name)}, track)
        for pk, name, track in entries.values_list("pk", "team_name", "track")
    }
    boxes, people = "user__letterboxes__mailbox", ("entry", "user", "user__organisation")
    for makers in (Membership, ConsentGiven):
        rows = makers.objects.filter(entry__in=entries.order_by().values("pk"))
        for entry, user, organisation, mailbox in rows.values_list(*people, boxes).distinct():
            teams[entry].names.add(_folded(organisation))
            teams[entry].people.add(user)
            teams[entry].mailboxes |= {mailbox} - {None}
    return teams


def _own_mailboxes(judges: list[Judge]) -> dict[int, list[str]]:
    """Return the letter boxes under which each judge may be known."""
    of_account = defaultdict(set)
    rows = Letterbox.objects.filter(user__in=[judge.user_id for judge in judges if judge.user_id])
    for user, mailbox in rows.values_list("user", "mailbox"):
        of_account[user].add(mailbox)
    return {
        judge.pk: sorted({mailbox_of(judge.email)} | of_account[judge.user_id]) for judge in judges
    }


def _declared(entries: EntryQuerySet) -> dict[tuple[str, int], str | Promise]:
    """Return what was declared, by letter box and entry."""
    rows = Conflict.objects.filter(entry__in=entries.order_by().values("pk"))
    return {
        (mailbox_of(email), entry): Conflict.Kind(kind).label
        for email, entry, kind in rows.values_list("email", "entry", "kind")
    }


def _tracks(judges: list[Judge]) -> dict[int, set[int]]:
    """Return the tracks of judges who were appointed for some only."""
    found = defaultdict(set)
    rows = Judge.tracks.through.objects.filter(judge__in=[judge.pk for judge in judges])
    for judge, track in rows.values_list("judge", "track"):
        found[judge].add(track)
    return dict(found)
