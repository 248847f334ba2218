"""Reads of apps that more than one place needs."""

from datetime import datetime

from django.db.models import (
    Case,
    IntegerField,
    Prefetch,
    Value,
    When,
    prefetch_related_objects,
)
from django.http import HttpRequest

from contest_pages.entries.models import Entry
from media.models import SiteRendition
from showcase.models import SHOT_RENDITIONS, AppPage, AppScreenshot, AppTopic, Topic


def surroundings(app: AppPage, request: HttpRequest, now: datetime) -> dict:
    """Return what an app's page shows around it: pictures, topics, origin, related apps."""
    topics = [link.topic for link in topic_links(app)]
    crumbs = app.crumbs(request)
    return {
        "crumbs": crumbs,
        "showcase_url": crumbs[-1]["url"] if crumbs else "",
        "pictures": [shot.as_picture() for shot in pictures_of(app)],
        "topics": topics,
        "origin": origin_of(app, now),
        "related": related(app, topics),
    }


def topic_links(app: AppPage) -> list[AppTopic]:
    """Return the app's topics, also those of a preview that are in no table yet."""
    links = list(app.topic_links.all())
    found = Topic.objects.in_bulk([link.topic_id for link in links])
    for link in links:
        link.topic = found[link.topic_id]
    return links


def pictures_of(app: AppPage) -> list[AppScreenshot]:
    """Return the app's screenshots with the renditions that its page shows."""
    shots = list(app.screenshots.all())
    sizes = SiteRendition.objects.filter(filter_spec__in=SHOT_RENDITIONS)
    prefetch_related_objects(
        shots, "image", Prefetch("image__renditions", sizes, to_attr="prefetched_renditions")
    )
    return shots


def origin_of(app: AppPage, now: datetime) -> Entry | None:
    """Return the entry that the app comes from, where the public may see it."""
    if not app.entry_id:
        return None
    return Entry.objects.public(now).select_related("contest").filter(pk=app.entry_id).first()


def related(app: AppPage, topics: list[Topic], count: int = 3) -> list[AppPage]:
    """Return other published apps of the showcase: those that share a topic first."""
    others = AppPage.objects.live().public().filter(locale=app.locale_id).exclude(pk=app.pk)
    same = others.filter(topic_links__topic__in=topics).values("pk")
    nearness = Case(When(pk__in=same, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(others.for_cards().order_by(nearness, "-first_published_at", "-pk")[:count])
