"""The ranking of a round as things are now: the one from which everything else is drawn."""

from collections.abc import Sequence

from contest_pages.models import Round, Stage
from contest_pages.results import ranking, reading
from contest_pages.results.models import TieDecision


def inputs_of(
    stages: Sequence[Stage], entries: Sequence[int]
) -> list[ranking.Judging | ranking.Panel]:
    """Return what was given in the stages of a round."""
    return [
        reading.judging_of(stage, entries)
        if stage.kind == Stage.Kind.JUDGING
        else reading.panel_of(stage)
        for stage in stages
    ]


def decisions_of(round: Round) -> list[TieDecision]:
    """Return what the chair decided on equal scores, without what a later decision replaced."""
    decisions = list(TieDecision.objects.filter(round=round).order_by("pk"))
    return [
        decision
        for n, decision in enumerate(decisions, 1)
        if not any(set(decision.order) <= set(later.order) for later in decisions[n:])
    ]


def ranked(
    round: Round,
    stages: Sequence[Stage],
    entries: Sequence[int],
    given: Sequence[ranking.Judging | ranking.Panel],
) -> list[ranking.Standing]:
    """Rank entries by what was given, with the round's rule for equal scores."""
    criteria = [
        each.key
        for stage in stages
        if stage.kind == Stage.Kind.JUDGING
        for each in reading.criteria_of(stage)
    ]
    return ranking.rank(
        entries,
        given,
        ties=round.ties,
        criteria=criteria,
        criterion_means=reading.criterion_means(stages),
        decisions=[decision.order for decision in decisions_of(round)],
    )
