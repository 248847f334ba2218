"""What a member agrees to, and a guardian for a child."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.errors import Refused
from contest_pages.entries import actions, rules
from contest_pages.entries.agreements import agreement_of
from contest_pages.entries.models import Entry, GuardianConsent
from contest_pages.entries.team_forms import AgreeForm, GuardianConsentForm, GuardianForm
from contest_pages.entries.views.entrant import own_entry


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a member read and agree; show what they have agreed to, to keep and to print."""
    entry = own_entry(request, pk)
    person = rules.agreeing_person(request.user, entry)
    if not rules.is_member(person, entry):
        return redirect("my_entry", pk)
    agreement = agreement_of(entry, person)
    own, guardian, status = AgreeForm(agreement=agreement), GuardianForm(), 200
    if request.method == "POST":
        status = 422
        form: AgreeForm | GuardianForm
        if request.POST.get("act") == "guardian":
            form = guardian = GuardianForm(request.POST)
        else:
            form = own = AgreeForm(request.POST, agreement=agreement)
        try:
            if request.POST.get("act") == "age":
                return _say_age(request, entry)
            if form.is_valid():
                return _agreed(request, entry, form) if form is own else _ask(request, entry, form)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "entry": entry,
        "contest": entry.contest,
        "agreement": agreement,
        "agree": own,
        "guardian": guardian,
        "why_not": rules.why_not_agree(request.user, entry, timezone.now()),
        "given": entry.consents_given.filter(user=person),
        "now": timezone.now(),
    }
    return render(request, "entries/my_entry_consents.html", context, status=status)


def agree(entry: Entry, form: AgreeForm, user) -> None:
    """Keep what a valid form agrees to."""
    actions.agree(entry, agreed=form.agreed(), is_under_14=form.said_under_14, by=user)


def _agreed(request: HttpRequest, entry: Entry, form: AgreeForm) -> HttpResponse:
    agree(entry, form, request.user)
    messages.success(request, _("What you agreed to was kept. You find it on this page."))
    return redirect("my_entry_consents", entry.pk)


def _ask(request: HttpRequest, entry: Entry, form: GuardianForm) -> HttpResponse:
    asked = actions.ask_guardian(entry, **form.cleaned_data, by=request.user)
    messages.success(request, _("We have written to %(email)s.") % {"email": asked.guardian_email})
    return redirect("my_entry_consents", entry.pk)


def _say_age(request: HttpRequest, entry: Entry) -> HttpResponse:
    actions.say_age(entry, is_under_14="under" in request.POST, by=request.user)
    messages.success(request, _("Your age was corrected."))
    return redirect("my_entry_consents", entry.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guardian_consent(request: HttpRequest, token: str) -> HttpResponse:
    """Show a guardian what the child takes part in; take the answer. The link is all it needs."""
    found = GuardianConsent.objects.of_token(token).select_related("entry__contest", "user")
    asked = found.select_related("entry__draft").first()
    if asked is None:
        return render(request, "entries/guardian_unknown.html", status=404)
    status, refused = 200, None
    form = _guardian_form(asked)
    if request.method == "POST":
        status = 422
        form = _guardian_form(asked, request.POST)
        try:
            if "refuse" in request.POST:
                actions.refuse_guardian_consent(asked)
                return redirect(request.path)
            if "withdraw" in request.POST:
                actions.withdraw_guardian_consent(asked)
                return redirect(request.path)
            if form.is_valid():
                actions.give_guardian_consent(asked, agreed=form.agreed())
                return redirect(request.path)
        except Refused as refusal:
            refused = refusal.message
            asked.refresh_from_db(fields=["state", "answered_at", "withdrawn_at", "texts"])
    closed = rules.why_not_answer_as_guardian(None, asked, timezone.now())
    context = {
        "asked": asked,
        "entry": asked.entry,
        "contest": asked.entry.contest,
        "form": form,
        "closed": closed,
        "may_withdraw": rules.why_not_withdraw_consent(None, asked, timezone.now()) is None,
        "refused": refused,
    }
    if closed and asked.state == GuardianConsent.State.PENDING:
        status = 410
    return render(request, "entries/guardian_consent.html", context, status=status)


def _guardian_form(asked: GuardianConsent, data=None) -> GuardianConsentForm:
    consents = list(asked.entry.contest.consents.all())
    return GuardianConsentForm(data, consents=consents, child=str(asked.user))
