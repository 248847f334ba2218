"""Apps, what they are about, and what is kept beside them."""

from showcase.models.app import RESERVED_SLUGS, AppPage, AppPageQuerySet
from showcase.models.facet import AppFacet
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
from showcase.models.problem import AppProblem
from showcase.models.source_check import SourceCheck
from showcase.models.version import AppVersion

__all__ = [
    "CARD_RENDITIONS",
    "RESERVED_SLUGS",
    "SHOT_RENDITIONS",
    "AppAudience",
    "AppCategory",
    "AppContact",
    "AppContractor",
    "AppFacet",
    "AppIndexPage",
    "AppLanguage",
    "AppOrigin",
    "AppPage",
    "AppPageQuerySet",
    "AppProblem",
    "AppScreenshot",
    "AppTopic",
    "AppVersion",
    "LinkCheck",
    "SourceCheck",
    "Topic",
    "pictures_and_awards",
]
