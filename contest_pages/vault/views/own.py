"""A team's page of its repository."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.errors import Refused
from contest_pages.entries.views.entrant import own_entry
from contest_pages.vault import actions, queries, rules
from contest_pages.vault.browsing import looked_into
from contest_pages.vault.forms import ArchiveForm
from contest_pages.vault.models import Access, Repository
from contest_pages.vault.views.visits import record


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a team its repository, which its first visit makes; take an archive."""
    entry = own_entry(request, pk)
    repository = queries.of_entry(entry)
    now = timezone.now()
    standing = rules.standing_of(request.user, repository, now)
    if not (standing.is_member and (repository.pk or queries.delivers_source(entry))):
        raise Http404
    try:
        repository = actions.make(repository, by=request.user, now=now)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("my_entry", pk)
    form, status = ArchiveForm(), 200
    if request.method == "POST":
        form = ArchiveForm(request.POST, request.FILES)
        if form.is_valid() and _upload(request, repository, form):
            return redirect("my_source", pk)
        status = 422
    last, why_not_read = looked_into(repository)
    context = {
        "entry": entry,
        "contest": entry.contest,
        "repository": repository,
        "why_not_push": rules.why_not_push(repository, standing),
        "form": form,
        "last": last,
        "why_not_read": why_not_read,
        "quota": settings.VAULT_QUOTA,
        "bundles": repository.bundles.select_related("file")[:10],
        "has_token": queries.own_tokens(request.user).good(now).exists(),
        "returned_until": _returned_until(repository),
    }
    return render(request, "vault/my_source.html", context, status=status)


def _returned_until(repository: Repository):
    if repository.returned_bundle_id is None:
        return None
    return repository.returned_at + timedelta(days=settings.VAULT_RETURN_DAYS)


def _upload(request: HttpRequest, repository: Repository, form: ArchiveForm) -> bool:
    """Take an archive; return whether it was taken."""
    given = form.cleaned_data
    try:
        commit = actions.upload(
            repository, given["archive"], message=given["message"], by=request.user
        )
    except Refused as refused:
        form.add_error("archive", refused.message)
        record(
            request,
            repository,
            Access.Act.UPLOAD,
            detail=str(refused),
            outcome=Access.Outcome.REFUSED,
        )
        return False
    record(request, repository, Access.Act.UPLOAD, detail=commit[:10])
    messages.success(
        request,
        _("Your files were received. They are version %(commit)s.") % {"commit": commit[:10]},
    )
    return True
