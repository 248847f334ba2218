"""What a document says, in words: the method, and an entry's way from scores to its rank."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from contest_pages.models import Round, Stage


def title_in(part: Mapping) -> str:
    """Return a title that a document keeps in both languages, in the active one."""
    return (get_language() == "en" and part["title_en"]) or part["title_ko"]


def method_of(document: Mapping) -> list[str]:
    """Say how a round's result was reached, sentence by sentence."""
    turnouts = {each["stage"]: each for each in document.get("turnout", ())}
    said = []
    for stage in document["inputs"]["stages"]:
        said += _stage(stage)
        if stage["key"] in turnouts:
            said.append(_turnout(turnouts[stage["key"]]))
    said.append(
        _("Equal scores: %(rule)s.")
        % {"rule": Round.Ties(document["inputs"]["round"]["ties"]).label}
    )
    for decision in document["inputs"]["decisions"]:
        said.append(
            _("The chair decided on equal scores: %(reason)s") % {"reason": decision["reason"]}
        )
    if document["inputs"]["prizes"] and document["inputs"]["one_award_per_team"]:
        said.append(
            _("A team that shares a member with a winner of a higher prize is passed over.")
        )
    if document["despite"]:
        said.append(_("To be noted: %(reason)s") % {"reason": document["despite"]})
    return said


def _stage(stage: Mapping) -> list[str]:
    """Say how a stage's scores are made."""
    named = {"stage": title_in(stage), "weight": stage["weight"]}
    if stage["kind"] == Stage.Kind.VOTING:
        ballots = ngettext("%(count)s ballot", "%(count)s ballots", stage["ballots"])
        named |= {"ballots": ballots % {"count": f"{stage['ballots']:,}"}}
        if stage["ballot"] == Stage.Ballot.APPROVE:
            text = _("%(stage)s, %(weight)s%%: the share of %(ballots)s on which an entry stands.")
        else:
            text = _(
                "%(stage)s, %(weight)s%%: the mean of the points on %(ballots)s, 5 being 100; filled "
                "up with the panel’s mean until a tenth of the ballots has scored an entry."
            )
        return [text % named]
    judges = ngettext("%(count)s judge", "%(count)s judges", len(stage["judges"]))
    named |= {
        "judges": judges % {"count": len(stage["judges"])},
        "criteria": ", ".join(f"{title_in(each)} {each['weight']}" for each in stage["criteria"]),
    }
    said = [_("%(stage)s, %(weight)s%%: %(judges)s scored %(criteria)s.") % named]
    if stage["averaging"] == Stage.Averaging.TRIMMED:
        said.append(
            _("Of four reviews or more the highest and the lowest are left out of the mean.")
        )
    if stage["normalisation"] == Stage.Normalisation.Z_SCORE:
        said.append(
            _(
                "Each judge’s scores are moved to the mean and spread of all; a judge who gave the "
                "same to every entry says nothing."
            )
        )
    return said


def _turnout(count: Mapping) -> str:
    """Say how many of a panel's members voted."""
    cast, members = count["cast"], count["members"]
    percent = cast * 100 // members if members else 0
    said = {"cast": f"{cast:,}", "members": f"{members:,}", "percent": percent}
    return _("%(cast)s of %(members)s members voted (%(percent)s%%).") % said


def way_of(document: Mapping, receipt: str) -> list[str]:
    """Say step by step why an entry of the document stands where it does."""
    line = next(each for each in document["ranking"] if each["entry"] == receipt)
    said = []
    for stage in document["inputs"]["stages"]:
        said += _way_through(stage, line, receipt)
    if line["rank"] is None:
        return [*said, _("A jury of this round has not scored it: it is absent and has no rank.")]
    if len(line["stages"]) > 1:
        counted = [s for s in document["inputs"]["stages"] if str(s["key"]) in line["stages"]]
        scores = (line["stages"][str(stage["key"])]["score"] for stage in counted)
        parts = (f"{score} × {s['weight']}%" for score, s in zip(scores, counted, strict=True))
        total, whole = " + ".join(parts), sum(stage["weight"] for stage in counted)
        if whole != 100:  # nobody voted in a stage: the others count for all
            total = f"({total}) ÷ {whole}%"
        said.append(_("Together: %(sum)s = %(score)s.") % {"sum": total, "score": line["score"]})
    said += [_parted(document, rule) for rule in line["parted_by"]]
    said.append(_("That is rank %(rank)s.") % {"rank": line["rank"]})
    return said + _after(document, receipt)


