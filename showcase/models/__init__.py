"""Apps, what they are about, and what is kept beside them."""

from showcase.models.app import RESERVED_SLUGS, AppPage, AppPageQuerySet
from showcase.models.index import AppIndexPage
from showcase.models.link_check import LinkCheck
from showcase.models.metadata import (
    AppAudience,
    AppCategory,
    AppContact,
    AppContractor,
    AppLanguage,
    AppOrigin,
)
from showcase.models.parts import (
    CARD_RENDITIONS,
    SHOT_RENDITIONS,
    AppScreenshot,
    AppTopic,
    Topic,
    pictures_and_awards,
)
from showcase.models.source_check import SourceCheck

__all__ = [
    "CARD_RENDITIONS",
    "RESERVED_SLUGS",
    "SHOT_RENDITIONS",
    "AppAudience",
    "AppCategory",
    "AppContact",
    "AppContractor",
    "AppIndexPage",
    "AppLanguage",
    "AppOrigin",
    "AppPage",
    "AppPageQuerySet",
    "AppScreenshot",
    "AppTopic",
    "LinkCheck",
    "SourceCheck",
    "Topic",
    "pictures_and_awards",
]
