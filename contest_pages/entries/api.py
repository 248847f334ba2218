"""Public data: the entries that everybody can see in the galleries."""

from collections.abc import Iterable
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router, Schema
from pydantic import Field

from cms.api.answers import check, found_in, listed, one
from cms.api.schemas import (
    Asked,
    ContestSlug,
    Data,
    Fields,
    Language,
    Listed,
    Page,
    Resource,
    Text,
    Words,
    in_both,
    text_of,
)
from cms.search import korean
from cms.search.indexing import matching
from contest_pages.entries.models import Entry
from contest_pages.entries.queries import pictures_of, prizes_of

router = Router(tags=[_("Entries")])


class EntryName(Data):
    """What names a public entry."""

    contest: str = Field(description=_("The contest’s name in addresses."))
    slug: str = Field(description=_("Its name in addresses, within its contest."))
    title: str = Field(description=_("Its title, as its team wrote it."))
    page: Text = Field(description=_("The address of its page."))


class TrackName(Data):
    """What names a division of a contest."""

    id: int = Field(description=_("Its key, by which entries are filtered."))
    title: Text = Field(description=_("Its name."))


class PictureData(Data):
    """A picture of an entry."""

    url: str = Field(description=_("The address of the picture."))
    width: int | None = Field(description=_("Its width in pixels."))
    height: int | None = Field(description=_("Its height in pixels."))
    alt: str = Field(description=_("What it shows, in words."))


class EntryData(Resource, EntryName):
    """An entry in a gallery, as its page shows it."""

    summary: str = Field(description=_("What it does, in one sentence."))
    description: str = Field(description=_("What it does, and how; plain text."))
    track: TrackName | None = Field(description=_("The division it was entered in."))
    team: str = Field(description=_("How its team calls itself."))
    source_url: str = Field(description=_("Where its source code is."))
    licence: str = Field(description=_("The SPDX identifier of its licence."))
    web_url: str = Field(description=_("Where it runs on the web."))
    android_url: str = Field(description=_("Where it is in the Android store."))
    ios_url: str = Field(description=_("Where it is in the iOS store."))
    pictures: list[PictureData] = Field(description=_("What it looks like."))
    awards: list[Text] = Field(description=_("What it won, the highest first."))


class OneEntry(Schema):
    """What names an entry in an address."""

    contest: str = Field(description=_("The contest’s name in addresses."))
    slug: str = Field(description=_("Its name in addresses, within its contest."))


class AskedOfEntry(Asked):
    """What can be asked of one entry."""

    fields: Fields[EntryData] = None


class AskedOfEntries(Listed):
    """What can be asked of the list of entries."""

    q: Words = Field("", description=_("Words to search for, as in the gallery."))
    contest: ContestSlug | None = Field(None, description=_("Only of the contest of this name."))
    track: int | None = Field(
        None, ge=1, le=2**62, description=_("Only of the track with this key.")
    )
    order: Literal["title", "-title"] | None = Field(
        None,
        description=_(
            "By title; - turns it round. Left out: what fits the words best, else title."
        ),
    )
    fields: Fields[EntryData] = None


@router.get(
    "",
    response=Page[EntryData],
    summary=_("All entries on show"),
    description=_("What the galleries show: accepted entries of contests whose gallery is open."),
    operation_id="entries",
    url_name="entries",
)
def entries(request: HttpRequest, asked: Query[AskedOfEntries]) -> HttpResponse:
    """List what the galleries show."""
    check(request, asked)
    rows = Entry.objects.public(timezone.now())
    if asked.contest:
        rows = rows.filter(contest__slug=asked.contest)
    if asked.track:
        rows = rows.filter(track=asked.track)
    words = korean.query(asked.q)
    if words:
        rows = matching(rows, words)
    elif asked.q:
        rows = rows.none()
    if asked.order or not words:
        rows = rows.order_by(asked.order or "title", "pk")
    rows = rows.select_related("contest", "track").defer("answers")
    return listed(request, asked, rows, lambda found: _entries(found, request, asked.lang))


@router.get(
    "/{slug:contest}/{str:slug}",
    response=EntryData,
    summary=_("One entry"),
    description=_("What its page shows."),
    operation_id="entry",
    url_name="entry",
)
def entry(request: HttpRequest, of: Path[OneEntry], asked: Query[AskedOfEntry]) -> HttpResponse:
    """Show what an entry’s page shows."""
    check(request, asked)
    rows = Entry.objects.public(timezone.now()).select_related("contest", "track").defer("answers")
    row = found_in(rows, contest__slug=of.contest, slug=of.slug)
    return one(request, asked, next(iter(_entries([row], request, asked.lang))))


def name_of(entry: Entry, request: HttpRequest, language: Language | None) -> dict:
    """Return what names a public entry: the fields of EntryName."""

    def page() -> str:
        return request.build_absolute_uri(entry.get_absolute_url())

    return {
        "contest": entry.contest.slug,
        "slug": entry.slug,
        "title": entry.title,
        "page": in_both(page, language),
    }


def _entries(
    found: list[Entry], request: HttpRequest, language: Language | None
) -> Iterable[EntryData]:
    """List by hand what is public of entries; pictures and awards are read at once."""
    pictures, prizes = pictures_of(found), prizes_of(found)
    for entry in found:
        track = entry.track
        yield EntryData(
            **name_of(entry, request, language),
            summary=entry.summary,
            description=entry.description,
            track=track and TrackName(id=track.pk, title=text_of(track, "title", language)),
            team=entry.team_name,
            source_url=entry.source_url,
            licence=entry.licence,
            web_url=entry.web_url,
            android_url=entry.android_url,
            ios_url=entry.ios_url,
            pictures=[
                PictureData(
                    url=request.build_absolute_uri(each.full_url),
                    width=each.width,
                    height=each.height,
                    alt=each.alt,
                )
                for each in pictures[entry.pk]
            ],
            awards=[text_of(prize, "title", language) for prize in prizes.get(entry.pk, [])],
        )
