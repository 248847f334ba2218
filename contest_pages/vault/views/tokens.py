"""A person's own access tokens."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cms.errors import Refused
from contest_pages.vault import actions, queries
from contest_pages.vault.forms import TokenForm


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's tokens; make one, and show it this once."""
    form, made, secret, status = TokenForm(), None, "", 200
    if request.method == "POST":
        form = TokenForm(request.POST)
        try:
            if form.is_valid():
                made, secret = actions.make_token(**form.cleaned_data, by=request.user)
                form = TokenForm()
            else:
                status = 422
        except Refused as refused:
            form.add_error(None, refused.message)
            status = 422
    now = timezone.now()
    context = {
        "form": form,
        "made": made,
        "secret": secret,
        "rows": [
            {"token": token, "has_expired": token.has_expired(now)}
            for token in queries.own_tokens(request.user)
        ],
    }
    return render(request, "vault/my_tokens.html", context, status=status)


@login_required
@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Let a token open nothing any more."""
    token = get_object_or_404(request.user.access_tokens, pk=token_id)
    actions.revoke_token(token, by=request.user)
    messages.success(request, _("The token was revoked: it opens nothing any more."))
    return redirect("my_tokens")
