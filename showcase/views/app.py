"""What stands beside an app's page: a form to report a problem, a card for shared links."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms import cards
from cms.errors import Refused
from showcase import problems, queries, sharing
from showcase.forms import ProblemForm
from showcase.models import AppPage


def app_named(slug: str) -> AppPage:
    """Return the published app with an address in the active language, else 404."""
    return get_object_or_404(queries.apps_here(), slug=slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a report about an app from anybody."""
    app, status = app_named(slug), 200
    form = ProblemForm(initial={"kind": request.GET.get("about", "")})
    if request.method == "POST":
        form, status = ProblemForm(request.POST), 422
        try:
            if form.is_valid():
                return _taken(request, app, form)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "showcase/problem.html", {"app": app, "form": form}, status=status)


def _taken(request: HttpRequest, app: AppPage, form: ProblemForm) -> HttpResponse:
    # How many of these one visitor can send is a setting: ACCOUNT_RATE_LIMITS.
    if not ratelimit.consume(request, action="app_problem"):
        raise Refused(_("Many reports came from your connection. Try again in an hour."))
    if not form.is_from_a_machine:
        problems.report(app, **form.values)
    if form.is_question:
        messages.success(request, _("Thank you. The editors see to your question."))
    else:
        messages.success(request, _("Thank you. The editors see to your report."))
    return redirect(app.get_url(request))


@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Hand out the picture that stands for an app where a link to it is shared."""
    app = app_named(slug)
    return cards.answer(request, sharing.card_of(app), lambda: sharing.picture_on_card(app))
