"""An entrant's own entries: start one, see where each stands, take it back, withdraw it."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail import hooks

from cms.errors import Refused
from contest_pages.calls import situation
from contest_pages.entries import actions, rules
from contest_pages.entries.forms import MessageForm
from contest_pages.entries.journey import journey_of
from contest_pages.entries.models import Entry
from contest_pages.entries.places import asked
from contest_pages.entries.queries import (
    AGREED,
    attached_files,
    earlier_entries,
    invitations_of,
    left_out_of,
    own_entries,
    pictures_of,
    receipts_of,
)
from contest_pages.entries.standing import (
    content_of,
    events_of,
    lines_of,
    pictures_in,
    reason_now,
    standing_of,
)
from contest_pages.entries.start_forms import StartForm
from contest_pages.models import Contest, ContestIndexPage

PER_PAGE = 20


def own_entry(request: HttpRequest, pk: int, *also: str) -> Entry:
    """Return an entry of the visitor's, with `also` read; anyone else's does not exist here."""
    return get_object_or_404(own_entries(request.user).prefetch_related(*also), pk=pk)


def steps(entry: Entry) -> list[dict]:
    """Return the way to a submission, as ui/steps.html wants it."""
    return [
        {"title": _("What it takes"), "url": reverse("entry_start", args=[entry.contest.slug])},
        {"title": _("Write"), "url": reverse("my_entry_edit", args=[entry.pk])},
        {"title": _("Check and submit")},
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what entering a contest takes; start an entry."""
    contest = get_object_or_404(Contest.objects.announced(), slug=slug)
    now, status = timezone.now(), 200
    reason = rules.why_not_start(request.user, contest, now)
    earlier = earlier_entries(request.user, contest)
    form = StartForm(initial={"start_key": uuid.uuid4()}, earlier=earlier)
    if request.method == "POST":
        sent, status = StartForm(request.POST, earlier=earlier), 422
        try:
            if sent.is_valid():
                return _started(request, contest, **sent.cleaned_data)
            if sent.cleaned_data.get("start_key"):
                form = sent
        except Refused as refused:
            reason, status = refused.message, 403
    submission = contest.submission
    context = {
        "contest": contest,
        "reason": reason,
        "situation": situation(contest, now),
        "submission": submission,
        "questions": asked(contest),
        "tracks": contest.tracks.all(),
        "consents": contest.consents.all(),
        "own": Entry.objects.of(request.user).filter(contest=contest).select_related("draft"),
        "closing": rules.closing_of(Entry(contest=contest, created_at=now)),
        "form": form,
        "steps": [
            {"title": _("What it takes")},
            {"title": _("Write")},
            {"title": _("Check and submit")},
        ],
        "now": now,
    }
    return render(request, "entries/entry_start.html", context, status=status)


def _started(request: HttpRequest, contest: Contest, **chosen) -> HttpResponse:
    """Start an entry and go to its form, which says what was taken from an earlier one."""
    entry = actions.start(contest, by=request.user, **chosen)
    if (earlier := chosen["from_entry"]) and (left_out := left_out_of(entry)) is not None:
        names = {"title": earlier.title, "year": timezone.localtime(earlier.submitted_at).year}
        said = [
            _("Taken from “%(title)s” (%(year)s). Check whether all of it still holds.") % names
        ]
        if left_out:
            said.append(_("Not taken: %(what)s") % {"what": " · ".join(left_out)})
        messages.info(request, " ".join(said))
    return redirect("my_entry_edit", entry.pk)


