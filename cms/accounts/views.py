"""A person's own page, and the way to a provider that may not answer."""

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _
from django.utils.translation import override
from requests import RequestException

from cms.accounts.forms import ProfileForm


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's name, organisation and language."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with override(user.preferred_language):
            messages.success(request, _("Your details have been saved."))
        address = translate_url(reverse("profile"), user.preferred_language)
        return HttpResponseRedirect(address)
    return render(request, "account/profile.html", {"form": form})


def openid_connect_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to an OpenID Connect server; say so where it does not answer."""
    try:
        return openid_connect.login(request, provider_id)
    except RequestException as error:
        return render_authentication_error(request, provider_id, exception=error)
