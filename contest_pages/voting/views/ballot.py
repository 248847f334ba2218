"""The ballot: entering by link, choosing, reading an entry, casting, the receipt."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.errors import Refused
from contest_pages.entries.models import Entry
from contest_pages.entries.queries import pictures_of
from contest_pages.entries.views.gallery import public_answers
from contest_pages.voting import actions, rules
from contest_pages.voting.booth import Booth, Line, contest_named, lines_of
from contest_pages.voting.forms import choices_in
from contest_pages.voting.models import BallotLink


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the ballot to a member while the stage is open; take it."""
    booth, refused, status = Booth.of(request, slug), "", 200
    if request.method == "POST":
        if "leave" in request.POST:
            booth.leave()
            messages.success(request, _("This browser has forgotten your ballot’s link."))
            return redirect(booth.url)
        try:
            return _taken(request, booth)
        except Refused as refusal:
            refused, status = refusal.message, 422
    if booth.why_not:
        status = 403 if refused else 200
        return render(request, "voting/ballot_closed.html", booth.context(), status=status)
    context = booth.context() | {"lines": lines_of(booth, booth.choices), "refused": refused}
    return render(request, "voting/ballot.html", context, status=status)


def expired(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was chosen on a page of an earlier visit back on the ballot; nothing is kept."""
    booth = Booth.of(request, slug)
    if booth.why_not:
        return render(request, "voting/ballot_closed.html", booth.context(), status=403)
    said = _("This page is from an earlier visit, and nothing was taken yet. Send it once more.")
    try:
        choices = choices_in(request.POST, booth.stage)
    except Refused as refusal:
        said, choices = refusal.message, booth.choices
    context = booth.context() | {"lines": lines_of(booth, choices), "refused": said}
    return render(request, "voting/ballot.html", context, status=403)


def _taken(request: HttpRequest, booth: Booth) -> HttpResponse:
    """Cast what was sent, or only keep it and lead to an entry; what is refused is kept."""
    choices = choices_in(request.POST, booth.stage)
    if booth.member is None:
        raise Refused(rules.NO_MEMBER)
    read = request.POST.get("read", "")
    if read.isascii() and read.isdecimal() and len(read) <= 18:
        if booth.why_not:
            raise Refused(booth.why_not)
        booth.keep(choices)
        if read == "0":
            return redirect(booth.url)
        return redirect(booth.at("ballot_entry", int(read)))
    try:
        actions.cast(booth.stage, booth.member, choices=choices)
    except Refused:
        booth.keep(choices)
        raise
    booth.forget_draft()
    return redirect(booth.receipt_url)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show one entry of the ballot; choose it there, and go back or on to the next."""
    booth = Booth.of(request, slug)
    if booth.why_not:
        raise Http404
    lines = lines_of(booth, booth.choices)
    place = next((i for i, line in enumerate(lines) if line.entry.pk == pk), None)
    if place is None:
        raise Http404
    if request.method == "POST":
        return _chosen(request, booth, lines[place])
    shown = Entry.objects.select_related("contest", "track").get(pk=pk)
    context = booth.context() | {
        "line": lines[place],
        "entry": shown,
        "pictures": pictures_of([shown])[pk],
        "answers": public_answers(shown),
        "previous": lines[place - 1].entry.pk if place else None,
        "next": lines[place + 1].entry.pk if place + 1 < len(lines) else None,
        "place": place + 1,
        "number": len(lines),
    }
    return render(request, "voting/ballot_entry.html", context)


def _chosen(request: HttpRequest, booth: Booth, line: Line) -> HttpResponse:
    """Keep what was chosen for one entry beside all that was chosen before."""
    choices = booth.choices
    choices.pop(line.entry.pk, None)
    try:
        choices |= choices_in(request.POST, booth.stage)
    except Refused as refused:
        messages.warning(request, refused.message)
    booth.keep(choices)
    target = request.POST.get("go", "")
    if target.isascii() and target.isdecimal() and len(target) <= 18:
        return redirect(booth.at("ballot_entry", int(target)))
    return redirect(f"{booth.url}#entry-{line.entry.pk}")


@never_cache
@require_safe
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a member the code of the ballot and what is on it, to keep and to print."""
    booth = Booth.of(request, slug)
    if booth.ballot is None:
        return redirect(booth.url)
    lines = booth.ballot.votes.select_related("entry").order_by("-points", "entry__title")
    return render(request, "voting/ballot_receipt.html", booth.context() | {"lines": lines})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Let the member of a mailed link vote from this browser, in this stage alone.

    It opens the ballot by a press of the button, once: programs that look at mail follow links,
    and one that somebody else finds later leads nowhere.
    """
    contest, now = contest_named(slug), timezone.now()
    found = BallotLink.objects.of_token(token).filter(stage__contest=contest)
    link = found.select_related("stage__contest", "member").first()
    void = rules.why_not_ask_for_link(link, now) if link else rules.LINK_VOID
    if link is None or void:
        context = {"contest": contest, "reason": void}
        return render(request, "voting/ballot_link_void.html", context, status=404)
    booth = Booth(request, contest, link.stage)
    if booth.link == link:
        return redirect(booth.url)
    reason, status = rules.why_not_enter_by(link, now), 200
    if request.method == "POST":
        try:
            return _by_link(request, booth, link)
        except Refused as refused:
            reason, status = refused.message, 403
            link.refresh_from_db(fields=["used_at"])
    context = {"contest": contest, "stage": link.stage, "link": link, "reason": reason}
    return render(request, "voting/ballot_link.html", context, status=status)


def _by_link(request: HttpRequest, booth: Booth, link: BallotLink) -> HttpResponse:
    """Open the ballot in this browser, or have a new link sent."""
    if "again" in request.POST:
        actions.ask_for_link(link)
        messages.success(request, _("A new link is on its way to the address you applied with."))
    else:
        actions.use(link)
        booth.enter(link)
    return redirect(booth.url)
