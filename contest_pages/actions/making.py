"""Making a contest from a preset, announcing, changing and deleting it."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale
from wagtail_localize.synctree import create_aliases_for_new_page

from cms.errors import Refused
from contest_pages import changes, rules
from contest_pages.models import (
    CheckItem,
    Consent,
    Contest,
    ContestIndexPage,
    ContestPage,
    Criterion,
    Prize,
    Question,
    Round,
    Stage,
    Track,
)
from contest_pages.presets import PRESETS
from contest_pages.presets.plan import Preset, StagePlan, moment
from contest_pages.presets.shared import PLEDGE_EN, PLEDGE_KO


@transaction.atomic
def create_contest(
    *, kind: str, title_ko: str, slug: str, opens_on: date, by, title_en: str = ""
) -> Contest:
    """Make a contest of a kind from its preset, with a draft of its announcement.

    `opens_on` is the first day (site time) on which entries are taken. Raises Refused when
    `by` may not, and ValidationError when title or address will not do.
    """
    if not rules.may_create(by):
        raise Refused(_("You may not make contests."))
    preset = PRESETS[kind]
    contest = Contest(
        kind=kind,
        slug=slug,
        title_ko=title_ko,
        title_en=title_en,
        accent=preset.accent,
        budget=preset.budget,
        team_min=preset.team_min,
        team_max=preset.team_max,
        pledge_ko=PLEDGE_KO,
        pledge_en=PLEDGE_EN,
    )
    contest.full_clean()
    contest.save()
    _fill(contest, preset, opens_on)
    log(instance=contest, action="contest.create", user=by, title=contest.title_ko)
    announce(contest, by=by)
    return contest


def _fill(contest: Contest, preset: Preset, opens_on: date) -> None:
    """Give a new contest the rows of its preset, in their order."""
    rounds = {
        number: Round.objects.create(
            contest=contest, number=number, advances=advances, sort_order=i
        )
        for i, (number, advances) in enumerate(preset.rounds)
    }
    stages = Stage.objects.bulk_create(
        _stage(contest, plan, opens_on, rounds, place) for place, plan in enumerate(preset.stages)
    )
    criteria = [
        (stage, row)
        for stage, plan in zip(stages, preset.stages, strict=True)
        for row in plan.criteria
    ]
    Criterion.objects.bulk_create(
        Criterion(contest=contest, stage=stage, sort_order=place, **row)
        for place, (stage, row) in enumerate(criteria)
    )
    for model, rows in (
        (Track, preset.tracks),
        (Prize, preset.prizes),
        (Question, preset.questions),
        (Consent, preset.consents),
        (CheckItem, preset.checks),
    ):
        model.objects.bulk_create(
            model(contest=contest, sort_order=place, **row) for place, row in enumerate(rows)
        )


def _stage(contest: Contest, plan: StagePlan, opens_on: date, rounds: dict, place: int) -> Stage:
    return Stage(
        contest=contest,
        sort_order=place,
        kind=plan.kind,
        title_ko=plan.title_ko,
        title_en=plan.title_en,
        opens_at=moment(opens_on, plan.opens),
        closes_at=moment(opens_on, plan.closes),
        changes_until=plan.changes_until and moment(opens_on, plan.changes_until),
        grace_minutes=plan.grace_minutes,
        round=rounds.get(plan.round),
        weight=plan.weight,
        is_blind=plan.is_blind,
        averaging=plan.averaging,
        reviews_per_entry=plan.reviews_per_entry,
    )


@transaction.atomic
def announce(contest: Contest, *, by) -> ContestPage:
    """Return the contest's announcement in the default language; draft one if there is none."""
    if not rules.may_create(by):
        raise Refused(_("You may not announce contests."))
    locale = Locale.get_default()
    if page := contest.announcements.filter(locale=locale).first():
        return page
    index = ContestIndexPage.objects.filter(locale=locale).order_by("path").first()
    if index is None:
        raise Refused(_("There is no list of contests yet: make that page first."))
    preset = PRESETS[contest.kind]
    page = ContestPage(
        title=contest.title_ko,
        slug=contest.slug,
        contest=contest,
        locale=locale,
        live=False,
        owner=by,
        tagline=preset.tagline,
        eligibility=preset.eligibility,
        body=_first_body(preset),
    )
    index.add_child(instance=page)
    page.save_revision(user=by)
    log(instance=page, action="wagtail.create", user=by, content_changed=True)
    # As when a page is made by hand: until it is translated it stands in English as it is.
    create_aliases_for_new_page(page)
    return page


def _first_body(preset: Preset) -> list[tuple[str, object]]:
    items = [
        {"question": question, "answer": f"<p>{answer}</p>"} for question, answer in preset.faq
    ]
    return [("heading", "자주 묻는 질문"), ("faq", {"items": items})] if items else []


@transaction.atomic
def change_contest(contest: Contest, *, save: Callable[[], Contest], by) -> Contest:
    """Let `save` write a contest's new dates and rules, which take effect at once.

    Logs what was before and after, row by row. Until it is published an announcement follows
    the contest's address. Raises Refused when `by` may not, or when a row that is to go is used.
    """
    if not rules.may_manage(by):
        raise Refused(_("You may not change contests."))
    kept = Contest.objects.select_for_update().get(pk=contest.pk)
    before = changes.snapshot(kept)
    fixed = rules.FIXED_WHEN_ANNOUNCED
    if rules.was_announced(kept) and any(getattr(kept, f) != getattr(contest, f) for f in fixed):
        raise Refused(rules.ANNOUNCED)
    try:
        saved = save()
    except ProtectedError as error:
        raise Refused(_("Something that is to be removed is in use; nothing was saved.")) from error
    after = changes.snapshot(Contest.objects.get(pk=contest.pk))
    difference = changes.difference(before, after)
    if difference:
        log(instance=saved, action="contest.changed", user=by, data={"changes": difference})
    if kept.slug != saved.slug:
        for page in saved.announcements.all():
            page.save()
    return saved


@transaction.atomic
def delete_contest(contest: Contest, *, by) -> None:
    """Delete a contest that was never announced nor used, with the drafts of its announcement."""
    if reason := rules.why_not_delete(by, contest):
        raise Refused(reason)
    for page in contest.announcements.all():
        page.delete(user=by)
    log(instance=contest, action="wagtail.delete", user=by, deleted=True)
    try:
        # Rounds are protected by their stages, even from going with them.
        contest.stages.all().delete()
        contest.delete()
    except ProtectedError as error:
        raise Refused(_("This contest is in use and cannot be deleted.")) from error
