"""A contest, its dated stages and its announcement."""

from contest_pages.models.check import CheckItem
from contest_pages.models.contest import Consent, Contest, Prize, Round, Track
from contest_pages.models.criterion import Criterion
from contest_pages.models.extension import Extension
from contest_pages.models.page import ContestIndexPage, ContestPage
from contest_pages.models.question import Question
from contest_pages.models.stage import Stage

__all__ = [
    "CheckItem",
    "Consent",
    "Contest",
    "ContestIndexPage",
    "ContestPage",
    "Criterion",
    "Extension",
    "Prize",
    "Question",
    "Round",
    "Stage",
    "Track",
]
