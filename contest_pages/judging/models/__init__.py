"""Judges of a stage, what each has to review, and the scores they gave."""

from contest_pages.judging.models.judge import Conflict, Judge
from contest_pages.judging.models.review import Review, Score, Trouble

__all__ = ["Conflict", "Judge", "Review", "Score", "Trouble"]
