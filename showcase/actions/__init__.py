"""What can be done with apps: one file per subject."""

from showcase.actions.drafting import draft_app_from_entry
from showcase.actions.importing import Taken, import_document

__all__ = ["Taken", "draft_app_from_entry", "import_document"]
