"""Acts of staff that Wagtail's own views do not offer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from cms.errors import Refused
from contest_pages import actions
from contest_pages.models import Contest


@require_POST
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the announcement of a contest that has none, and go there."""
    contest = get_object_or_404(Contest, pk=pk)
    try:
        page = actions.announce(contest, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("wagtailsnippets_contest_pages_contest:edit", contest.pk)
    return redirect("wagtailadmin_pages:edit", page.pk)
