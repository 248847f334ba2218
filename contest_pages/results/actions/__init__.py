"""What can be done with results."""

from contest_pages.results.actions.importing import import_award
from contest_pages.results.actions.sheets import countersign, decide_tie, freeze, write_citations

__all__ = ["countersign", "decide_tie", "freeze", "import_award", "write_citations"]
