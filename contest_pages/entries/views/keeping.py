"""What moderators keep from a review page: the checklist and notes among themselves."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.errors import Refused
from contest_pages.entries import actions, rules
from contest_pages.entries.checklist import ChecklistForm
from contest_pages.entries.models import Entry
from contest_pages.entries.views.review import back_to_review


def _entry(request: HttpRequest, pk: int) -> Entry:
    if not rules.is_moderator(request.user):
        raise PermissionDenied
    return get_object_or_404(Entry.objects.submitted().select_related("latest_revision"), pk=pk)


@require_POST
def save_checks(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was found for the lines of the checklist."""
    entry = _entry(request, pk)
    form = ChecklistForm(request.POST, entry=entry)
    if not form.is_valid() or form.cleaned_data["revision"] != entry.latest_revision_id:
        messages.error(
            request, _("Nothing was kept: the team has submitted again, or a note is too long.")
        )
        return back_to_review(request, entry, "checks")
    try:
        actions.check(entry, revision=entry.latest_revision, found=form.found(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The checklist was saved."))
    return back_to_review(request, entry, "checks")


@require_POST
def add_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note that only moderators read."""
    entry = _entry(request, pk)
    try:
        actions.note(entry, text=request.POST.get("text", "")[:2000], by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The note was kept. Only moderators read it."))
    return back_to_review(request, entry, "notes")
