"""The review page: the entry beside the form in which it is scored."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.errors import Refused
from contest_pages.entries.views.expired import expired_answer
from contest_pages.entries.views.writing import is_autosave, signed_out_answer
from contest_pages.judging import actions, rules
from contest_pages.judging.blind import titles_of
from contest_pages.judging.forms import POINTS, RecuseForm, ReviewForm, TroubleForm
from contest_pages.judging.models import Review
from contest_pages.judging.queries import (
    SHOWN,
    criteria_for,
    criteria_of,
    others_of,
    points_of,
    total_in,
)
from contest_pages.judging.scoring import total_of
from contest_pages.judging.sight import FILES, answer_to, sight_of
from contest_pages.vault.queries import pushed_by


def own_review(request: HttpRequest, pk: int) -> Review:
    """Return a review of the visitor's; anyone else's does not exist here."""
    own = Review.objects.of(request.user)
    own = own.select_related("judge__stage__contest", "entry__track")
    review = get_object_or_404(own, pk=pk)
    review.entry.contest = review.judge.stage.contest  # one row: its stages are read once
    return review


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the entry and the form; save, submit, reopen, recuse, report.

    Sent by the browser while one types, the answer is JSON: the way is the same.
    """
    if not request.user.is_authenticated:
        return _signed_out(request)
    found, now = own_review(request, pk), timezone.now()
    if request.method == "POST":
        return ACTS.get(request.POST.get("act", ""), _save)(request, found, now)
    return review_page(request, found, now)


