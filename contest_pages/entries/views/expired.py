"""A form that was opened in an earlier visit: what was typed into it is shown back, to be sent again."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import csrf
from wagtail import hooks

from contest_pages.entries import uploads
from contest_pages.entries.forms import EntryForm
from contest_pages.entries.queries import attached_files
from contest_pages.entries.views.entrant import own_entry
from contest_pages.entries.views.writing import FORM, form_page, is_autosave, signed_out

#: By the name of an address the view that shows its form as it was sent; nothing is saved there.
ExpiredForms = Mapping[str, Callable[..., HttpResponse]]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a request without a valid token: Django's page, save for forms that take long to fill in.

    Who signed in anew, in another window, has a new token; the form still has the old one.
    Nothing is saved here: what was sent comes back in the same form, with a token that is valid.
    Rooms name such forms by functions for the hook `expired_forms` that return ExpiredForms.
    """
    match = request.resolver_match
    for expired_forms in hooks.get_hooks("expired_forms") if match else ():
        if show := expired_forms().get(match.url_name):
            return show(request, **match.kwargs)
    return csrf.csrf_failure(request, reason)


def expired_answer(form_url: str) -> JsonResponse:
    """Tell our script that the form is from an earlier visit, and where it opens anew."""
    said = _("This page is from an earlier visit. What you typed is kept in this browser.")
    answer = {"message": said, "link": form_url, "label": _("Open the form again")}
    return JsonResponse(answer, status=403)


def expired_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an entrant's own form as it was sent."""
    if not request.user.is_authenticated:
        return signed_out(request)
    if is_autosave(request):
        return expired_answer(request.path)
    entry = own_entry(request, pk, *FORM)
    attached = attached_files(entry)
    kept = uploads.kept_as_sent(entry, request.POST, attached)
    form = EntryForm(request.POST, contest=entry.contest, kept=kept)
    basis = {name: request.POST.get(name, "") for name in ("version", "seen")}
    return form_page(request, entry, form, attached, basis, status=403, expired=True)