@login_required
@require_safe
def my_entries(request: HttpRequest) -> HttpResponse:
    """List the visitor's entries: where each stands, and what to do next; who invites them."""
    now = timezone.now()
    found = own_entries(request.user).prefetch_related(*AGREED)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    found = list(page.object_list)
    pictures = pictures_of(found)
    rows = [
        {
            "standing": standing_of(entry, request.user, now),
            "picture": next(iter(pictures[entry.pk]), None),
        }
        for entry in found
    ]
    context = {
        "rows": rows,
        "page_of_entries": page,
        "now": now,
        "invitations": invitations_of(request.user).waiting(now)[:PER_PAGE],
    }
    if not rows:
        here = get_language()
        context["contests"] = (
            ContestIndexPage.objects.live().filter(locale__language_code=here).first()
        )
    return render(request, "entries/my_entries.html", context)


@login_required
@require_safe
def my_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where an entry stands, what happened to it, and what was submitted."""
    return _entry_page(request, own_entry(request, pk))


@login_required
@require_POST
def messages_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message to the moderators; a refusal is shown beside what was typed."""
    entry, form = own_entry(request, pk), MessageForm(request.POST)
    if form.is_valid():
        try:
            actions.write(entry, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Your message was sent."))
            return redirect(reverse("my_entry", args=[pk]) + "#conversation")
    return _entry_page(request, entry, form, status=422)


def _entry_page(
    request: HttpRequest, entry: Entry, form: MessageForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    files = {uuid: each.file for uuid, each in attached_files(entry).items()}
    content = content_of(entry) if entry.submitted_at else None
    events = events_of(entry)
    why_not_write = rules.why_not_write(request.user, entry, now)
    context = {
        "entry": entry,
        "contest": entry.contest,
        "standing": standing_of(entry, request.user, now),
        "is_public": entry.live and Entry.objects.public(now).filter(pk=entry.pk).exists(),
        "journey": journey_of(entry, now, get_language()),
        "events": events,
        "links": [
            link
            for links in hooks.get_hooks("own_entry_links")
            for link in links(request, entry, now)
        ],
        "receipts": receipts_of(entry),
        "reason": reason_now(entry, events),
        "conversation": entry.messages.select_related("author"),
        "message_form": form
        or (None if why_not_write else MessageForm(initial={"form_key": uuid.uuid4()})),
        "content": content,
        "lines": lines_of(content, files) if content else [],
        "pictures": pictures_in(content, files) if content else [],
        "now": now,
    }
    return render(request, "entries/my_entry.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the entry is to be withdrawn; withdraw it."""
    return _confirmed(
        request,
        pk,
        why_not=rules.why_not_withdraw,
        act=actions.withdraw,
        done=_("Your entry was withdrawn."),
        template="entries/my_entry_withdraw.html",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the submission is to be taken back; take it back."""
    return _confirmed(
        request,
        pk,
        why_not=rules.why_not_take_back,
        act=actions.take_back,
        done=_("Your submission was taken back. Change it and submit it again."),
        template="entries/my_entry_take_back.html",
    )


def refusal(request: HttpRequest, entry: Entry, reason: str) -> HttpResponse:
    """Say why an act was not done, that nothing is lost, and whom to ask."""
    context = {
        "entry": entry,
        "contest": entry.contest,
        "reason": reason,
        "draft": getattr(entry, "draft", None),
        "can_write": rules.why_not_write(request.user, entry, timezone.now()) is None,
    }
    return render(request, "entries/my_entry_refused.html", context, status=403)


def _confirmed(
    request: HttpRequest, pk: int, *, why_not: Callable, act: Callable, done: str, template: str
) -> HttpResponse:
    """Ask on GET, act on POST; say why not where the rules do."""
    entry, now = own_entry(request, pk), timezone.now()
    context = {"entry": entry, "contest": entry.contest}
    reason = why_not(request.user, entry, now)
    if request.method == "POST":
        try:
            act(entry, by=request.user)
        except Refused as refused:
            return refusal(request, entry, refused.message)
        messages.success(request, done)
        return redirect("my_entry", pk)
    if reason:
        messages.warning(request, reason)
        return redirect("my_entry", pk)
    context["standing"] = standing_of(entry, request.user, now)
    return render(request, template, context)
