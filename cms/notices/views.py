"""Where a person chooses which mails to get."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cms.notices import actions
from cms.notices.forms import ChoiceForm
from cms.notices.kinds import groups_for


@login_required
def my_notices(request: HttpRequest) -> HttpResponse:
    """Show and change which mails the visitor gets."""
    groups = groups_for(request.user)
    refused = set(request.user.notice_refusals.values_list("group", flat=True))
    sent = request.POST if request.method == "POST" else None
    form = ChoiceForm(sent, groups=groups, refused=refused)
    if form.is_bound and form.is_valid():
        actions.choose(request.user, form.wanted(), groups)
        messages.success(request, _("Your choice has been saved."))
        return redirect("my_notices")
    return render(request, "notices/my_notices.html", {"form": form})
