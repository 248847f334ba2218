"""The files of an entry, handed to a judge of a blind stage under a number."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contest_pages.judging import rules
from contest_pages.judging.blind import redaction_of
from contest_pages.judging.cleaning import Uncleanable, clean
from contest_pages.judging.sight import HandedFile, handed_files
from contest_pages.judging.views.reviewing import own_review
from media.views import PDF_POLICY, SAFE_HEADERS


@login_required
@require_safe
def handed_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Answer with a file under its number, freed of what it says about its makers.

    `?small` asks for the small picture of one. What cannot be freed does not exist here.
    """
    review = own_review(request, pk)
    if rules.why_not_see(request.user, review, timezone.now()):
        raise Http404
    handed = next((each for each in handed_files(review) if each.number == number), None)
    if handed is None or not handed.is_shown:
        raise Http404
    try:
        if handed.file.is_image:
            return _picture(handed, is_small="small" in request.GET)
        with handed.file.file.open("rb") as source:
            content = clean(source, handed.extension, redaction_of(review.entry))
    except Uncleanable:
        return render(request, "judging/file_kept_back.html", {"review": review}, status=404)
    except FileNotFoundError as error:
        raise Http404 from error
    return _answer(content, handed.name, handed.file.content_type)


def _picture(handed: HandedFile, *, is_small: bool) -> HttpResponse:
    small = handed.file.thumbnail
    source = small if is_small and small else handed.file.file
    content_type = "image/webp" if source is small else handed.file.content_type
    with source.open("rb") as stored:
        return _answer(stored.read(), handed.name, content_type)


def _answer(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Answer with bytes that say nothing more: no fingerprint, no date, no name but ours."""
    is_shown = content_type.startswith("image/") or content_type == "application/pdf"
    disposition = "inline" if is_shown else "attachment"
    headers = SAFE_HEADERS | {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'{disposition}; filename="{name}"',
    }
    if content_type == "application/pdf":
        headers["Content-Security-Policy"] = PDF_POLICY
    return HttpResponse(content, content_type=content_type, headers=headers)
