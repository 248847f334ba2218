"""What can be done with a citizen panel and its ballots."""

from contest_pages.voting.actions.applying import (
    apply_again,
    apply_with_account,
    apply_with_address,
    confirm,
    forget_unconfirmed,
    withdraw,
)
from contest_pages.voting.actions.casting import cast
from contest_pages.voting.actions.following import follow_up
from contest_pages.voting.actions.links import (
    ask_for_link,
    open_ballots,
    remind,
    revoke,
    send_again,
    send_links,
    use,
    write_links,
)
from contest_pages.voting.actions.selecting import put_on_panel, select, turn_down

__all__ = [
    "apply_again",
    "apply_with_account",
    "apply_with_address",
    "ask_for_link",
    "cast",
    "confirm",
    "follow_up",
    "forget_unconfirmed",
    "open_ballots",
    "put_on_panel",
    "remind",
    "revoke",
    "select",
    "send_again",
    "send_links",
    "turn_down",
    "use",
    "withdraw",
    "write_links",
]
