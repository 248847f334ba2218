"""A judge's desk: one's stages, what is assigned in one of them, scores side by side."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.errors import Refused
from contest_pages.entries.queries import field_label
from contest_pages.judging import actions, rules
from contest_pages.judging.blind import titles_of
from contest_pages.judging.models import Judge, Review
from contest_pages.judging.queries import (
    Progress,
    appointments_of,
    criteria_for,
    criteria_of,
    judgeships_of,
    points_of,
    progress_of,
    reviews_of,
)
from contest_pages.judging.scoring import Total, total_of
from contest_pages.judging.sight import FILES, sight_of
from contest_pages.models import Criterion

PER_PAGE = 25


@dataclass(frozen=True)
class Seat:
    """One of a person's stages, as the desk lists it."""

    judge: Judge
    progress: Progress
    is_open: bool
    is_chosen: bool

    @property
    def order(self) -> tuple:
        """Open stages first, what closes first before the others; then the latest."""
        closes = self.judge.stage.closes_at.timestamp()
        return (not self.is_open, closes if self.is_open else -closes)


@dataclass(frozen=True)
class Row:
    """A review as a list shows it."""

    review: Review
    title: str
    total: Total
    #: One for each criterion of the stage, None where it does not apply or was left out.
    points: list[int | None]
    #: Whether its page shows the entry.
    is_seen: bool

    @property
    def is_begun(self) -> bool:
        """Return whether any points were given."""
        return any(given is not None for given in self.points)


def rows_of(reviews: list[Review], criteria: list[Criterion], user, now: datetime) -> list[Row]:
    """Return the rows of reviews of one stage; asks at most once, whether the judge is to know."""
    if not reviews:
        return []
    is_blind = rules.is_blind_to(reviews[0].judge, now)
    titles = titles_of([review.entry for review in reviews], is_blind=is_blind)
    rows = []
    for review in reviews:
        applied, points = criteria_for(review, criteria), points_of(review)
        rows.append(
            Row(
                review=review,
                title=titles[review.entry_id],
                total=total_of(applied, points),
                points=[points.get(each.pk) for each in criteria],
                is_seen=rules.why_not_see(user, review, now) is None,
            )
        )
    return rows


def own_judgeship(request: HttpRequest, pk: int) -> Judge:
    """Return an appointment of the visitor's, who has pledged; others do not exist here."""
    return get_object_or_404(judgeships_of(request.user), pk=pk)


@never_cache
@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """List one's stages with their progress, and what is assigned in the chosen one."""
    now, judges = timezone.now(), list(judgeships_of(request.user))
    chosen = next((each for each in judges if str(each.pk) == request.GET.get("stage")), None)
    progress = progress_of(judges)
    seats = [_seat(each, progress, chosen, now) for each in judges]
    seats.sort(key=lambda seat: seat.order)
    if seats and chosen is None:
        chosen = seats[0].judge
        seats[0] = _seat(chosen, progress, chosen, now)
    past = [seat for seat in seats if not seat.is_chosen and seat.judge.stage.has_closed(now)]
    context = {
        "now": now,
        "appointments": appointments_of(request.user),
        "seats": [seat for seat in seats if seat not in past],
        "past_seats": past,
        "seat": next((seat for seat in seats if seat.is_chosen), None),
    }
    if chosen:
        context |= _assigned(request, chosen, progress.get(chosen.pk, Progress()), now)
    return render(request, "judging/desk.html", context)


def _seat(judge: Judge, progress: dict, chosen: Judge | None, now: datetime) -> Seat:
    stage = judge.stage
    return Seat(
        judge=judge,
        progress=progress.get(judge.pk, Progress()),
        is_open=stage.is_open(now) and not stage.contest.cancelled_at,
        is_chosen=judge == chosen,
    )


