"""What was seen of a link, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from showcase.links.asking import Reach

_FAILURES: dict[str, Promise] = {
    "no_server": _("There is no server of that name."),
    "slow": _("The server takes too long."),
    "certificate": _("The server's certificate is not valid for its name."),
    "no_answer": _("The server does not answer."),
    "no_end": _("The address leads from one to the next without an end."),
    "not_allowed": _("The address is not one of the public web."),
}
_REACHES: dict[str, Promise] = {
    Reach.ANSWERS: _("It answers."),
    Reach.MISSING: _("The server says that there is nothing at this address."),
    Reach.FAILS: _("The server answers with an error."),
    Reach.CLOSED: _("The server does not let our check in; people may be let in."),
    Reach.LATER: _("The server asks for patience: it is checked later."),
    Reach.BARRED: _("The server wants no automatic visits (robots.txt)."),
}


def seen(evidence: dict) -> str:
    """Say what was seen the last time, with the status where there was one."""
    reach, status = evidence.get("reach", ""), evidence.get("status", 0)
    sentence = _FAILURES.get(evidence.get("reason", "")) or _REACHES.get(reach, "")
    shows = status and reach != Reach.ANSWERS
    return f"{sentence} ({status})" if shows else str(sentence)
