"""The entrant's desk: writing an entry."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.errors import Refused
from contest_pages.entries import actions, rules, uploads, versions
from contest_pages.entries.forms import EntryForm
from contest_pages.entries.models import Entry, EntryDraft, EntryFile
from contest_pages.entries.places import TEXTS, removed_from
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
    """Show the form of an entry; save what is sent as its draft.

    Sent by the browser while one types, the answer is JSON: the way is the same.
    """
    if not request.user.is_authenticated:
        return signed_out(request)
    entry, now = own_entry(request, pk, *FORM), timezone.now()
    if request.method == "POST":
        return _save(request, entry, now)
    draft, reason = getattr(entry, "draft", None), rules.why_not_edit(request.user, entry, now)
    if reason and draft is None:
        messages.warning(request, reason)
        return redirect("my_entry", pk)
    data = draft.data if draft else actions.as_data(Entry(**content_of(entry)))
    attached = attached_files(entry)
    if reason:  # the draft is kept: it can be read
        form = _form_of(entry, data, attached)
        return form_page(request, entry, form, attached, {}, closed=str(reason), is_kept=True)
    form = _form_of(entry, data, attached, complete="check" in request.GET)
    return form_page(request, entry, form, attached, _basis(form, draft, data))


def _form_of(
    entry: Entry, data: Mapping, attached: Mapping[str, EntryFile], complete: bool = False
) -> EntryForm:
    """Return the form of what a draft holds."""
    files = {uuid: each.file for uuid, each in attached.items()}
    return EntryForm.of_draft(data, contest=entry.contest, files=files, complete=complete)


def is_autosave(request: HttpRequest) -> bool:
    """Return whether our script sent the form, not the person."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _basis(form: EntryForm, draft: EntryDraft | None, data: Mapping) -> dict[str, str]:
    """Return what a form carries there and back: which draft it shows, and what that says."""
    return {
        "version": draft.token if draft else NO_DRAFT,
        "seen": versions.fingerprints(data, form),
    }


def signed_out(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in; what was typed before the visit ended is shown back first."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    if is_autosave(request):
        return signed_out_answer(request.path)
    typed = [
        (field_label(name) if name in TEXTS else "", value)
        for name, value in request.POST.items()
        if value and (name in TEXTS or name.startswith(("answer_", "alt_")))
    ]
    context = {"typed": typed, "next": request.path}
    return render(request, "entries/signed_out.html", context, status=403)


def signed_out_answer(form_url: str) -> JsonResponse:
    """Tell our script that the visit has ended, and how to come back to the form."""
    answer = {
        "message": _("You are signed out. What you typed is kept in this browser."),
        "link": f"{reverse('account_login')}?{urlencode({'next': form_url})}",
        "label": _("Sign in and go on"),
    }
    return JsonResponse(answer, status=401)


def _save(request: HttpRequest, entry: Entry, now: datetime) -> HttpResponse:
    """Keep what was typed and sent; go on, or show what is wrong with it."""
    kept = uploads.kept_as_sent(entry, request.POST, attached_files(entry))
    finished = "continue" in request.POST
    typed = EntryForm(request.POST, contest=entry.contest, kept=kept)
    try:
        if reason := rules.why_not_edit(request.user, entry, now):
            raise Refused(reason)
        had_draft = hasattr(entry, "draft")
        draft = entry.draft if had_draft else actions.draft_of(entry, by=request.user)
        refusals = uploads.receive(entry, request.FILES, kept, by=request.user)
        typed = EntryForm(request.POST, contest=entry.contest, kept=kept)
        is_seen = request.POST.get("version") == (draft.token if had_draft else NO_DRAFT)
        data, theirs = typed.as_draft(draft.data), draft.data
        if is_seen and (taken := versions.taken_from_theirs(request.POST, typed)):
            data = versions.merged(data, theirs, taken)
        draft = actions.save_draft(
            entry, data, by=request.user, version=draft.version if is_seen else 0
        )
    except Refused as refused:
        return _refused(request, entry, typed, refused)
    if is_autosave(request):
        said = _("Saved at %(time)s") % {"time": f"{timezone.localtime(now):%H:%M:%S}"}
        return JsonResponse({"message": said, **_basis(typed, draft, data)})
    attached = attached_files(entry)
    form = _form_of(entry, data, attached, complete=finished)
    for field, sentence in refusals:
        form.add_error(field, sentence)
    if refusals or (finished and form.errors):
        basis = _basis(form, draft, data)
        return form_page(request, entry, form, attached, basis, status=422, saved=True)
    if finished:
        return redirect("my_entry_submit", entry.pk)
    messages.success(request, _("Your draft was saved."))
    anchor = "#pictures-section" if "upload" in request.POST else ""
    return redirect(reverse("my_entry_edit", args=[entry.pk]) + anchor)


def _refused(request: HttpRequest, entry: Entry, form: EntryForm, refused: Refused) -> HttpResponse:
    """Show back what was typed: beside the version that stands in its way, or with the reason."""
    now, fresh, attached = timezone.now(), own_entry(request, entry.pk), attached_files(entry)
    if rules.why_not_edit(request.user, fresh, now):
        if is_autosave(request):
            said = _("Nothing was saved: copy what you want to keep.")
            return JsonResponse({"message": f"{refused} {said}"}, status=403)
        return form_page(request, entry, form, attached, {}, status=403, closed=str(refused))
    draft = EntryDraft.objects.select_related("updated_by").get(entry=entry)
    theirs = _form_of(entry, draft.data, attached)
    context = {
        "conflict": str(refused),
        "draft": draft,
        "is_own": draft.updated_by_id == request.user.pk,
        "differences": versions.differences(
            form, theirs, (form.as_draft(draft.data), draft.data), request.POST.get("seen", "")
        ),
    }
    basis = _basis(form, draft, draft.data)
    if is_autosave(request):
        panel = render_to_string("entries/parts/conflict.html", context, request)
        answer = {
            "message": _("Not saved: this draft was changed meanwhile."),
            "link": "#conflict",
            "label": _("Choose what to keep"),
            "conflict": panel,
        }
        return JsonResponse(answer | basis, status=409)
    return form_page(request, entry, form, attached, basis, status=409, **context)


def form_page(
    request: HttpRequest,
    entry: Entry,
    form: EntryForm,
    attached: Mapping[str, EntryFile],
    basis: Mapping[str, str],
    status: int = 200,
    **context,
) -> HttpResponse:
    """Show the form, with what was wrong about the last time it was sent."""
    form.offer_back(removed_from(form.kept, attached))
    if "closed" in context:
        form.close()
    context = {
        "entry": entry,
        "contest": entry.contest,
        "form": form,
        "basis": basis,
        "steps": steps(entry),
        "closing": rules.closing_for(request.user, entry),
        "now": timezone.now(),
        "draft": _draft_of(entry) if status != 200 else getattr(entry, "draft", None),
    } | context
    return render(request, "entries/my_entry_edit.html", context, status=status)
