"""Files of an entry's form that are sent in pieces by our script; every answer is JSON."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django import forms
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.errors import Refused
from contest_pages.entries import actions, rules
from contest_pages.entries.forms import EntryForm
from contest_pages.entries.models import Entry, EntryFile
from contest_pages.entries.views.entrant import own_entry
from contest_pages.entries.views.writing import FORM, signed_out_answer
from media import actions as media
from media.incoming import Incomplete, incoming
from media.models import Upload


class PromiseForm(forms.Form):
    """What a browser says of a file before it sends it."""

    place = forms.CharField(max_length=40)
    name = forms.CharField(max_length=1000)
    size = forms.IntegerField(min_value=0, max_value=2**40)
    fingerprint = forms.CharField(max_length=200, required=False)


def for_its_team(view: Callable) -> Callable:
    """Call the view with the visitor's own entry; say in JSON why something is refused."""

    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return signed_out_answer(reverse("my_entry_edit", args=[pk]))
        entry = own_entry(request, pk, *FORM)
        try:
            return view(request, entry, **kwargs)
        except Refused as refused:
            return JsonResponse({"message": str(refused)}, status=403)
        except ValidationError as error:
            return JsonResponse({"message": " ".join(error.messages)}, status=422)

    return wrapped


@require_POST
@for_its_team
def begin(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Begin an upload, or take one up again; say which pieces are still to be sent, and where."""
    form = PromiseForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("The form was incomplete. Try again."))
    upload = actions.begin_upload(
        entry, form.cleaned_data.pop("place"), by=request.user, **form.cleaned_data
    )
    return _standing(entry, upload)


@require_http_methods(["GET", "PATCH", "POST", "DELETE"])
@for_its_team
def upload(request: HttpRequest, entry: Entry, uuid: UUID) -> HttpResponse:
    """Say how far an upload is (GET), take a piece (PATCH), finish it (POST), forget it (DELETE)."""
    found = get_object_or_404(actions.uploads_for(entry, request.user), uuid=uuid)
    if request.method == "PATCH":
        return _take_piece(request, entry, found)
    if request.method == "POST":
        return _finish(request, entry, found)
    if request.method == "DELETE":
        media.discard_upload(found)
        return HttpResponse(status=204)
    return _standing(entry, found)


def _standing(entry: Entry, upload: Upload) -> JsonResponse:
    """Answer with what is still to be sent."""
    own = reverse("my_entry_upload", args=[entry.pk, upload.uuid])
    missing = [] if upload.file_id else incoming().missing(upload)
    pieces = [
        {
            "offset": piece.offset,
            "size": piece.size,
            "method": "PUT" if piece.url else "PATCH",
            "url": piece.url or f"{own}?offset={piece.offset}",
        }
        for piece in missing
    ]
    return JsonResponse({"url": own, "size": upload.size, "pieces": pieces})


def _take_piece(request: HttpRequest, entry: Entry, upload: Upload) -> HttpResponse:
    """Keep the piece that the body is, if it is the next one."""
    if reason := rules.why_not_edit(request.user, entry, timezone.now()):
        raise Refused(reason)
    offset = request.GET.get("offset", "")
    try:
        body = request.body
    except (RequestDataTooBig, UnreadablePostError):
        return _standing(entry, upload)
    if not upload.remote_id and offset.isdecimal():
        upload = media.add_piece(upload, body, offset=int(offset))
    return _standing(entry, upload)


def _finish(request: HttpRequest, entry: Entry, upload: Upload) -> HttpResponse:
    """Attach the file; answer with what the form shows of it."""
    try:
        attached = actions.finish_upload(entry, upload, by=request.user)
    except Incomplete:
        upload = get_object_or_404(Upload, pk=upload.pk)
        answer = _standing(entry, upload)
        answer.status_code = 409
        return answer
    shown = render_to_string("entries/parts/attachment.html", _shown(entry, attached), request)
    return JsonResponse({"html": shown})


def _shown(entry: Entry, attached: EntryFile) -> dict:
    """Return what the template of an attached file asks for."""
    kept = {attached.key: [attached.file]}
    form = EntryForm({}, contest=entry.contest, kept=kept)
    return {"attachment": form.asked_in(attached.key).attachments[0]}