def _assigned(request: HttpRequest, judge: Judge, progress: Progress, now: datetime) -> dict:
    """Return what the desk shows of one stage; nothing of entries before it opens."""
    user, states = request.user, dict(Review.State.choices)
    may_compare = judge.is_chair and not rules.why_not_compare(user, judge, now)
    context = {
        "judge": judge,
        "stage": judge.stage,
        "contest": judge.stage.contest,
        "closed": rules.why_not_open_desk(user, judge, now),
        "may_sign_off": not progress.left and not rules.why_not_sign_off(user, judge, now),
        "agreement_url": reverse("judging_agreement", args=[judge.pk]) if may_compare else "",
    }
    if context["closed"]:
        return context
    tracks = {str(track.pk): track.title for track in judge.stage.contest.tracks.all()}
    state, track = request.GET.get("state", ""), request.GET.get("track", "")
    found = reviews_of(judge)
    if state in states:
        found = found.filter(state=state)
    if track in tracks:
        found = found.filter(entry__track=track)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    filters = [
        {"name": "state", "label": _("State"), "value": state, "choices": list(states.items())}
    ]
    if tracks:
        choices = list(tracks.items())
        label = field_label("track")
        filters.append({"name": "track", "label": label, "value": track, "choices": choices})
    return context | {
        "page_of_reviews": page,
        "rows": rows_of(list(page.object_list), criteria_of(judge.stage), user, now),
        "filters": filters,
        "count": page.paginator.count,
        "is_filtered": state in states or track in tracks,
    }


@never_cache
@login_required
@require_safe
def scores(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one's own points side by side, to compare them; `?sort=` by total or by order."""
    judge, now = own_judgeship(request, pk), timezone.now()
    criteria = criteria_of(judge.stage)
    rows = rows_of(_readable(request, judge, now), criteria, request.user, now)
    sort = request.GET.get("sort", "")
    if sort in ("total", "-total"):
        rows.sort(key=lambda row: row.total.share or 0, reverse=sort == "-total")
        rows.sort(key=lambda row: not row.is_begun)
    context = {
        "judge": judge,
        "stage": judge.stage,
        "contest": judge.stage.contest,
        "criteria": criteria,
        "page_of_rows": Paginator(rows, 100).get_page(request.GET.get("page")),
        "closed": rules.why_not_open_desk(request.user, judge, now),
        "sort": sort,
    }
    return render(request, "judging/scores.html", context)


def _readable(request: HttpRequest, judge: Judge, now: datetime, *also) -> list[Review]:
    """Return the reviews whose entries the judge may read now, with `also` read."""
    found = reviews_of(judge).prefetch_related(*also)
    return [each for each in found if rules.why_not_see(request.user, each, now) is None]


@never_cache
@login_required
@require_safe
def packet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all of one's entries with empty boxes for the points, made for paper."""
    judge, now = own_judgeship(request, pk), timezone.now()
    criteria = criteria_of(judge.stage)
    context = {
        "judge": judge,
        "stage": judge.stage,
        "contest": judge.stage.contest,
        "closed": rules.why_not_open_desk(request.user, judge, now),
        "sheets": [
            {
                "review": review,
                "sight": sight_of(review, now),
                "criteria": criteria_for(review, criteria),
                "attainable": sum(each.maximum for each in criteria_for(review, criteria)),
            }
            for review in _readable(request, judge, now, FILES)
        ],
    }
    return render(request, "judging/packet.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what signing off means and what is still to do; sign off, or undo it."""
    judge, now, refused = own_judgeship(request, pk), timezone.now(), None
    if request.method == "POST":
        try:
            if "undo" in request.POST:
                actions.take_sign_off_back(judge, by=request.user)
                messages.success(request, _("Your signing off was undone."))
                return redirect("judging_sign_off", pk)
            actions.sign_off(judge, by=request.user)
            messages.success(request, _("You have signed off. Thank you for judging."))
            return redirect("judging_desk")
        except Refused as refusal:
            refused = refusal.message
            judge = own_judgeship(request, pk)
    context = {
        "judge": judge,
        "stage": judge.stage,
        "contest": judge.stage.contest,
        "progress": progress_of([judge]).get(judge.pk, Progress()),
        "why_not": refused or rules.why_not_sign_off(request.user, judge, now),
        "may_undo": rules.why_not_take_sign_off_back(request.user, judge, now) is None,
    }
    return render(request, "judging/sign_off.html", context, status=403 if refused else 200)