def _signed_out(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in; what was typed before the visit ended is shown back first."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    if is_autosave(request):
        return signed_out_answer(request.path)
    labels = {"comment": _("Comment for the entrants"), "notes": _("Private notes")}
    typed = [
        (labels.get(name, ""), value)
        for name, value in request.POST.items()
        if value and (name in (*labels, "reason", "text") or name.startswith(POINTS))
    ]
    context = {"typed": typed, "next": request.path}
    return render(request, "entries/signed_out.html", context, status=403)


def expired(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was sent from a page of an earlier visit back in its form; nothing is saved."""
    if not request.user.is_authenticated:
        return _signed_out(request)
    if is_autosave(request):
        return expired_answer(request.path)
    found, act = own_review(request, pk), request.POST.get("act", "")
    if act == "recuse":
        form = {"recuse_form": RecuseForm(request.POST)}
    elif act == "report":
        form = {"trouble_form": TroubleForm(request.POST, auto_id="trouble_%s")}
    else:
        form = {"form": ReviewForm(request.POST, criteria=criteria_for(found))}
    return review_page(request, found, timezone.now(), status=403, expired=True, **form)


# --- Acts -------------------------------------------------------------------------------------


def _save(request: HttpRequest, found: Review, now: datetime) -> HttpResponse:
    """Keep what was typed; submit it where that was asked."""
    is_finished = "submit" in request.POST
    criteria = criteria_for(found)
    if request.POST.get("choose") == "theirs":
        return _take_theirs(request, found)
    form = ReviewForm(request.POST, criteria=criteria, complete=is_finished)
    if not form.is_valid():
        return _invalid(request, found, form, now)
    act = actions.submit if is_finished else actions.save
    try:
        kept = act(found, **form.given, by=request.user)
    except actions.ReviewChanged as refused:
        return _conflict(request, own_review(request, found.pk), form, str(refused))
    except Refused as refused:
        return _refused(request, own_review(request, found.pk), form, str(refused))
    if is_autosave(request):
        said = _("Saved at %(time)s") % {"time": f"{timezone.localtime(now):%H:%M:%S}"}
        return JsonResponse({"message": said, "version": kept.version, "seen": ""})
    if not is_finished:
        messages.success(request, _("Your scores were saved."))
        return redirect("judging_review", found.pk)
    messages.success(request, _("Submitted. You can reopen it until the judging closes."))
    return redirect("judging_review", found.pk)


def _take_theirs(request: HttpRequest, found: Review) -> HttpResponse:
    """Keep what the other window saved, under a new number: what this one typed is given up."""
    texts = {"comment": found.comment, "notes": found.notes, "version": found.version}
    try:
        actions.save(found, points=points_of(found), **texts, by=request.user)
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("judging_review", found.pk)


def _invalid(request: HttpRequest, found: Review, form: ReviewForm, now: datetime) -> HttpResponse:
    """Show what is wrong with the form as typed; nothing was saved."""
    if is_autosave(request):
        wrong = [form[name] for name in form.errors if name in form.fields]
        said = " ".join(f"{field.label}: {field.errors[0]}" for field in wrong)
        return JsonResponse({"message": _("Not saved.") + " " + said}, status=422)
    return review_page(request, found, now, form=form, status=422)


def _conflict(request: HttpRequest, found: Review, form: ReviewForm, said: str) -> HttpResponse:
    """Show both versions; the form as typed now stands on what was saved meanwhile."""
    criteria, points = criteria_for(found), points_of(found)
    context = {
        "conflict": said,
        "review": found,
        "saved": [(each.title, points.get(each.pk)) for each in criteria],
        "total": total_of(criteria, points),
    }
    if is_autosave(request):
        panel = render_to_string("judging/parts/conflict.html", context, request)
        answer = {"version": found.version, "seen": "", "conflict": panel}
        said = _("Not saved: this review was changed meanwhile.")
        answer |= {"message": said, "link": "#conflict", "label": _("Choose a version")}
        return JsonResponse(answer, status=409)
    form.data = form.data.copy()
    form.data["version"] = found.version
    return review_page(request, found, timezone.now(), form=form, status=409, **context)


def _refused(request: HttpRequest, found: Review, form: ReviewForm, said: str) -> HttpResponse:
    """Say why nothing was saved, with what was typed to copy."""
    now = timezone.now()
    if is_autosave(request):
        note = _("Nothing was saved: copy what you want to keep.")
        return JsonResponse({"message": f"{said} {note}"}, status=403)
    return review_page(request, found, now, form=form, refused=said, status=403)


def _reopen(request: HttpRequest, found: Review, now: datetime) -> HttpResponse:
    try:
        actions.reopen(found, by=request.user)
        messages.success(request, _("Reopened. It counts again once you submit it."))
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("judging_review", found.pk)


def _recuse(request: HttpRequest, found: Review, now: datetime) -> HttpResponse:
    form = RecuseForm(request.POST)
    try:
        if form.is_valid():
            actions.recuse(found, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("You recused. The entry goes to somebody else."))
            return redirect("judging_desk")
    except Refused as refused:
        form.add_error(None, str(refused))
    return review_page(request, found, now, recuse_form=form, status=422)


def _report(request: HttpRequest, found: Review, now: datetime) -> HttpResponse:
    form = TroubleForm(request.POST, auto_id="trouble_%s")
    try:
        if form.is_valid():
            actions.report_trouble(found, text=form.cleaned_data["text"], by=request.user)
            messages.success(request, _("Thank you: staff were told. The answer comes here."))
            return redirect("judging_review", found.pk)
    except Refused as refused:
        form.add_error(None, str(refused))
    return review_page(request, found, now, trouble_form=form, status=422)


#: What a button of the page does, by the value that it sends; without one the form is saved.
ACTS: dict[str, Callable[[HttpRequest, Review, datetime], HttpResponse]] = {
    "reopen": _reopen,
    "recuse": _recuse,
    "report": _report,
}


# --- The page ---------------------------------------------------------------------------------


def review_page(
    request: HttpRequest, found: Review, now: datetime, *, status: int = 200, **given
) -> HttpResponse:
    """Show a review; `given` holds forms as they were sent and why something was refused."""
    user, judge = request.user, found.judge
    prefetch_related_objects([found], *SHOWN, FILES, "troubles")
    unseen = rules.why_not_see(user, found, now)
    context = {
        "review": found,
        "judge": judge,
        "stage": judge.stage,
        "contest": judge.stage.contest,
        "now": now,
        "place": _place(found),
        "may_recuse": rules.why_not_recuse(user, found, now) is None,
        "recuse_form": RecuseForm(),
        "trouble_form": TroubleForm(auto_id="trouble_%s"),
    }
    if unseen:
        is_blind = rules.is_blind_to(judge, now)
        has_begun = rules.why_not_open_desk(user, judge, now) is None
        title = titles_of([found.entry], is_blind=is_blind)[found.entry_id]
        context |= {"unseen": unseen, "title": title if has_begun else "", **given}
        status = status if "recuse_form" in given else 403
        return render(request, "judging/review_unseen.html", context, status=status)
    criteria = criteria_of(judge.stage)
    applied = criteria_for(found, criteria)
    sees_others = rules.may_see_others(user, found, now)
    is_blind = rules.is_blind_to(judge, now)
    context |= {
        "troubles": [(each, answer_to(each, now)) for each in found.troubles.all()],
        "source": None if is_blind else pushed_by(found.entry),
        "sight": sight_of(found, now),
        "form": ReviewForm.of(found, applied),
        "own_total": total_in(found, criteria),
        "why_not_save": rules.why_not_save(user, found, now),
        "may_reopen": rules.why_not_reopen(user, found, now) is None,
        "may_report": rules.why_not_report(user, found, now) is None,
        "others": others_of(found, applied) if sees_others else None,
        "sees_others": sees_others,
    } | given
    return render(request, "judging/review.html", context, status=status)


def _place(found: Review) -> dict:
    """Return where the review stands among what its judge has, and its neighbours."""
    rows = list(
        Review.objects.filter(judge=found.judge, entry__live=True)
        .exclude(state=Review.State.RECUSED)
        .order_by("pk")
        .values_list("pk", "state")
    )
    keys = [pk for pk, _state in rows]
    if found.pk not in keys:
        return {}
    at = keys.index(found.pk)
    left = [pk for pk, state in rows if state == Review.State.ASSIGNED and pk != found.pk]
    return {
        "number": at + 1,
        "count": len(keys),
        "previous": keys[at - 1] if at else None,
        "next": keys[at + 1] if at + 1 < len(keys) else None,
        "next_to_do": next((pk for pk in left if pk > found.pk), left[0] if left else None),
    }
