"""What can be done with repositories and tokens: one function per act, one file per subject."""

from contest_pages.vault.actions.access import record
from contest_pages.vault.actions.bundles import bundle_submission
from contest_pages.vault.actions.making import appoint, create, make, measure, note_push
from contest_pages.vault.actions.states import (
    check_source,
    finish_mirror,
    give_back,
    mirror,
    open_to_all,
    run_check,
    seal,
)
from contest_pages.vault.actions.tending import forget, tend
from contest_pages.vault.actions.tokens import make_token, revoke_token, use_token
from contest_pages.vault.actions.uploading import upload

__all__ = [
    "appoint",
    "bundle_submission",
    "check_source",
    "create",
    "finish_mirror",
    "forget",
    "give_back",
    "make",
    "make_token",
    "measure",
    "mirror",
    "note_push",
    "open_to_all",
    "record",
    "revoke_token",
    "run_check",
    "seal",
    "tend",
    "upload",
    "use_token",
]
