"""A team's page, and the page of who is invited to it."""

from collections.abc import Callable

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
from contest_pages.entries import actions, rules
from contest_pages.entries.agreements import agreements_of
from contest_pages.entries.models import Entry, Invitation
from contest_pages.entries.queries import invitations_of
from contest_pages.entries.team_forms import InviteForm
from contest_pages.entries.views.entrant import own_entry


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who belongs to the team, who has agreed, who is invited; change it."""
    entry = own_entry(request, pk)
    form, status = InviteForm(), 200
    if request.method == "POST":
        act, status = request.POST.get("act", ""), 422
        try:
            if act == "invite":
                form = InviteForm(request.POST)
                if form.is_valid():
                    return _invited(request, entry, form.cleaned_data["email"])
            elif act in ACTS:
                return ACTS[act](request, entry)
        except Refused as refused:
            if act == "invite":
                form.add_error(None, str(refused))
            else:
                messages.warning(request, refused.message)
                return redirect("my_entry_team", pk)
    return render(request, "entries/my_entry_team.html", _team(request, entry, form), status=status)


def _team(request: HttpRequest, entry: Entry, form: InviteForm) -> dict:
    now, user = timezone.now(), request.user
    is_leader = rules.is_leader(user, entry)
    invitations = [
        {"invitation": each, "waits": each.is_waiting(now)}
        for each in entry.invitations.filter(state=Invitation.State.PENDING)
    ]
    return {
        "entry": entry,
        "contest": entry.contest,
        "agreements": agreements_of(entry),
        "invitations": invitations,
        "form": form,
        "is_leader": is_leader,
        "why_not_change": rules.why_not_change_team(user, entry, now) if is_leader else None,
        "why_not_invite": rules.why_not_invite(user, entry, now) if is_leader else None,
        "why_not_leave": rules.why_not_leave(user, entry, now),
        "why_not_size": rules.why_not_size(entry),
        "deadline": rules.work_ends_at(entry, now),
    }


def _done(request: HttpRequest, entry: Entry, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("my_entry_team", entry.pk)


def _invited(request: HttpRequest, entry: Entry, email: str) -> HttpResponse:
    actions.invite(entry, email=email, by=request.user)
    return _done(request, entry, _("We have written to %(email)s.") % {"email": email})


def _chosen(request: HttpRequest) -> int:
    """Return the key of the row that a button stood beside; refuse what is no key."""
    sent = request.POST.get("which", "")
    if not sent.isdecimal() or len(sent) > 18:
        raise Refused(_("This page has changed meanwhile. Try again."))
    return int(sent)


def _chosen_invitation(request: HttpRequest, entry: Entry) -> Invitation:
    return get_object_or_404(entry.invitations, pk=_chosen(request))


def _invite_again(request: HttpRequest, entry: Entry) -> HttpResponse:
    sent = actions.invite_again(_chosen_invitation(request, entry), by=request.user)
    return _done(request, entry, _("We have written to %(email)s.") % {"email": sent.email})


def _withdraw(request: HttpRequest, entry: Entry) -> HttpResponse:
    actions.withdraw_invitation(_chosen_invitation(request, entry), by=request.user)
    return _done(request, entry, _("The invitation was withdrawn."))


def _let_lead(request: HttpRequest, entry: Entry) -> HttpResponse:
    member = actions.let_lead(entry, to=_chosen(request), by=request.user)
    return _done(request, entry, _("%(name)s leads the team now.") % {"name": member.user})


def _remove(request: HttpRequest, entry: Entry) -> HttpResponse:
    actions.remove_member(entry, member=_chosen(request), by=request.user)
    return _done(request, entry, _("The member was taken out of the team."))


def _leave(request: HttpRequest, entry: Entry) -> HttpResponse:
    actions.leave(entry, by=request.user)
    messages.success(request, _("You have left the team."))
    return redirect("my_entries")


#: What a button of the page does, by the value that it sends.
ACTS: dict[str, Callable[[HttpRequest, Entry], HttpResponse]] = {
    "invite_again": _invite_again,
    "withdraw": _withdraw,
    "let_lead": _let_lead,
    "remove": _remove,
    "leave": _leave,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Say who invites to what; take the answer. Whoever has the link sees the page."""
    found = Invitation.objects.of_token(token).select_related("entry__contest", "invited_by")
    asked = found.select_related("entry__draft").first()
    if asked is None:
        return render(request, "entries/invitation_unknown.html", status=404)
    return _invitation_page(request, asked)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who is invited the same page without the link: one's own address is proof enough."""
    return _invitation_page(request, get_object_or_404(invitations_of(request.user), pk=pk))


def _invitation_page(request: HttpRequest, asked: Invitation) -> HttpResponse:
    now, refused = timezone.now(), None
    if request.method == "POST":
        if "decline" not in request.POST and not request.user.is_authenticated:
            return redirect_to_login(request.path)
        try:
            return _answer(request, asked)
        except Refused as refusal:
            refused = refusal.message
            asked.refresh_from_db(fields=["state"])
    closed = rules.why_not_answer(request.user, asked, now)
    why_not = closed
    if request.user.is_authenticated:
        why_not = why_not or rules.why_not_join(request.user, asked, now)
    context = {
        "invitation": asked,
        "entry": asked.entry,
        "contest": asked.entry.contest,
        "closed": closed,
        "why_not": refused or why_not,
        "is_member": rules.is_member(request.user, asked.entry),
    }
    status = 410 if closed else 403 if refused else 200
    return render(request, "entries/invitation.html", context, status=status)


def _answer(request: HttpRequest, asked: Invitation) -> HttpResponse:
    if "decline" in request.POST:
        actions.decline_invitation(asked)
        messages.success(request, _("You have declined the invitation."))
        return redirect(request.path)
    member = actions.accept_invitation(asked, by=request.user)
    messages.success(request, _("You belong to the team now. Read what everyone agrees to."))
    return redirect("my_entry_consents", member.entry_id)
