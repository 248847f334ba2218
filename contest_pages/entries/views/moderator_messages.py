"""Messages of moderators to a team, sent from the page of its entry."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.errors import Refused
from contest_pages.entries import actions, rules
from contest_pages.entries.forms import MessageForm
from contest_pages.entries.models import Entry
from contest_pages.entries.views.review import ReviewView, back_to_review


@require_POST
def send_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message to the team; a refusal is shown on the page, beside what was typed."""
    if not rules.is_moderator(request.user):
        raise PermissionDenied
    entry = get_object_or_404(Entry.objects.submitted(), pk=pk)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            actions.write(entry, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Your message was sent to the team."))
            return back_to_review(request, entry, "conversation")
    request.method = "GET"  # the page is shown, nothing else is done
    return ReviewView.as_view(message_form=form)(request, pk=pk)
