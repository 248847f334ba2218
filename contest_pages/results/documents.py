"""The document of a result: what was given, every step from it to ranks, and what follows.

It names entries by receipt number and judges by letters; what managers and chair give as reasons
stands in it as they wrote it. Once it is published everybody may have it, and see that its
fingerprint is the one that was countersigned.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cms import formats
from cms.errors import Refused
from contest_pages.entries.models import Membership
from contest_pages.judging.models import Review, Score
from contest_pages.models import Round, Stage
from contest_pages.results import awarding, computing, ranking, reading, rules
from contest_pages.results.models import ResultSheet
from contest_pages.voting.queries import turnout

FORMAT = 1


def written(document: Mapping) -> str:
    """Write a document in the one way of which fingerprints are taken: as receipts are."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(document: Mapping) -> str:
    """Return the SHA-256 of a document, in hexadecimal."""
    return hashlib.sha256(written(document).encode()).hexdigest()


def letters_of(stage: int, judges: Iterable[int]) -> dict[int, str]:
    """Return the letter under which each judge of a stage stands, which says nothing of them."""

    def place(judge: int) -> str:
        return salted_hmac("contest_results.letters", f"{stage}:{judge}").hexdigest()

    return {judge: formats.letter(n) for n, judge in enumerate(sorted(set(judges), key=place))}


def shown(score: Fraction | None) -> str:
    """Write a score with two decimals, a half up; nothing where there is none."""
    if score is None:
        return ""
    size = abs(score)
    hundredths = (size.numerator * 200 + size.denominator) // (2 * size.denominator)
    sign = "-" if score < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02}"


class Computation:
    """The result of a round as things are now, from which its document is written.

    Raises Refused while anything that is scored in the round is open.
    """

    def __init__(self, round: Round, now: datetime):
        if reason := rules.why_not_compute(round, now):
            raise Refused(reason)
        self.round, self.contest, self.now = round, round.contest, now
        self.stages = reading.scoring_stages(round)
        self.entries = {entry.pk: entry for entry in reading.in_the_running(self.stages)}
        self.criteria = {
            stage.pk: reading.criteria_of(stage)
            for stage in self.stages
            if stage.kind == Stage.Kind.JUDGING
        }
        self.given = computing.inputs_of(self.stages, list(self.entries))
        self.standings = (
            computing.ranked(round, self.stages, list(self.entries), self.given)
            if self.stages
            else []
        )
        self.is_last = not self.contest.rounds.filter(number__gt=round.number).exists()
        self.drawn = self._drawn() if self.is_last else awarding.Drawn()
        self.letters = {
            stage.key: letters_of(stage.key, (judge for _entry, judge, *_sums in stage.reviews))
            for stage in self.given
            if isinstance(stage, ranking.Judging)
        }

    def receipt(self, entry: int) -> str:
        """Return under which number an entry stands in the document."""
        return self.entries[entry].receipt

    @property
    def ranked(self) -> list[ranking.Standing]:
        """Entries with a rank, the best first."""
        return [standing for standing in self.standings if standing.rank]

    @property
    def absent(self) -> list[ranking.Standing]:
        """Entries that a jury of the round has not scored."""
        return [standing for standing in self.standings if not standing.rank]

    @property
    def decided(self) -> dict[int, list[int]]:
        """Entries that the chair put in order, by the rank that they shared."""
        groups = defaultdict(list)
        for standing in self.ranked:
            if "chair" in standing.parted_by:
                groups[standing.shared_rank].append(standing.entry)
        return groups

    @property
    def advancing(self) -> list[ranking.Standing]:
        """Entries that go on to the next round, the best first."""
        return [] if self.is_last else self.ranked[: self.round.advances or 0]

    def _drawn(self) -> awarding.Drawn:
        """Draw the prizes of the last round."""
        teams = defaultdict(set)
        memberships = Membership.objects.filter(entry__contest=self.contest)
        for entry, user in memberships.values_list("entry", "user"):
            teams[entry].add(user)
        return awarding.draw(
            [(standing.entry, standing.rank) for standing in self.ranked],
            [
                (prize.pk, prize.places)
                for prize in self.contest.prizes.order_by("sort_order", "pk")
            ],
            {entry: frozenset(users) for entry, users in teams.items()},
            one_per_team=self.contest.one_award_per_team,
        )


def document_of(computed: Computation, version: int, now: datetime, despite: str) -> dict:
    """Write the document of a round's result.

    `despite` is what the freezing manager says of it; everybody will read it.
    """
    return {
        "format": FORMAT,
        "contest": {
            "slug": computed.contest.slug,
            "title_ko": computed.contest.title_ko,
            "title_en": computed.contest.title_en,
        },
        "version": version,
        "frozen_at": timezone.localtime(now).isoformat(timespec="seconds"),
        "despite": despite,
        "turnout": [
            _turnout(stage) for stage in computed.stages if stage.kind == Stage.Kind.VOTING
        ],
        "inputs": inputs_of(computed),
        **outcome_of(computed),
    }


def _turnout(stage: Stage) -> dict:
    """Write how many of a panel's members voted: told, and no part of what decides."""
    count = turnout(stage)
    return {"stage": stage.pk, "cast": count.cast, "members": count.members}


