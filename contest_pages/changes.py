"""What was changed in a contest: its rows as JSON before and after, and the difference."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from contest_pages.models import (
    CheckItem,
    Consent,
    Contest,
    Criterion,
    Prize,
    Question,
    Round,
    Stage,
    Track,
)

#: The parts of a contest: name in the log, model, reverse name.
PARTS: dict[str, tuple[type[models.Model], str]] = {
    "stage": (Stage, "stages"),
    "round": (Round, "rounds"),
    "criterion": (Criterion, "criteria"),
    "track": (Track, "tracks"),
    "prize": (Prize, "prizes"),
    "question": (Question, "questions"),
    "consent": (Consent, "consents"),
    "check": (CheckItem, "checks"),
}
UNTOLD = {"id", "contest", "created_at"}


def model_of(part: str) -> type[models.Model]:
    """Return the model of a part; "" is the contest itself."""
    return PARTS[part][0] if part else Contest


def snapshot(contest: Contest) -> dict[tuple[str, int], dict]:
    """Return every row of a contest as JSON: (part, key) to {"name", "values"}."""
    rows: dict[tuple[str, int], dict] = {("", contest.pk): _row(contest)}
    for part, (_model, relation) in PARTS.items():
        for row in getattr(contest, relation).all():
            rows[part, row.pk] = _row(row)
    return rows


def _row(row: models.Model) -> dict:
    fields = [field for field in row._meta.concrete_fields if field.name not in UNTOLD]
    name = getattr(row, "title_ko", None) or getattr(row, "label_ko", None) or str(row)
    values = {f.name: _json(f, row) for f in fields}
    # A new row that is kept in no database yet has none of these.
    for field in row._meta.many_to_many:
        values[field.name] = ", ".join(str(each) for each in getattr(row, field.name).all())
    return {"name": name, "values": values}


def _json(field: models.Field, row: models.Model) -> Any:
    value = field.value_from_object(row)
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(field, models.ForeignKey) and value is not None:
        return str(getattr(row, field.name))
    if field.choices:
        return str(value)
    return value


def difference(before: dict, after: dict) -> list[dict]:
    """Return what differs, one line for each value: part, row, field, before, after.

    A row that came or went is one line without a field.
    """
    lines = []
    for key in sorted({*before, *after}, key=lambda key: (_place(key[0]), key[1])):
        old, new = before.get(key), after.get(key)
        name = (old or new)["name"]
        if old is None or new is None:
            lines.append(
                {
                    "part": key[0],
                    "row": name,
                    "before": old and old["name"],
                    "after": new and new["name"],
                }
            )
            continue
        lines += [
            {
                "part": key[0],
                "row": name,
                "field": field,
                "before": value,
                "after": new["values"][field],
            }
            for field, value in old["values"].items()
            if value != new["values"][field]
        ]
    return lines


def _place(part: str) -> int:
    return ["", *PARTS].index(part)


def sentence(line: dict) -> str:
    """Write one line of a difference for people, in the active language."""
    model = model_of(line["part"])
    row = f"{capfirst(model._meta.verbose_name)} “{line['row']}”"
    if "field" not in line:
        return (
            _("%(row)s was added") % {"row": row}
            if line["before"] is None
            else (_("%(row)s was removed") % {"row": row})
        )
    field = model._meta.get_field(line["field"])
    return _("%(row)s, %(field)s: %(before)s → %(after)s") % {
        "row": row,
        "field": field.verbose_name if hasattr(field, "verbose_name") else line["field"],
        "before": _written(field, line["before"]),
        "after": _written(field, line["after"]),
    }


def _written(field: models.Field, value) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(dict(field.flatchoices).get(value, value)) if field.choices else str(value)
