"""The page of a contest's citizen panel: applying, confirming, leaving, how things stand."""

from datetime import datetime

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.accounts.letterboxes import person_of
from cms.errors import Refused
from contest_pages.models import Contest
from contest_pages.voting import actions, queries, rules
from contest_pages.voting.forms import ApplyForm
from contest_pages.voting.models import Panel, PanelMember

State = PanelMember.State


def panel_named(slug: str) -> Panel:
    """Return the panel of an announced contest."""
    announced = Contest.objects.announced().filter(slug=slug)
    panels = Panel.objects.select_related("contest", "recruitment").prefetch_related("quotas")
    return get_object_or_404(panels, contest__in=announced)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: HttpRequest, slug: str) -> HttpResponse:
    """Show dates and conditions, and how things stand; take an application."""
    shown, status = panel_named(slug), 200
    known = request.user if request.user.is_authenticated else None
    form = ApplyForm(panel=shown, known=known)
    member = queries.membership_of(shown, request.user)
    if request.method == "POST":
        if member and "withdraw" in request.POST:
            return _withdrawn(request, member, request.user)
        form, status = ApplyForm(request.POST, panel=shown, known=known), 422
        try:
            if form.is_valid():
                return _applied(request, shown, form)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, shown, member, form=form, status=status)


def _page(request: HttpRequest, panel: Panel, member, *, form=None, status=200, **context):
    now = timezone.now()
    closed = rules.why_not_apply(panel, now)
    may_apply = member is None or member.state in (State.UNCONFIRMED, State.WITHDRAWN)
    beside_jury = _why_not_beside_jury(panel, member, request.user, now)
    context |= {
        "panel": panel,
        "contest": panel.contest,
        "quotas": panel.quotas.all(),
        "closed": closed,
        "now": now,
        "member": member,
        "form": form if may_apply and not closed and not beside_jury else None,
        "beside_jury": beside_jury,
        "may_withdraw": bool(member) and rules.why_not_withdraw(member) is None,
        "stages": queries.voting_stages(panel.contest),
        "states": State,
    }
    return render(request, "voting/panel.html", context, status=status)


def _why_not_beside_jury(panel: Panel, member, user, now: datetime) -> rules.Reason:
    """Whether the visitor may vote, as far as we know who it is; who has voted already may."""
    if member is None and not user.is_authenticated:
        return None
    person = member.person if member else person_of(account=user.pk)
    reason = rules.why_not_beside(queries.jury_of(panel.contest_id, now), person)
    return None if reason and member and member.ballots.exists() else reason


def _applied(request: HttpRequest, panel: Panel, form: ApplyForm) -> HttpResponse:
    if request.user.is_authenticated:
        actions.apply_with_account(panel, **form.values, by=request.user)
        messages.success(request, _("We have received your application."))
        return redirect("panel", panel.contest.slug)
    # How many of these one visitor can send is a setting: ACCOUNT_RATE_LIMITS.
    if not ratelimit.consume(request, action="panel_apply"):
        raise Refused(_("Many applications came from your connection. Try again in an hour."))
    actions.apply_with_address(panel, **form.values)
    # The same whether or not the address has applied: only its owner learns that.
    sentence = _("We have written to %(email)s. Open the link in that mail: then you have applied.")
    messages.success(request, sentence % {"email": form.values["email"]})
    return redirect("panel", panel.contest.slug)


def _withdrawn(request: HttpRequest, member: PanelMember, by) -> HttpResponse:
    try:
        actions.withdraw(member, by=by if by.is_authenticated else None)
        messages.success(request, _("Your application was withdrawn."))
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect(request.path)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Let the owner of an address confirm, see how things stand, leave, and apply again."""
    shown = panel_named(slug)
    member = PanelMember.objects.of_token(token).filter(panel=shown).first()
    if member is None:
        return render(request, "voting/link_unknown.html", {"contest": shown.contest}, status=404)
    member.panel, form, status = shown, None, 200
    if member.state == State.WITHDRAWN:
        form = ApplyForm(request.POST or None, panel=shown, known=member)
    if request.method == "POST":
        if "withdraw" in request.POST:
            return _withdrawn(request, member, request.user)
        try:
            if form is None:
                actions.confirm(member)
                messages.success(request, _("Your address is confirmed: you have applied."))
                return redirect(request.path)
            if form.is_valid():
                actions.apply_again(member, **form.values)
                messages.success(request, _("We have received your application."))
                return redirect(request.path)
            status = 422
        except Refused as refused:
            messages.warning(request, refused.message)
            status = 403
    return _page(request, shown, member, form=form, by_link=True, status=status)
