"""What a report on source code says in words: to the reader, in the reader's language."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.formats import file_size
from contest_pages.vault.source_check import Report

GOOD, NOTE, BAD = "good", "note", "bad"


class Finding(NamedTuple):
    """One thing that is well, worth knowing, or to be mended."""

    level: str
    text: str


def findings(report: Report) -> list[Finding]:
    """Return what there is to say, the licence first."""
    return [*_licence(report), _readme(report), _secrets(report), *_files(report)]


def _licence(report: Report) -> list[Finding]:
    claimed, found = report.claimed, ", ".join(report.found)
    if not report.licence_files:
        said = [Finding(BAD, _("There is no licence file: without one nobody may use the code."))]
    elif not found:
        said = [
            Finding(
                NOTE,
                _("%(file)s holds no licence text that is known: read it yourself.")
                % {"file": report.licence_files[0]},
            )
        ]
    elif report.changed:
        said = [
            Finding(NOTE, _("The licence text is like %(found)s, but changed.") % {"found": found})
        ]
    elif report.is_open:
        said = [Finding(GOOD, _("The licence is %(found)s, an open one.") % {"found": found})]
    else:
        said = [
            Finding(
                BAD,
                _("The licence is %(found)s, which is not an open-source licence.")
                % {"found": found},
            )
        ]
    if not claimed:
        said.append(Finding(NOTE, _("The page names no licence.")))
    elif found and report.agrees:
        said.append(Finding(GOOD, _("The page says the same: %(claimed)s.") % {"claimed": claimed}))
    elif found:
        said.append(Finding(BAD, _("The page says otherwise: %(claimed)s.") % {"claimed": claimed}))
    return said


def _readme(report: Report) -> Finding:
    if report.readme:
        return Finding(GOOD, _("There is a README."))
    return Finding(NOTE, _("There is no README: others will not know how to begin."))


def _secrets(report: Report) -> Finding:
    if not report.secret_count:
        return Finding(GOOD, _("No passwords or keys were found."))
    text = ngettext(
        "%(n)s place looks like a password or key that was left in the code.",
        "%(n)s places look like passwords or keys that were left in the code.",
        report.secret_count,
    )
    return Finding(BAD, text % {"n": report.secret_count})


def _files(report: Report) -> list[Finding]:
    counted = ngettext("%(n)s file, %(size)s.", "%(n)s files, %(size)s.", report.files)
    size = {"n": f"{report.files:,}", "size": file_size(report.size)}
    said = [Finding(GOOD if report.files else BAD, counted % size)]
    if report.binary_count:
        text = ngettext(
            "%(n)s file is a program or data, not source.",
            "%(n)s files are programs or data, not source.",
            report.binary_count,
        )
        said.append(Finding(NOTE, text % {"n": report.binary_count}))
    if report.large_count:
        text = ngettext(
            "%(n)s file is very large.", "%(n)s files are very large.", report.large_count
        )
        said.append(Finding(NOTE, text % {"n": report.large_count}))
    if not report.complete:
        said.append(Finding(NOTE, _("Time was up before everything was looked at.")))
    return said
