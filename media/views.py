"""The one view that hands out private files."""

import uuid

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from wagtail import hooks

from media.models import PrivateFile

# Nothing in an uploaded file may run, frame or be framed, or be read by another site.
SAFE_HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}

# Browsers show no PDF in a sandbox. Their viewers keep what is in it to themselves.
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"


@require_safe
def private_file(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    """Answer with the file: a picture inline, anything else to be saved under its own name.

    `?show` shows a PDF in the browser’s own viewer.
    """
    found = _readable(request, uuid)
    _note_reading(request, found)
    shown = "show" in request.GET and found.can_be_shown
    response = _answer(
        request,
        found.file,
        file_name=found.original_name,
        content_type=found.content_type,
        inline=found.is_image or shown,
        etag=f'"{found.sha256}{"-shown" if shown else ""}"',
    )
    if shown and not found.is_image:
        response["Content-Security-Policy"] = PDF_POLICY
    return response


@require_safe
def private_thumbnail(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    """Answer with the small picture of a private image."""
    found = _readable(request, uuid)
    if not found.thumbnail:
        raise Http404
    return _answer(
        request,
        found.thumbnail,
        file_name=f"{found.original_name.rpartition('.')[0]}.webp",
        content_type="image/webp",
        inline=True,
        etag=f'"{found.sha256}-small"',
    )


def _readable(request: HttpRequest, uuid: uuid.UUID) -> PrivateFile:
    """Return the file if someone grants it; else it does not exist for whoever asks."""
    found = get_object_or_404(PrivateFile, uuid=uuid)
    if not (can_read(request.user, found) or _is_shown(request, found)):
        raise Http404
    return found


def _note_reading(request: HttpRequest, private_file: PrivateFile) -> None:
    """Tell functions `(request, private_file)` registered for `private_file_read` who reads."""
    for note in hooks.get_hooks("private_file_read"):
        note(request, private_file)


def _is_shown(request: HttpRequest, private_file: PrivateFile) -> bool:
    """Return whether a function registered for `shows_private_file` grants the file to a browser.

    That is for visitors whom another proof than an account let in, such as a mailed link.
    """
    return any(shows(request, private_file) for shows in hooks.get_hooks("shows_private_file"))


def can_read(user, private_file: PrivateFile) -> bool:
    """Return whether a function registered for `can_read_private_file` grants the file."""
    return any(grants(user, private_file) for grants in hooks.get_hooks("can_read_private_file"))


def _answer(
    request: HttpRequest,
    file: FieldFile,
    *,
    file_name: str,
    content_type: str,
    inline: bool,
    etag: str,
) -> HttpResponse:
    headers = {**SAFE_HEADERS, "ETag": etag}
    unchanged = get_conditional_response(request, etag=etag, response=None)
    if unchanged is not None:
        response = unchanged
    elif address := file.storage.signed_url(
        file.name, file_name=file_name, content_type=content_type, inline=inline
    ):
        # The address is good for a minute and for whoever has it: no cache may keep it.
        response = HttpResponseRedirect(address)
        headers = {**headers, "Cache-Control": "private, no-store"}
        del headers["ETag"]
    else:
        response = _streamed(file, file_name, content_type, inline)
    for name, value in headers.items():
        response[name] = value
    return response


def _streamed(file: FieldFile, file_name: str, content_type: str, inline: bool) -> FileResponse:
    try:
        content = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content, as_attachment=not inline, filename=file_name, content_type=content_type
    )
