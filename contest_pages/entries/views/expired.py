"""A form that was opened in an earlier visit: what was typed into it is shown back, to be sent again."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import csrf

from contest_pages.entries import uploads
from contest_pages.entries.forms import EntryForm
from contest_pages.entries.queries import attached_files
from contest_pages.entries.views.entrant import own_entry
from contest_pages.entries.views.writing import FORM, form_page, is_autosave, signed_out


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a request without a valid token: Django's page, save for an entrant's own form.

    Who signed in anew, in another window, has a new token; the form still has the old one.
    Nothing is saved here: what was sent comes back in the same form, with a token that is valid.
    """
    match = request.resolver_match
    if not match or match.url_name != "my_entry_edit":
        return csrf.csrf_failure(request, reason)
    if not request.user.is_authenticated:
        return signed_out(request)
    if is_autosave(request):
        said = _("This page is from an earlier visit. What you typed is kept in this browser.")
        answer = {"message": said, "link": request.path, "label": _("Open the form again")}
        return JsonResponse(answer, status=403)
    entry = own_entry(request, match.kwargs["pk"], *FORM)
    attached = attached_files(entry)
    kept = uploads.kept_as_sent(entry, request.POST, attached)
    form = EntryForm(request.POST, contest=entry.contest, kept=kept)
    basis = {name: request.POST.get(name, "") for name in ("version", "seen")}
    return form_page(request, entry, form, attached, basis, status=403, expired=True)
