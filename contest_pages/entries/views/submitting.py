"""The entrant's desk: submitting an entry, and the receipts of what was received."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cms.errors import Refused
from contest_pages.entries import actions, rules
from contest_pages.entries.agreements import Agreement, agreements_of
from contest_pages.entries.forms import EntryForm
from contest_pages.entries.models import Entry, Receipt
from contest_pages.entries.queries import attached_files
from contest_pages.entries.standing import content_of, lines_of, pictures_in
from contest_pages.entries.team_forms import AgreeForm
from contest_pages.entries.views.consents import agree
from contest_pages.entries.views.entrant import own_entry, refusal, steps
from contest_pages.entries.views.writing import FORM


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything as it will be received, beside the consents; submit it."""
    entry = own_entry(request, pk, *FORM)
    if receipt := _received_before(request, entry):
        return redirect(receipt)
    if reason := rules.why_not_submit(request.user, entry, timezone.now()):
        if entry.review is None and request.method == "POST":
            return refusal(request, entry, reason)
        messages.info(request, reason)
        return redirect("my_entry", pk)
    draft = getattr(entry, "draft", None)
    if draft is None:
        return redirect("my_entry_edit", pk)
    attached = {uuid: each.file for uuid, each in attached_files(entry).items()}
    form = EntryForm.of_draft(draft.data, contest=entry.contest, files=attached, complete=True)
    if not form.is_valid():
        return redirect(reverse("my_entry_edit", args=[pk]) + "?check=1")
    content = form.content(draft.data)
    agreements = agreements_of(entry)
    person = rules.agreeing_person(request.user, entry)
    own = next(each for each in agreements if each.member.user_id == person.pk)
    # What need not be agreed to waits on the page of consents.
    sent = request.POST if request.method == "POST" else None
    consents = None if own.has_agreed else AgreeForm(sent, agreement=own)
    refused, status = "", 200
    if request.method == "POST":
        refused, status = _submit(request, entry, content, consents)
        if not status:
            return redirect(entry.receipts.last())
        agreements = agreements_of(own_entry(request, pk))
    context = {
        "entry": entry,
        "contest": entry.contest,
        "consents": consents,
        "not_ready": rules.why_not_ready(entry, _of_others(agreements, person)),
        "on_paper": person if person != request.user else None,
        "lines": lines_of(content, attached),
        "pictures": pictures_in(content, attached),
        "version": draft.token,
        "steps": steps(entry),
        "closing": rules.closing_for(request.user, entry),
        "now": timezone.now(),
        "refused": refused,
    }
    return render(request, "entries/my_entry_submit.html", context, status=status)


def _of_others(agreements: list[Agreement], user) -> list[Agreement]:
    """Leave out what the page itself asks: the consents of whoever submits."""
    return [each for each in agreements if each.has_agreed or each.member.user_id != user.pk]


def _received_before(request: HttpRequest, entry: Entry) -> Receipt | None:
    """Return the receipt of a form that is sent again: pressed twice, or its answer was lost."""
    sent = request.POST.get("version", "")
    return entry.receipts.filter(draft_token=sent).first() if sent else None


def _submit(
    request: HttpRequest, entry: Entry, content: dict, consents: AgreeForm | None
) -> tuple[str, int]:
    """Submit what was checked, and nothing else; return why not and the status, 0 if done.

    What is agreed to is kept first: it stays, even where the team is not ready.
    """
    if consents and not consents.is_valid():
        return "", 422
    try:
        if consents:
            agree(entry, consents, request.user)
        actions.submit(
            entry,
            content=content,
            by=request.user,
            # Never empty: an empty one would be taken for "whatever the draft says now".
            draft_token=request.POST.get("version") or "-",
        )
    except actions.DraftChanged as refused:
        return str(refused), 409
    except Refused as refused:
        return str(refused), 422
    return "", 0


@login_required
@require_safe
def receipt(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show what was received with a submission and when: to keep and to print."""
    entry = own_entry(request, pk)
    found = get_object_or_404(
        entry.receipts.select_related("revision", "submitted_by"), number=number
    )
    found.entry = entry
    files = {uuid: each.file for uuid, each in attached_files(entry).items()}
    content = content_of(entry, found.revision)
    context = {
        "entry": entry,
        "contest": entry.contest,
        "receipt": found,
        "is_latest": found.revision_id == entry.latest_revision_id,
        "lines": lines_of(content, files),
        "pictures": pictures_in(content, files),
    }
    return render(request, "entries/my_receipt.html", context)


@login_required
@require_safe
def receipt_document(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give the text that was fingerprinted, byte by byte."""
    found = get_object_or_404(own_entry(request, pk).receipts, number=number)
    response = HttpResponse(found.document, content_type="application/json; charset=utf-8")
    name = f"receipt-{found.code}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
