"""The card that stands for a contest where a link to it is shared."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms import cards, frame
from contest_pages.models import ContestPage


def card_of(page: ContestPage) -> cards.Card:
    """Say what stands on the card of a contest."""
    return cards.Card(
        title=page.shown_title,
        site=frame.kept().settings.site_name,
        accent=page.contest.accent,
        seed=page.contest.slug,
        kicker=page.contest.get_kind_display(),
        lead=page.tagline,
    )


def card_address(page: ContestPage, request: HttpRequest) -> str:
    """Return the absolute address of the contest's card."""
    path = reverse("contest_card", args=[page.contest.slug])
    return request.build_absolute_uri(cards.address_of(path, card_of(page)))


@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Hand out the card of an announced contest."""
    pages = ContestPage.objects.live().public().filter(locale__language_code=get_language())
    page = get_object_or_404(pages.select_related("contest"), contest__slug=slug)
    return cards.answer(request, card_of(page))
