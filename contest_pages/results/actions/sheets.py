"""From a ranking to a published result: freeze, have another person check, publish."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.errors import Refused
from contest_pages.entries.models import Entry
from contest_pages.models import Contest, Round
from contest_pages.results import checks, documents, rules, tasks
from contest_pages.results.models import Advancement, Award, ResultSheet, TieDecision

#: The parts of a document by which versions differ.
DECIDING = ("inputs", "ranking", "advances", "awards", "despite")


def freeze(
    round: Round, *, by, despite: str = "", correction: str = "", now: datetime | None = None
) -> ResultSheet:
    """Keep a round's result as it is now, as the next version of its sheet, and draw its awards.

    `despite` says why it is frozen although an entry was not judged, a place is empty, or
    nobody voted; it stands in the sheet. Where a version is public, or waits to be, `correction`
    says what changed since and why. Raises Refused while a stage is open, where equal ranks
    matter, where a reason is missing, and where nothing changed; once prizes are given their
    citations alone may change, after freezing.
    """
    now = now or timezone.now()
    with transaction.atomic():
        Contest.objects.select_for_update().get(pk=round.contest_id)
        if reason := rules.why_not_freeze(by, round, now):
            raise Refused(reason)
        computed = documents.Computation(round, now)
        despite, correction = despite.strip(), correction.strip()
        for finding in checks.findings(computed):
            if finding.stops or (finding.needs_reason and not despite):
                raise Refused(finding.text)
        before = ResultSheet.objects.filter(round=round).order_by("-version").first()
        known = _latest_signed(round)
        version = before.version + 1 if before else 1
        document = documents.document_of(computed, version, now, despite)
        corrects = correction if known else ""
        if before and before.correction == corrects:
            _refuse_the_same(before, document)
        if known:
            _refuse_unexplained(known, document, corrects)
        sheet = ResultSheet.objects.create(
            round=round,
            contest=round.contest,
            version=version,
            document=document,
            sha256=documents.fingerprint(document),
            inputs_sha256=documents.fingerprint(document["inputs"]),
            correction=corrects,
            frozen_by=by,
            frozen_at=now,
        )
        _draw_awards(sheet, computed, before)
        _record(sheet, "freeze", by, now, reason=correction or despite)
    return sheet


def countersign(
    sheet: ResultSheet, *, publish_at: datetime | None = None, by, now: datetime | None = None
) -> ResultSheet:
    """Confirm a sheet as a second person: from `publish_at` all see it and its best advance.

    Without `publish_at` it is published at once. Raises Refused where the same person froze it,
    where there is a later version, where what it was made from has changed since, and where it
    corrects nothing.
    """
    now = now or timezone.now()
    publish_at = publish_at or now
    with transaction.atomic():
        Contest.objects.select_for_update().get(pk=sheet.contest_id)
        sheet = ResultSheet.objects.select_related("round__contest", "contest").get(pk=sheet.pk)
        if reason := rules.why_not_countersign(by, sheet, now):
            raise Refused(reason)
        if publish_at < now:
            raise Refused(_("The instant of publication has passed."))
        if changed := documents.changed_since(sheet, documents.Computation(sheet.round, now)):
            raise Refused(changed)
        known = _latest_signed(sheet.round)
        if known and _citations(known) == _citations(sheet):
            _refuse_the_same(known, sheet.document)
        sheet.countersigned_by, sheet.countersigned_at, sheet.publish_at = by, now, publish_at
        sheet.save(update_fields=["countersigned_by", "countersigned_at", "publish_at"])
        sheet.awards.update(year=timezone.localtime(publish_at).year)
        _advance(sheet)
        _record(sheet, "countersign", by, now, publish_at=publish_at.isoformat())
        transaction.on_commit(partial(_tell_at, publish_at), robust=True)
    return sheet


def move_publication(
    sheet: ResultSheet, *, publish_at: datetime, reason: str, by, now: datetime | None = None
) -> ResultSheet:
    """Have a countersigned sheet published at another instant, while its own has not come.

    The second signature holds: what was signed stays the same. Raises Refused without a reason,
    once the sheet is public, and where the new instant is not to come.
    """
    now, reason = now or timezone.now(), reason.strip()
    with transaction.atomic():
        Contest.objects.select_for_update().get(pk=sheet.contest_id)
        sheet = ResultSheet.objects.select_related("round", "contest").get(pk=sheet.pk)
        if why_not := rules.why_not_move(by, sheet, now):
            raise Refused(why_not)
        if publish_at <= now:
            raise Refused(_("Choose an instant that is still to come."))
        if not reason:
            raise Refused(_("Say why the publication is moved: it stands in the log."))
        before, sheet.publish_at = sheet.publish_at, publish_at
        sheet.save(update_fields=["publish_at"])
        sheet.awards.update(year=timezone.localtime(publish_at).year)
        said = {"before": before.isoformat(), "publish_at": publish_at.isoformat()}
        _record(sheet, "move", by, now, **said, reason=reason)
        transaction.on_commit(partial(_tell_at, publish_at), robust=True)
    return sheet


def decide_tie(
    round: Round, order: Sequence[Entry], *, reason: str, by, now: datetime | None = None
) -> TieDecision:
    """Record in which order the chair puts entries whose scores are equal, and why.

    It takes the place of an earlier decision on the same entries.
    """
    now, reason = now or timezone.now(), reason.strip()
    with transaction.atomic():
        Contest.objects.select_for_update().get(pk=round.contest_id)
        if why_not := rules.why_not_freeze(by, round, now):
            raise Refused(why_not)
        if not reason:
            raise Refused(_("Give the chair’s reason: it stands in the result."))
        keys = [entry.pk for entry in order]
        ranks = {
            standing.entry: standing.shared_rank
            for standing in documents.Computation(round, now).ranked
        }
        equal = {ranks.get(key) for key in keys}
        if len(keys) != len(set(keys)) or len(keys) < 2 or len(equal) != 1 or None in equal:
            raise Refused(_("Only entries of equal rank are put in order, each once."))
        if sum(rank in equal for rank in ranks.values()) != len(keys):
            raise Refused(_("Put all entries of that rank in order."))
        decision = TieDecision.objects.create(
            round=round, order=keys, reason=reason, decided_by=by, decided_at=now
        )
        log(
            instance=round.contest,
            action="results.decide_tie",
            user=by,
            data={"round": round.number, "order": keys, "reason": reason},
            timestamp=now,
        )
    return decision


def write_citations(
    sheet: ResultSheet,
    citations: Mapping[int, tuple[str, str]],
    *,
    by,
    now: datetime | None = None,
) -> None:
    """Write the jury's words on winners, in Korean and English, by award; until countersigned."""
    now = now or timezone.now()
    with transaction.atomic():
        sheet = ResultSheet.objects.select_for_update().get(pk=sheet.pk)
        if reason := rules.why_not_write_citations(by, sheet):
            raise Refused(reason)
        for award in sheet.awards.filter(pk__in=citations):
            award.citation_ko, award.citation_en = (text.strip() for text in citations[award.pk])
            award.save(update_fields=["citation_ko", "citation_en"])
        _record(sheet, "cite", by, now)


