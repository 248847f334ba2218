"""The page of who is appointed: what is asked of them, and their answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.errors import Refused
from contest_pages.judging import actions, rules
from contest_pages.judging.models import Judge
from contest_pages.judging.queries import answerable_by, pledge_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show whoever has the mailed link who appoints them to what; take the answer."""
    found = Judge.objects.of_token(token).select_related("stage__contest", "appointed_by")
    judge = found.first()
    if judge is None or judge.has_expired(timezone.now()):
        return render(request, "judging/invitation_unknown.html", status=404)
    return _answer_page(request, judge, token)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who is appointed the same page without the link, and afterwards what they agreed to."""
    return _answer_page(request, get_object_or_404(answerable_by(request.user), pk=pk))


def _answer_page(request: HttpRequest, judge: Judge, token: str = "") -> HttpResponse:
    refused = None
    if request.method == "POST":
        if "decline" not in request.POST and not request.user.is_authenticated:
            return redirect_to_login(request.path)
        try:
            return _answer(request, judge, token)
        except Refused as refusal:
            refused = refusal.message
            judge.refresh_from_db(fields=["state", "user", "pledge"])
    now = timezone.now()
    closed = rules.why_not_answer(judge, now)
    why_not = closed
    if request.user.is_authenticated:
        why_not = rules.why_not_pledge(request.user, judge, now, token=token)
    is_theirs = rules.is_judge(request.user, judge)
    context = {
        "judge": judge,
        "stage": judge.stage,
        "contest": judge.stage.contest,
        "pledge": judge.pledge if is_theirs else pledge_of(judge.stage.contest),
        "is_theirs": is_theirs,
        "closed": closed,
        "why_not": refused or why_not,
        "may_accept": not why_not,
    }
    status = 403 if refused else 410 if closed and not is_theirs else 200
    return render(request, "judging/invitation.html", context, status=status)


def _answer(request: HttpRequest, judge: Judge, token: str) -> HttpResponse:
    by = request.user if request.user.is_authenticated else None
    if "decline" in request.POST:
        actions.decline(judge, by=by, token=token)
        messages.success(request, _("You have declined to judge."))
        return redirect(request.path)
    text = request.POST.get("pledge", "").replace("\r\n", "\n")
    actions.pledge(judge, text=text, by=by, token=token)
    messages.success(request, _("Thank you. Your pledge was kept; here is your desk."))
    return redirect("judging_desk")
