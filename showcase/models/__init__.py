"""Apps, what they are about, and what is kept beside them."""

from showcase.models.app import (
    CARD_RENDITIONS,
    RESERVED_SLUGS,
    SHOT_RENDITIONS,
    AppIndexPage,
    AppPage,
    AppPageQuerySet,
    AppScreenshot,
    AppTopic,
    Topic,
    pictures_and_awards,
)

__all__ = [
    "CARD_RENDITIONS",
    "RESERVED_SLUGS",
    "SHOT_RENDITIONS",
    "AppIndexPage",
    "AppPage",
    "AppPageQuerySet",
    "AppScreenshot",
    "AppTopic",
    "Topic",
    "pictures_and_awards",
]
