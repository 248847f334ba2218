"""A person's own page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.accounts.forms import ProfileForm


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's name and language."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with override(user.preferred_language):
            messages.success(request, _("Your details have been saved."))
        address = translate_url(reverse("profile"), user.preferred_language)
        return HttpResponseRedirect(address)
    return render(request, "account/profile.html", {"form": form})
