"""The catalogue as files: what everybody may know of each app, as spreadsheet and as JSON."""

import json
import tempfile
from collections.abc import Callable, Iterator
from itertools import chain

from django.db.models import Prefetch
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from openpyxl import Workbook

from cms.exports import csv_answer, harmless
from contest_pages.results.models import Award
from showcase.facets import Label
from showcase.models import AppPage, AppPageQuerySet, AppTopic

CHUNK = 500  # apps that are in memory together
BETWEEN = "; "  # what parts the values of one cell
Row = dict[str, str | list[str]]

#: Column: its heading in a spreadsheet, and what an app has there. `url` comes from the request.
COLUMNS: dict[str, tuple[Label, Callable[[AppPage], str | list[str]]]] = {
    "title": (gettext_lazy("Title"), lambda app: app.title),
    "url": (gettext_lazy("Address"), lambda app: ""),
    "summary": (gettext_lazy("Summary"), lambda app: app.summary),
    "maker": (gettext_lazy("Made by"), lambda app: app.maker),
    "released": (
        gettext_lazy("Released"),
        lambda app: app.released_on.isoformat() if app.released_on else "",
    ),
    "platforms": (gettext_lazy("Platforms"), lambda app: app.platforms),
    "topics": (
        gettext_lazy("Topics"),
        lambda app: [link.topic.title for link in app.topic_links.all()],
    ),
    "categories": (
        gettext_lazy("Category"),
        lambda app: [link.code for link in app.category_links.all()],
    ),
    "audience": (
        gettext_lazy("Made for"),
        lambda app: [link.code for link in app.audience_links.all()],
    ),
    "languages": (
        gettext_lazy("Language"),
        lambda app: [link.code for link in app.language_links.all()],
    ),
    "status": (gettext_lazy("Status"), lambda app: app.development_status),
    "version": (gettext_lazy("Current version"), lambda app: app.current_version),
    "licence": (gettext_lazy("Licence"), lambda app: app.licence),
    "source": (gettext_lazy("Source code"), lambda app: app.public_source),
    "web": (gettext_lazy("Web address"), lambda app: app.web_url),
    "android": (gettext_lazy("Android store"), lambda app: app.android_url),
    "ios": (gettext_lazy("iOS store"), lambda app: app.ios_url),
    "awards": (
        gettext_lazy("Awards"),
        lambda app: [f"{award.prize.title} ({award.year})" for award in app.awards],
    ),
}


def rows_of(apps: AppPageQuerySet, request: HttpRequest) -> Iterator[Row]:
    """Return a row for each app, read a chunk at a time."""
    awards = Award.objects.published(timezone.now()).select_related("prize").in_order()
    links = AppTopic.objects.select_related("topic").order_by("sort_order")
    apps = (
        apps.with_version()
        .defer("body")
        .select_related("entry__repository", "repository", "locale")
    )
    apps = apps.prefetch_related(
        "category_links",
        "audience_links",
        "language_links",
        Prefetch("topic_links", links),
        Prefetch("entry__awards", awards, to_attr="known_awards"),
    )
    language = get_language()  # while a stream is read, another may be active
    return (_row(app, request, language) for app in apps.iterator(chunk_size=CHUNK))


def _row(app: AppPage, request: HttpRequest, language: str) -> Row:
    with override(language):
        row = {name: value(app) for name, (_heading, value) in COLUMNS.items()}
    return row | {"url": request.build_absolute_uri(app.get_url(request))}


def _table(rows: Iterator[Row]) -> Iterator[list[str]]:
    """Return the headings, in the language that is active now, and the rows as cells."""
    headings = [str(heading) for heading, _value in COLUMNS.values()]
    return chain([headings], (_cells(row) for row in rows))


def _cells(row: Row) -> list[str]:
    return [BETWEEN.join(value) if isinstance(value, list) else value for value in row.values()]


def as_csv(rows: Iterator[Row], name: str) -> StreamingHttpResponse:
    """Stream the rows as CSV."""
    return csv_answer(_table(rows), name)


def as_json(rows: Iterator[Row], _name: str) -> StreamingHttpResponse:
    """Stream the rows as a JSON list of objects."""

    def parts() -> Iterator[str]:
        before = "[\n"
        for row in rows:
            yield before + json.dumps(row, ensure_ascii=False)
            before = ",\n"
        yield "]\n" if before != "[\n" else "[]\n"

    # Browsers show it.
    return StreamingHttpResponse(parts(), content_type="application/json")


def as_xlsx(rows: Iterator[Row], name: str) -> FileResponse:
    """Write the rows to a workbook, which passes through a temporary file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Apps"))
    sheet.freeze_panes = "A2"
    for cells in _table(rows):
        sheet.append([harmless(cell) for cell in cells])
    file = tempfile.TemporaryFile()  # noqa: SIM115  (closed by the response)
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)
