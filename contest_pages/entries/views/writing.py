"""The entrant's desk: writing an entry."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.errors import Refused
from contest_pages.entries import actions, rules, uploads
from contest_pages.entries.forms import TEXTS, EntryForm
from contest_pages.entries.models import Entry, EntryDraft
from contest_pages.entries.queries import attached_files, field_label
from contest_pages.entries.standing import content_of
from contest_pages.entries.views.entrant import own_entry, steps

NO_DRAFT = "0-0"
#: What the form asks of its contest, again and again.
FORM = ("contest__questions", "contest__tracks")


def _draft_of(entry: Entry) -> EntryDraft | None:
    return EntryDraft.objects.filter(entry=entry).first()


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form of an entry; save what is sent as its draft."""
    if not request.user.is_authenticated:
        return _signed_out(request)
    entry, now = own_entry(request, pk, *FORM), timezone.now()
    if request.method == "POST":
        return _save(request, entry, now)
    if reason := rules.why_not_edit(request.user, entry, now):
        messages.warning(request, reason)
        return redirect("my_entry", pk)
    draft = getattr(entry, "draft", None)
    data = draft.data if draft else actions.as_data(Entry(**content_of(entry)))
    files = {uuid: each.file for uuid, each in attached_files(entry).items()}
    complete = "check" in request.GET
    form = EntryForm.of_draft(data, contest=entry.contest, files=files, complete=complete)
    return _form_page(request, entry, form, draft.token if draft else NO_DRAFT)


def _signed_out(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in; what was typed before the visit ended is shown back first."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    typed = [
        (field_label(name) if name in TEXTS else "", value)
        for name, value in request.POST.items()
        if value and (name in TEXTS or name.startswith(("answer_", "alt_")))
    ]
    context = {"typed": typed, "next": request.path}
    return render(request, "entries/signed_out.html", context, status=403)


def _save(request: HttpRequest, entry: Entry, now: datetime) -> HttpResponse:
    """Keep what was typed and sent; go on, or show what is wrong with it."""
    attached = attached_files(entry)
    kept = uploads.kept_as_sent(entry, request.POST, attached)
    finished = "continue" in request.POST
    refusals: list[tuple[str, str]] = []
    try:
        had_draft = hasattr(entry, "draft")
        draft = actions.draft_of(entry, by=request.user)
        refusals = uploads.receive(entry, request.FILES, kept, by=request.user)
        form = EntryForm(request.POST, contest=entry.contest, kept=kept, complete=finished)
        seen = request.POST.get("version", "")
        is_seen = seen == (draft.token if had_draft else NO_DRAFT)
        draft = actions.save_draft(
            entry,
            form.as_draft(draft.data),
            by=request.user,
            version=draft.version if is_seen else 0,
        )
    except Refused as refused:
        form = EntryForm(request.POST, contest=entry.contest, kept=kept)
        return _refused(request, entry, form, refused)
    for field, sentence in refusals:
        form.add_error(field, sentence)
    if refusals or (finished and form.errors):
        return _form_page(request, entry, form, draft.token, status=422, saved=True)
    if finished:
        return redirect("my_entry_submit", entry.pk)
    messages.success(request, _("Your draft was saved."))
    anchor = "#pictures-section" if "upload" in request.POST else ""
    return redirect(reverse("my_entry_edit", args=[entry.pk]) + anchor)


def _refused(request: HttpRequest, entry: Entry, form: EntryForm, refused: Refused) -> HttpResponse:
    """Show back what was typed: beside the version that stands in its way, or with the reason."""
    now, fresh = timezone.now(), own_entry(request, entry.pk)
    if rules.why_not_edit(request.user, fresh, now):
        return _form_page(request, entry, form, "", status=403, closed=str(refused))
    draft = _draft_of(entry)
    files = {uuid: each.file for uuid, each in attached_files(entry).items()}
    other = EntryForm.of_draft(draft.data, contest=entry.contest, files=files)
    return _form_page(
        request,
        entry,
        form,
        draft.token,
        status=409,
        conflict=str(refused),
        differences=form.differences(other),
    )


def _form_page(
    request: HttpRequest, entry: Entry, form: EntryForm, token: str, status: int = 200, **context
) -> HttpResponse:
    context |= {
        "entry": entry,
        "contest": entry.contest,
        "form": form,
        "version": token,
        "steps": steps(entry),
        "deadline": rules.work_ends_at(entry, timezone.now()),
        "draft": _draft_of(entry) if status != 200 else getattr(entry, "draft", None),
    }
    return render(request, "entries/my_entry_edit.html", context, status=status)
