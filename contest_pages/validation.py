"""What the rows of a contest must be together; every problem names its row and the reason."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import ModelForm
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms import formats
from contest_pages.models import Criterion, Question, Stage

#: Which rows are counted as used, by formset: the name that `contest_uses` gives them.
USED_AS = {
    "stages": "stage",
    "tracks": "track",
    "prizes": "prize",
    "questions": "question",
    "consents": "consent",
    "checks": "check",
    "criteria": "criterion",
}
#: Fields that may not repeat within a contest; the database says the same.
UNIQUE = {"rounds": "number", "questions": "key", "consents": "key"}
#: What a stage stays, by what hangs on it: judges were appointed for it, links to it sent; by
#: fewest and most it is decided whether a ballot that was cast counts; a result is of its round.
FIXED_IN_USE = {
    "stage": {"kind", "ballot"},
    "ballot": {"ballot_fewest", "ballot_most"},
    "result": {"round"},
}
SINGLE_STAGES = (Stage.Kind.SUBMISSION, Stage.Kind.SCREENING)


def name_of(row: ModelForm) -> str:
    """Return how a row is called to the person who edits it: `stage “접수”`."""
    model = row._meta.model
    values = getattr(row, "cleaned_data", {})
    title = values.get("title_ko") or values.get("label_ko") or str(row.instance)
    return _("%(part)s “%(title)s”") % {
        "part": capfirst(model._meta.verbose_name),
        "title": title,
    }


class ContestRows:
    """The formsets of a contest's form, with what is used of the contest as it stands."""

    def __init__(self, formsets: Mapping, uses: Mapping):
        self.formsets, self.uses = formsets, uses
        for formset in formsets.values():
            formset.is_valid()

    def kept(self, name: str) -> list[ModelForm]:
        """Return the rows that stay, in the order of the form."""
        formset = self.formsets[name]
        return [row for row in formset.forms if row not in formset.deleted_forms]

    def removed(self, name: str) -> list[ModelForm]:
        """Return the rows that are to go and are in the database."""
        return [row for row in self.formsets[name].deleted_forms if row.instance.pk]

    def problems(self) -> Iterator[str]:
        """Give every problem as a sentence; on the row itself too, where it has a place."""
        self._mark_repeated()
        self._mark_changed_questions()
        self._mark_changed_criteria()
        self._mark_changed_stages()
        self._mark_reopened_votes()
        yield from self._stages_twice()
        yield from self._weights()
        yield from self._criteria()
        yield from self._removed_in_use()
        yield from self._rounds_in_use()
        yield from self._stages_with_criteria()
        yield from self._tracks_with_criteria()
        yield from self._row_errors()

    def blind_until(self) -> datetime | None:
        """Return when the last blind judging closes, as the rows have it."""
        rows = [getattr(row, "cleaned_data", {}) for row in self.kept("stages")]
        ends = [row.get("closes_at") for row in rows if row.get("is_blind")]
        return max(filter(None, ends), default=None)

    def over_budget(self, budget: int | None) -> str:
        """Return why the prizes cost too much; an empty string if they do not."""
        prizes = [row.cleaned_data for row in self.kept("prizes") if row.is_valid()]
        total = sum((row.get("places") or 0) * (row.get("amount") or 0) for row in prizes)
        if budget is None or total <= budget:
            return ""
        language = get_language()
        return _(
            "The prizes cost %(total)s together, %(over)s more than the budget of %(budget)s."
        ) % {
            "total": formats.won(total, language),
            "over": formats.won(total - budget, language),
            "budget": formats.won(budget, language),
        }

    def _mark_repeated(self) -> None:
        """Refuse a number or key that is there twice."""
        for name, field in UNIQUE.items():
            rows = [(row, str(row[field].value() or "")) for row in self.kept(name)]
            values = Counter(value for _row, value in rows if value)
            for row, value in rows:
                if values[value] > 1:
                    # Django has marked the later one already, without saying what is wrong.
                    row.errors.pop(NON_FIELD_ERRORS, None)
                    row.add_error(field, _("“%(value)s” is there twice.") % {"value": value})

    def _stages_twice(self) -> Iterator[str]:
        rows = [row.cleaned_data for row in self.kept("stages") if hasattr(row, "cleaned_data")]
        kinds = Counter(row.get("kind") for row in rows)
        for kind in SINGLE_STAGES:
            if kinds[kind] > 1:
                yield _("A contest has only one stage of the kind “%(kind)s”; there are %(n)s.") % {
                    "kind": kind.label,
                    "n": kinds[kind],
                }

    def _weights(self) -> Iterator[str]:
        rounds = defaultdict(list)
        for row in self.kept("stages"):
            values = getattr(row, "cleaned_data", {})
            if values.get("round") and values.get("weight") is not None:
                rounds[values["round"]].append(values)
        for found in sorted(rounds, key=lambda each: each.number):
            total = sum(values["weight"] for values in rounds[found])
            if total != 100:
                stages = ", ".join(f"{v['title_ko']} {v['weight']}%" for v in rounds[found])
                yield _("%(round)s: the weights make %(total)s, not 100 (%(stages)s).") % {
                    "round": found,
                    "total": total,
                    "stages": stages,
                }

    def _removed_in_use(self) -> Iterator[str]:
        for name, used_as in USED_AS.items():
            for row in self.removed(name):
                key = row.instance.key if used_as == "question" else row.instance.pk
                if count := self.uses.get((used_as, key)):
                    self._bring_back(row)
                    yield _("%(row)s is used %(count)s times and cannot be removed.") % {
                        "row": name_of(row),
                        "count": count,
                    }

    def _rounds_in_use(self) -> Iterator[str]:
        gone = {row.instance.pk: row for row in self.removed("rounds")}
        for stage in self.kept("stages"):
            found = getattr(stage, "cleaned_data", {}).get("round")
            if found and found.pk in gone:
                self._bring_back(gone[found.pk])
                yield _("%(round)s cannot be removed: %(stage)s belongs to it.") % {
                    "round": found,
                    "stage": name_of(stage),
                }

    def _criteria(self) -> Iterator[str]:
        """Check that the weights of each judging stage make 100 for the entries of each track."""
        by_stage = defaultdict(list)
        for row in self.kept("criteria"):
            values = getattr(row, "cleaned_data", {})
            if values.get("stage") and values.get("weight") is not None and "tracks" in values:
                by_stage[values["stage"]].append(values)
        tracks = [row.instance for row in self.kept("tracks") if row.instance.pk] or [None]
        for stage, rows in by_stage.items():
            totals = {
                track: sum(v["weight"] for v in rows if not v["tracks"] or track in v["tracks"])
                for track in tracks
            }
            for track, total in totals.items():
                if total != 100 and len(set(totals.values())) == 1:
                    yield _("%(stage)s: the weights of its criteria make %(total)s, not 100.") % {
                        "stage": stage,
                        "total": total,
                    }
                    break
                if total != 100:
                    yield _(
                        "%(stage)s: for %(track)s the weights of the criteria make %(total)s, "
                        "not 100."
                    ) % {"stage": stage, "track": track, "total": total}

    def _stages_with_criteria(self) -> Iterator[str]:
        gone = {row.instance.pk: row for row in self.removed("stages")}
        kept = (getattr(row, "cleaned_data", {}).get("stage") for row in self.kept("criteria"))
        for pk in dict.fromkeys(stage.pk for stage in kept if stage and stage.pk in gone):
            self._bring_back(gone[pk])
            yield _("%(stage)s cannot be removed before its criteria are.") % {
                "stage": name_of(gone[pk])
            }

    def _tracks_with_criteria(self) -> Iterator[str]:
        """Keep a track to which a criterion is limited: without it, it would apply to all."""
        gone = {row.instance.pk: row for row in self.removed("tracks")}
        for criterion in self.kept("criteria"):
            for track in getattr(criterion, "cleaned_data", {}).get("tracks", ()):
                if track.pk in gone:
                    self._bring_back(gone[track.pk])
                    yield _("%(track)s cannot be removed: %(criterion)s is limited to it.") % {
                        "track": name_of(gone[track.pk]),
                        "criterion": name_of(criterion),
                    }

    def _mark_changed_criteria(self) -> None:
        """Refuse a change of what has been scored; say what to do instead."""
        changeable = {*Criterion.CHANGEABLE_WHEN_SCORED, "ORDER", DELETION_FIELD_NAME, "id"}
        for row in self.kept("criteria"):
            if not self.uses.get(("criterion", row.instance.pk)):
                continue
            for field in set(row.changed_data) - changeable:
                row.add_error(
                    field if field in row.fields else None,
                    _(
                        "Scores have been given: title and guidance can still change. To judge by "
                        "other criteria, add a new judging stage and judge again there."
                    ),
                )

    def _mark_changed_stages(self) -> None:
        """Refuse to make another stage of one in which somebody judges, or has voted."""
        for row in self.kept("stages"):
            used = [kind for kind in FIXED_IN_USE if self.uses.get((kind, row.instance.pk))]
            fixed = set().union(*(FIXED_IN_USE[kind] for kind in used))
            for field in fixed & set(row.changed_data):
                row.add_error(
                    field,
                    _("This stage is in use: this no longer changes. Add another stage instead."),
                )
            is_made_blind = "is_blind" in row.changed_data and row.cleaned_data.get("is_blind")
            if is_made_blind and self.uses.get(("insider", row.instance.pk)):
                row.add_error(
                    "is_blind",
                    _(
                        "A judge of this stage sees who entered: as a moderator, programme manager "
                        "or administrator. Take them out of the stage first."
                    ),
                )

    def _mark_reopened_votes(self) -> None:
        """Refuse to open a vote again in which ballots were cast: managers may have read its count.

        Judging opens again: that is how a judge's slip is mended, and a correction says so.
        """
        for row in self.kept("stages"):
            if not self.uses.get(("ballot", row.instance.pk)):
                continue
            before = row.initial["closes_at"]
            closes_at = getattr(row, "cleaned_data", {}).get("closes_at")
            if closes_at and before <= timezone.now() and closes_at > before:
                row.add_error(
                    "closes_at",
                    _(
                        "This vote has closed and its count can be known: it does not open again. "
                        "To have the panel vote once more, add another voting stage and give it "
                        "this one’s weight."
                    ),
                )

    def _bring_back(self, row: ModelForm) -> None:
        """Show a row again that cannot be removed."""
        row.data = row.data.copy()
        row.data[row.add_prefix(DELETION_FIELD_NAME)] = ""

    def _mark_changed_questions(self) -> None:
        """Refuse a change of meaning of what has been answered."""
        for row in self.kept("questions"):
            before = row.initial.get("key") if row.instance.pk else None
            if not self.uses.get(("question", before)):
                continue
            changeable = {*Question.CHANGEABLE_WHEN_ANSWERED, "ORDER", DELETION_FIELD_NAME, "id"}
            for field in set(row.changed_data) - changeable:
                row.add_error(
                    field if field in row.fields else None,
                    _(
                        "This question has been answered: only its help, its order and "
                        "“retired” can still change."
                    ),
                )

    def _row_errors(self) -> Iterator[str]:
        """Name each row that is wrong: it may lie on a tab that is not seen."""
        for name in self.formsets:
            for row in self.kept(name):
                for field, messages in row.errors.items():
                    label = row.fields[field].label if field in row.fields else ""
                    for message in messages:
                        where = f"{name_of(row)}, {label}" if label else name_of(row)
                        yield f"{where}: {message}"
