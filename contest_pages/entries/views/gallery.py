"""The public gallery of a contest and the page of one entry."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail import hooks

from cms.search import korean
from cms.search.indexing import matching
from contest_pages.calls import situation
from contest_pages.entries.models import Entry
from contest_pages.entries.queries import (
    awards_of,
    field_label,
    label_of,
    pictures_of,
)
from contest_pages.queries import open_to_all
from contest_pages.questions import Files, kind_named
from media.models import PrivateFile

PER_PAGE = 24


@dataclass(frozen=True)
class Card:
    """An entry with what its card shows."""

    entry: Entry
    picture: object | None
    award: str


def cards(entries: list[Entry]) -> list[Card]:
    """Return the cards of entries, pictures and awards read at once."""
    pictures, awards = pictures_of(entries), awards_of(entries)
    return [
        Card(
            entry=entry,
            picture=next(iter(pictures[entry.pk]), None),
            award=next(iter(awards.get(entry.pk, [])), ""),
        )
        for entry in entries
    ]


@require_safe
def gallery(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a contest's public entries; before the gallery opens, when it will."""
    now = timezone.now()
    contest = get_object_or_404(open_to_all().with_gallery_opening(), slug=slug)
    context = {"contest": contest, "opens": contest.gallery_from}
    if contest.cancelled_at or contest.gallery_from is None or now < contest.gallery_from:
        context["situation"] = situation(contest, now)
        return render(request, "entries/entry_gallery_closed.html", context)
    entries = Entry.objects.public(now).filter(contest=contest)
    tracks = {str(track.pk): track for track in contest.tracks.all()}
    track = tracks.get(request.GET.get("track", ""))
    if track:
        entries = entries.filter(track=track)
    typed = request.GET.get("q", "").strip()[: korean.LONGEST_QUERY]
    query = korean.query(typed)
    found = matching(entries, query) if query else entries.order_by("title")
    found = found.select_related("contest", "track")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context |= {
        "page_of_cards": page,
        "cards": cards(list(page.object_list)),
        "count": page.paginator.count,
        "typed": typed,
        "filters": [
            {
                "name": "track",
                "label": field_label("track"),
                "value": track.pk if track else "",
                "choices": [(pk, each.title) for pk, each in tracks.items()],
            }
        ]
        if tracks
        else [],
        "is_filtered": bool(track or query),
    }
    return render(request, "entries/entry_gallery.html", context)


@require_safe
def entry(request: HttpRequest, slug: str, entry_slug: str) -> HttpResponse:
    """Show one public entry; any other does not exist here."""
    found = (
        Entry.objects.public(timezone.now())
        .select_related("contest", "track")
        .filter(contest__slug=slug, slug=entry_slug)
        .first()
    )
    if found is None:
        raise Http404
    return render(request, "entries/entry_detail.html", entry_context(found, request))


def entry_context(entry: Entry, request: HttpRequest | None = None) -> dict:
    """Return what the public page of an entry shows; its preview shows the same."""
    return {
        "entry": entry,
        "contest": entry.contest,
        "pictures": pictures_of([entry])[entry.pk],
        "awards": awards_of([entry]).get(entry.pk, []),
        "answers": public_answers(entry),
        "links": [
            link for hook in hooks.get_hooks("entry_links") if (link := hook(request, entry))
        ],
    }


def public_answers(entry: Entry) -> list[dict]:
    """Return the answers to public questions, each with its wording and its text as HTML."""
    public = set(entry.contest.questions.filter(is_public=True).values_list("key", flat=True))
    shown = [answer for answer in entry.answers if answer["key"] in public]
    named = {
        uuid
        for answer in shown
        if isinstance(kind_named(answer["kind"]), Files)
        for uuid in answer["value"]
    }
    files = (
        {
            str(each.uuid): each
            for each in PrivateFile.objects.filter(uuid__in=named, entry_file__entry=entry)
        }
        if named
        else {}
    )
    return [
        {"label": label_of(answer), "value": value}
        for answer in shown
        if (value := kind_named(answer["kind"]).display(answer, files))
    ]