def _latest_signed(round: Round) -> ResultSheet | None:
    """Return the version that is public or will be: what a correction corrects."""
    return ResultSheet.objects.in_force().filter(round=round).first()


def _refuse_unexplained(known: ResultSheet, document: dict, correction: str) -> None:
    """Refuse a correction that does not say what changed; citations are written after it."""
    if not document["awards"]:
        _refuse_the_same(known, document)
    if not correction:
        said = {"version": known.version}
        raise Refused(_("Say what changed since version %(version)s, and why.") % said)


def _citations(sheet: ResultSheet) -> list[tuple]:
    """Return the jury's words on the winners of a sheet."""
    return sorted(sheet.awards.values_list("entry", "citation_ko", "citation_en"))


def _refuse_the_same(before: ResultSheet, document: dict) -> None:
    """Refuse a version that says nothing new."""
    if all(document[part] == before.document[part] for part in DECIDING):
        raise Refused(
            _("Nothing has changed since version %(version)s.") % {"version": before.version}
        )


def _draw_awards(
    sheet: ResultSheet, computed: documents.Computation, before: ResultSheet | None
) -> None:
    """Make the awards of a sheet; who is given the same as before keeps the citation."""
    kept = {award.entry_id: award for award in before.awards.all()} if before else {}
    Award.objects.bulk_create(
        Award(
            sheet=sheet,
            prize_id=prize,
            place=place,
            entry_id=entry,
            year=timezone.localtime(sheet.frozen_at).year,
            citation_ko=kept[entry].citation_ko if entry in kept else "",
            citation_en=kept[entry].citation_en if entry in kept else "",
        )
        for prize, place, entry in computed.drawn.awards
    )


def _advance(sheet: ResultSheet) -> None:
    """Draw from a sheet who goes on to the next round."""
    entries = dict(
        Entry.objects.filter(contest=sheet.contest_id)
        .exclude(receipt="")
        .values_list("receipt", "pk")
    )
    ranks = {line["entry"]: line["rank"] for line in sheet.document["ranking"]}
    Advancement.objects.bulk_create(
        Advancement(sheet=sheet, round=sheet.round, entry_id=entries[receipt], rank=ranks[receipt])
        for receipt in sheet.document["advances"]
    )


def _tell_at(moment: datetime) -> None:
    """Have teams written to once a result is public; what fails here is done by the daily sweep."""
    task = tasks.tell_of_published
    if moment <= timezone.now():
        task.enqueue()
    elif task.get_backend().supports_defer:
        task.using(run_after=moment).enqueue()


def _record(sheet: ResultSheet, action: str, by, now: datetime, **data) -> None:
    """Write an act into the contest's log."""
    log(
        instance=sheet.contest,
        action=f"results.{action}",
        user=by,
        data={"round": sheet.round.number, "version": sheet.version, "sha256": sheet.sha256} | data,
        timestamp=now,
    )
