"""What the admin asks of the showcase."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.errors import Refused
from contest_pages.entries.models import Entry
from showcase import actions


@require_POST
def draft_app(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Draft an app page from an entry and open it in the editor."""
    entry = get_object_or_404(Entry, pk=entry_id)
    try:
        app = actions.draft_app_from_entry(entry, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_home")
    messages.success(
        request, _("“%(title)s” is drafted. Check it, then publish it.") % {"title": app.title}
    )
    return redirect("wagtailadmin_pages:edit", app.pk)
