"""What is to be shared out in a stage, as it stands in the database."""

from collections.abc import Collection

from contest_pages.entries.models import Entry
from contest_pages.judging.assignment import Wish
from contest_pages.judging.conflicts import barred
from contest_pages.judging.models import Review
from contest_pages.models import Stage


def wish_of(stage: Stage, *, lock: bool = False, only: Collection[int] | None = None) -> Wish:
    """Return what the stage wishes: its judges, its entries, and what has to stay.

    A finished review stays whoever gave it; a begun one while its judge sits. With `only`,
    what those entries lack is asked for and every review stays. `lock` keeps the reviews that
    may be moved from being begun meanwhile. `barred` maps each pair to its reason in words.
    """
    entries = Entry.objects.scored_in(stage)
    judges, reviews = stage.judges.sitting(), Review.objects.filter(judge__stage=stage)
    if lock:
        # Judges first, as when one of them saves: else each might wait for the other.
        judges = judges.select_for_update(of=("self",), no_key=True)
        reviews = reviews.select_for_update(of=("self",))
    judges = list(judges.order_by("pk"))
    seated = {judge.pk for judge in judges}
    kept, untouched = set(), set()
    for review in reviews.order_by("pk"):
        pair = review.judge_id, review.entry_id
        if review.state == Review.State.SUBMITTED:
            kept.add(pair)
        elif review.state == Review.State.ASSIGNED and review.judge_id in seated:
            stays = review.is_begun or only is not None
            (kept if stays else untouched).add(pair)
    asked = entries.order_by("pk").values_list("pk", flat=True)
    return Wish(
        judges=[judge.pk for judge in judges],
        entries={pk: stage.reviews_per_entry if only is None or pk in only else 0 for pk in asked},
        barred=barred(judges, entries),
        kept=kept,
        untouched=untouched,
    )
