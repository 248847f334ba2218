"""What can be done with results."""

from contest_pages.results.actions.sheets import (
    countersign,
    decide_tie,
    freeze,
    move_publication,
    write_citations,
)

__all__ = ["countersign", "decide_tie", "freeze", "move_publication", "write_citations"]