def _way_through(stage: Mapping, line: Mapping, receipt: str) -> list[str]:
    """Say what an entry got in a stage."""
    reached = line["stages"].get(str(stage["key"]))
    if reached is None:
        return [_("%(stage)s: nothing that counts.") % {"stage": title_in(stage)}]
    if stage["kind"] == Stage.Kind.VOTING:
        tally = next((each for each in stage["tally"] if each["entry"] == receipt), None)
        said = {
            "stage": title_in(stage),
            "votes": tally["ballots"] if tally else 0,
            "ballots": stage["ballots"],
            "points": tally["points"] if tally else 0,
            "score": reached["score"],
        }
        if stage["ballot"] == Stage.Ballot.APPROVE:
            text = _("%(stage)s: on %(votes)s of %(ballots)s ballots, which is %(score)s.")
        else:
            text = _(
                "%(stage)s: %(points)s points on %(votes)s of %(ballots)s ballots, which is "
                "%(score)s."
            )
        return [text % said]
    scores = ", ".join(_review(each) for each in stage["reviews"] if each["entry"] == receipt)
    said = {"stage": title_in(stage), "scores": scores, "score": reached["score"]}
    return [_("%(stage)s: %(scores)s; the mean that counts is %(score)s.") % said]


def _review(review: Mapping) -> str:
    """Say what a judge gave an entry, and as what it counts."""
    said = f"{review['judge']} {review['score']}"
    if "counts" in review:
        said += f" → {review['counts'] or '–'}"
    return _("%(score)s (left out)") % {"score": said} if "left_out" in review else said


def _parted(document: Mapping, rule: str) -> str:
    """Say what parted an entry from others with the same score."""
    if rule == "mean":
        return _("Others had the same score; the judges’ mean decided.")
    if rule == "chair":
        return _("Others had the same score; the chair decided.")
    key = int(rule.partition(":")[2])
    titles = {
        each["key"]: title_in(each)
        for stage in document["inputs"]["stages"]
        for each in stage.get("criteria", ())
    }
    return _("Others had the same score; “%(criterion)s” decided.") % {"criterion": titles[key]}


def _after(document: Mapping, receipt: str) -> list[str]:
    """Say what followed from an entry's rank."""
    if receipt in document["advances"]:
        return [_("It advances to the next round.")]
    prizes = {prize["key"]: title_in(prize) for prize in document["inputs"]["prizes"]}
    for award in document["awards"]:
        if award["entry"] == receipt:
            return [_("It is given “%(prize)s”.") % {"prize": prizes[award["prize"]]}]
    if receipt in document["passed_over"]:
        return [_("Its team shares a member with a winner of a higher prize: it is passed over.")]
    return []


class Change(NamedTuple):
    """What a version changed about an entry, which is named by its receipt number."""

    entry: str
    text: str


def changes_between(before: Mapping, after: Mapping) -> list[Change]:
    """Say entry by entry what a version of a document changed: ranks, scores, what follows."""
    old = {line["entry"]: line for line in before["ranking"]}
    new = {line["entry"]: line for line in after["ranking"]}
    said = []
    for receipt in sorted(old.keys() | new.keys()):
        one, other = old.get(receipt), new.get(receipt)
        if one is None:
            said.append(Change(receipt, _("added to the ranking")))
        elif other is None:
            said.append(Change(receipt, _("taken out of the ranking")))
        elif (one["rank"], one["exact"]) != (other["rank"], other["exact"]):
            text = _("rank %(old_rank)s (%(old)s) → rank %(rank)s (%(new)s)") % {
                "old_rank": one["rank"] or "–",
                "old": one["score"] or "–",
                "rank": other["rank"] or "–",
                "new": other["score"] or "–",
            }
            said.append(Change(receipt, text))
        if one and other and (follows := _after(after, receipt)) != _after(before, receipt):
            now = " ".join(follows) or _("It no longer advances, and is given no award.")
            said.append(Change(receipt, now))
    return said
