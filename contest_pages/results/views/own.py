"""What a team sees of its own result: feedback, and the certificate to print."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contest_pages.entries.models import Entry
from contest_pages.models import Contest
from contest_pages.queries import announcement_of
from contest_pages.results import feedback, queries, rules
from contest_pages.results.models import Award


def _of_own_team(request: HttpRequest, pk: int) -> Entry:
    """Return an entry of the visitor's team; any other does not exist here."""
    return get_object_or_404(Entry.objects.of(request.user).select_related("contest"), pk=pk)


@never_cache
@login_required
@require_safe
def my_feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a team, and nobody else, what judges and citizens thought of its entry."""
    entry, now = _of_own_team(request, pk), timezone.now()
    if not feedback.is_given(entry, now):
        raise Http404
    context = {
        "entry": entry,
        "contest": entry.contest,
        "rounds": feedback.feedback_on(entry, now),
    }
    return render(request, "results/my_feedback.html", context)


@never_cache
@login_required
@require_safe
def my_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a team its certificates, made for print; without an award there is no such page."""
    entry, now = _of_own_team(request, pk), timezone.now()
    published = Award.objects.published(now).filter(prize__contest=entry.contest)
    awards = queries.with_teams(published.filter(entry=entry), now)
    if not awards:
        raise Http404
    return _certificates(request, entry.contest, awards, published.in_order())


@never_cache
@login_required
@require_safe
def certificates(request: HttpRequest, slug: str) -> HttpResponse:
    """Show managers all certificates of a contest, one to a page."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    contest, now = get_object_or_404(Contest, slug=slug), timezone.now()
    awards = queries.awards_to_print(contest, now)
    return _certificates(request, contest, awards, awards)


def _certificates(
    request: HttpRequest, contest: Contest, awards: QuerySet[Award], counted: QuerySet[Award]
) -> HttpResponse:
    """Show certificates; each has its number among the `counted` of the contest."""
    page = announcement_of(contest, get_language())
    numbers = {pk: n for n, pk in enumerate(counted.values_list("pk", flat=True), start=1)}
    return render(
        request,
        "results/certificates.html",
        {
            "contest": contest,
            "organiser": page.organiser if page else "",
            "certificates": [
                {
                    "award": award,
                    "number": numbers[award.pk],
                    "entry": award.entry,
                    "names": [each.user.name for each in award.entry.memberships.all()],
                    "given_on": timezone.localtime(award.sheet.publish_at).date()
                    if award.sheet_id
                    else None,
                }
                for award in awards
            ],
        },
    )
