"""Spreadsheets that people take away: opened without harm, and in the site's own time."""

import csv
import datetime
import re
from collections.abc import Iterable
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin

#: A spreadsheet takes a cell that begins so for a formula, which can fetch, send or run.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CSV, XLSX = SpreadsheetExportMixin.FORMAT_CSV, SpreadsheetExportMixin.FORMAT_XLSX
#: What neither XML nor a workbook can hold, and nobody can see.
_CONTROLS = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()


def without_controls(value: Any) -> str:
    """Return a text without the control characters that files of texts cannot hold."""
    return _CONTROLS.sub("", str(value))


def harmless(value: Any) -> str:
    """Return a text that no spreadsheet takes for a formula, nor refuses."""
    text = without_controls(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, line: str) -> str:
        return line


def csv_answer(rows: Iterable[Iterable], name: str) -> StreamingHttpResponse:
    """Answer with rows as a file of that name, written as they are read."""
    writer = csv.writer(_Echo())

    def lines():
        yield BYTE_ORDER_MARK
        for row in rows:
            yield writer.writerow([harmless(cell) for cell in row])

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def local_text(value: datetime.datetime) -> str:
    """Write an instant in the site's time zone, to the second."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"


def local_naive(value: datetime.datetime) -> datetime.datetime:
    """Return an instant as a spreadsheet keeps it: the site's time, without its zone."""
    return timezone.make_naive(value)


class SafeSpreadsheetMixin(SpreadsheetExportMixin):
    """Wagtail's export, with values that people wrote made harmless.

    Wagtail keeps formulas out of XLSX cells only, and writes UTC. Excel needs a byte order mark
    to read Korean from CSV.
    """

    custom_value_preprocess = {
        datetime.datetime: {CSV: local_text, XLSX: local_naive},
        (datetime.date, datetime.time): {XLSX: None},
        (int, float): {CSV: None, XLSX: None},
        object: {CSV: harmless, XLSX: harmless},
    }

    def stream_csv(self, queryset):
        """Write the rows after a byte order mark."""
        yield BYTE_ORDER_MARK
        yield from super().stream_csv(queryset)
