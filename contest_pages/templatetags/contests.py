"""Tags that show contests."""

from datetime import datetime

from django import template

from contest_pages.announcement import STATE_TONES
from contest_pages.models import ContestPage
from contest_pages.queries import State

register = template.Library()


@register.inclusion_tag("ui/contest_card.html", takes_context=True)
def contest_card(context, page: ContestPage, now: datetime, level: int = 3) -> dict:
    """Draw the card of an announcement that comes from `queries.announcements`."""
    state = State(page.state)
    return {
        "title": page.shown_title,
        "url": page.get_url(context.get("request")),
        "summary": page.tagline,
        "poster": page.poster,
        "accent": page.contest.accent,
        "seed": page.contest.slug,
        "state": state.label,
        "state_tone": STATE_TONES.get(state, "outline"),
        "opens": page.entry_opens,
        "closes": page.entry_closes,
        "counting": state == State.OPEN,
        "prize": page.contest.prize_sum,
        "closed": state in (State.CLOSED, State.CANCELLED),
        "level": level,
        "now": now,
    }