def inputs_of(computed: Computation) -> dict:
    """Write what a result is made from: rules, points, ballots."""
    round, contest = computed.round, computed.contest
    return {
        "round": {
            "number": round.number,
            "advances": None if computed.is_last else round.advances,
            "ties": round.ties,
            "is_last": computed.is_last,
        },
        "stages": [
            _stage(computed, stage, given)
            for stage, given in zip(computed.stages, computed.given, strict=True)
        ],
        "entries": [
            {"receipt": entry.receipt, "track": entry.track_id}
            for entry in sorted(computed.entries.values(), key=lambda each: each.receipt)
        ],
        "decisions": [
            {
                "order": [computed.receipt(pk) for pk in decision.order if pk in computed.entries],
                "reason": decision.reason,
            }
            for decision in computing.decisions_of(round)
        ],
        "prizes": [
            {
                "key": prize.pk,
                "title_ko": prize.title_ko,
                "title_en": prize.title_en,
                "places": prize.places,
                "amount": prize.amount,
            }
            for prize in (contest.prizes.order_by("sort_order", "pk") if computed.is_last else [])
        ],
        "one_award_per_team": contest.one_award_per_team,
    }


def _stage(computed: Computation, stage: Stage, given) -> dict:
    """Write what was given in a stage, and by which rules it counts."""
    written = {
        "key": stage.pk,
        "kind": stage.kind,
        "title_ko": stage.title_ko,
        "title_en": stage.title_en,
        "weight": stage.weight,
    }
    if isinstance(given, ranking.Panel):
        return written | {
            "ballot": stage.ballot,
            "ballots": given.ballots,
            "tally": [
                {"entry": computed.receipt(entry), "ballots": votes, "points": points}
                for entry, (votes, points) in sorted(given.tally.items())
                if entry in computed.entries
            ],
        }
    titles = {each.pk: each for each in stage.criteria.all()}
    return written | {
        "averaging": stage.averaging,
        "normalisation": stage.normalisation,
        "criteria": [
            {
                "key": each.key,
                "title_ko": titles[each.key].title_ko,
                "title_en": titles[each.key].title_en,
                "weight": each.weight,
                "maximum": each.maximum,
                "tracks": sorted(each.tracks),
            }
            for each in computed.criteria[stage.pk]
        ],
        "judges": sorted(computed.letters[stage.pk].values(), key=lambda each: (len(each), each)),
        "reviews": _reviews(computed, stage, given),
    }


def _reviews(computed: Computation, stage: Stage, given: ranking.Judging) -> list[dict]:
    """Write each review with its points and its score, as it was given and as it counts."""
    reviews = Review.objects.counted().filter(judge__stage=stage)
    points: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    rows = Score.objects.filter(review__in=reviews)
    for entry, judge, criterion, given_points in rows.values_list(
        "review__entry", "review__judge", "criterion", "points"
    ):
        points[entry, judge][str(criterion)] = given_points
    moved = ranking.normalised(given) if given.is_normalised else None
    left_out = ranking.left_out(given) if given.is_trimmed else ()
    written = []
    for row in given.reviews:
        review = ranking.Review(*row)
        key = review.entry, review.judge
        line = {
            "entry": computed.receipt(review.entry),
            "judge": computed.letters[stage.pk][review.judge],
            "points": points[key],
            "score": shown(ranking.share(review)),
        }
        if moved is not None:
            line["counts"] = shown(moved.get(key))
        if key in left_out:
            line["left_out"] = True
        written.append(line)
    return sorted(written, key=lambda line: (line["entry"], len(line["judge"]), line["judge"]))


def outcome_of(computed: Computation) -> dict:
    """Write what came of it: ranks with their exact scores, who advances, who is given what."""
    return {
        "ranking": [_line(computed, standing) for standing in computed.standings],
        "advances": [computed.receipt(standing.entry) for standing in computed.advancing],
        "awards": [
            {"prize": prize, "place": place, "entry": computed.receipt(entry)}
            for prize, place, entry in computed.drawn.awards
        ],
        # Not for whom: who is in two teams is nobody's business.
        "passed_over": [computed.receipt(entry) for entry in computed.drawn.passed_over],
    }


def changed_since(sheet: ResultSheet, computed: Computation) -> str:
    """Return what would come out otherwise if the sheet were frozen now; nothing if nothing."""
    if fingerprint(inputs_of(computed)) != sheet.inputs_sha256:
        return _("Scores, ballots, entries or rules have changed since. Freeze the result again.")
    outcome = outcome_of(computed)
    if any(outcome[part] != sheet.document[part] for part in ("advances", "awards")):
        return _("A team has changed since, and with it who is awarded. Freeze the result again.")
    return ""


def _line(computed: Computation, standing: ranking.Standing) -> dict:
    """Write where an entry stands."""
    return {
        "entry": computed.receipt(standing.entry),
        "rank": standing.rank,
        "score": shown(standing.score),
        "exact": str(standing.score) if standing.score is not None else "",
        "stages": {
            str(key): {"score": shown(score), "exact": str(score)}
            for key, score in standing.stages.items()
            if score is not None
        },
        "parted_by": standing.parted_by,
    }
