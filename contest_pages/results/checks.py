"""What stands in the way of a result, said before it is frozen."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms import formats
from contest_pages.entries.models import Entry
from contest_pages.judging import rules
from contest_pages.judging.conflicts import barred
from contest_pages.judging.models import Review
from contest_pages.models import Stage
from contest_pages.results import ranking
from contest_pages.results.documents import Computation
from contest_pages.results.models import Advancement


@dataclass(frozen=True)
class Finding:
    """Something about a result: it stops freezing, asks for a reason, or is only said."""

    text: str
    stops: bool = False
    needs_reason: bool = False
    #: Entries of equal rank that the chair has to put in order.
    equals: tuple[int, ...] = ()


def findings(computed: Computation) -> list[Finding]:
    """Return what is to be known before a result is frozen, the gravest first."""
    found = [
        *_entries(computed),
        *_ties(computed),
        *_panels(computed),
        *_reviews(computed),
        *_conflicts(computed),
        *_insiders(computed),
        *_prizes(computed),
    ]
    return sorted(found, key=lambda each: (not each.stops, not each.needs_reason))


def _entries(computed: Computation) -> Iterable[Finding]:
    round = computed.round
    earlier = computed.contest.rounds.filter(number__lt=round.number).order_by("-number").first()
    published = Advancement.objects.published(computed.now)
    if earlier and not published.filter(round=earlier).exists():
        yield Finding(
            _("The result of round %(number)s has not been published.")
            % {"number": earlier.number},
            stops=True,
        )
    elif not computed.entries:
        yield Finding(_("There is no entry to rank."), stops=True)
    if not computed.is_last and not round.advances:
        yield Finding(_("Say in the contest how many entries advance."), stops=True)
    if absent := computed.absent:
        text = ngettext(
            "%(count)s entry was not judged and has no rank: %(entries)s.",
            "%(count)s entries were not judged and have no rank: %(entries)s.",
            len(absent),
        )
        names = [computed.entries[each.entry].title for each in absent[:10]]
        said = {"count": len(absent), "entries": ", ".join(names)}
        yield Finding(text % said, needs_reason=True)


def _ties(computed: Computation) -> Iterable[Finding]:
    equal = computed.drawn.undecided
    if not equal and not computed.is_last:
        equal = ranking.straddling(computed.ranked, computed.round.advances or 0)
    if equal:
        titles = ", ".join(f"“{computed.entries[entry].title}”" for entry in equal)
        yield Finding(
            _("Equal in all that parts them, and it matters who stands first: %(entries)s.")
            % {"entries": titles},
            stops=True,
            equals=tuple(equal),
        )


def _panels(computed: Computation) -> Iterable[Finding]:
    for stage, given in zip(computed.stages, computed.given, strict=True):
        if isinstance(given, ranking.Panel) and not given.tally:
            yield Finding(
                _("Nobody voted in “%(stage)s”: the other stages count for all.")
                % {"stage": stage},
                needs_reason=True,
            )


def _reviews(computed: Computation) -> Iterable[Finding]:
    for stage in computed.stages:
        if stage.kind != Stage.Kind.JUDGING:
            continue
        missing = Review.objects.owed().filter(judge__stage=stage).count()
        if missing:
            text = ngettext(
                "%(count)s review of “%(stage)s” was not submitted; it is absent, not zero.",
                "%(count)s reviews of “%(stage)s” were not submitted; they are absent, not zero.",
                missing,
            )
            yield Finding(text % {"count": missing, "stage": stage})


def _conflicts(computed: Computation) -> Iterable[Finding]:
    """Say which scores count in spite of a tie that became known after they were given."""
    entries = Entry.objects.filter(pk__in=computed.entries)
    for stage in computed.stages:
        counted = Review.objects.counted().filter(judge__stage=stage, entry__in=computed.entries)
        judges = {judge.pk: judge for judge in stage.judges.filter(reviews__in=counted).distinct()}
        ties = barred(judges.values(), entries, tracks=False)
        for judge, entry in counted.order_by("entry", "judge").values_list("judge", "entry"):
            if (judge, entry) in ties:
                said = {
                    "judge": judges[judge],
                    "entry": computed.entries[entry].title,
                    "reason": ties[judge, entry],
                }
                yield Finding(
                    _("%(judge)s scored “%(entry)s” in spite of a conflict: %(reason)s.") % said,
                    needs_reason=True,
                )


def _insiders(computed: Computation) -> Iterable[Finding]:
    """Say who scored at a blind stage and has come to know, by another role, who entered."""
    blind = [stage for stage in computed.stages if stage.is_blind]
    insiders = rules.insiders() if blind else None
    for stage in blind:
        counted = Review.objects.counted().filter(judge__stage=stage)
        for judge in stage.judges.filter(reviews__in=counted).order_by("pk").distinct():
            if judge.user_id in insiders.accounts:
                yield Finding(
                    _(
                        "%(judge)s scored “%(stage)s”, which is blind, and sees who entered: as a "
                        "moderator, programme manager or administrator."
                    )
                    % {"judge": judge, "stage": stage},
                    needs_reason=True,
                )


def _prizes(computed: Computation) -> Iterable[Finding]:
    if not computed.is_last:
        return
    prizes = {prize.pk: prize for prize in computed.contest.prizes.all()}
    places = sum(prize.places for prize in prizes.values())
    given = [prizes[prize] for prize, _place, _entry in computed.drawn.awards]
    if len(given) < places and not computed.drawn.undecided:
        yield Finding(
            _("%(given)s of %(places)s places are filled.")
            % {"given": len(given), "places": places},
            needs_reason=True,
        )
    total, budget, language = sum(p.amount for p in given), computed.contest.budget, get_language()
    if budget is not None and total != budget:
        said = {"sum": formats.won(total, language), "budget": formats.won(budget, language)}
        text = _("The prizes given make %(sum)s; the budget is %(budget)s.")
        yield Finding(text % said, needs_reason=True)
