"""Where documents come from: addresses and files, each read and checked."""

from pathlib import Path

from django.utils.translation import gettext as _

from cms import fetching
from showcase.publiccode.addresses import document_at
from showcase.publiccode.faults import Fault
from showcase.publiccode.reading import Reading, read
from showcase.publiccode.yaml12 import MOST_BYTES

SECONDS = 15.0


def is_address(source: str) -> bool:
    """Whether a source is to be fetched."""
    return source.lower().startswith(("http://", "https://"))


def unread(reason: str) -> Reading:
    """Return what is known of a document that could not be had."""
    return Reading({}, [Fault("", reason)])


def read_file(path: str) -> Reading:
    """Read a document from this machine."""
    try:
        with Path(path).open("rb") as file:
            return read(file.read(MOST_BYTES + 1))
    except FileNotFoundError:
        return unread(_("There is no such file."))
    except (OSError, ValueError):
        return unread(_("The file cannot be read."))


def found_at(address: str) -> str:
    """Return where the document is that an address means: of a repository, the file in it."""
    return document_at(address.strip())


def fetch_document(address: str) -> bytes:
    """Fetch a document. Raises cms.fetching.NotFetched with a sentence."""
    answer = fetching.fetch(address, most=MOST_BYTES, timeout=SECONDS)
    if answer.status != 200:
        raise fetching.NotFetched(
            _("%(address)s answered %(status)s.") % {"address": address, "status": answer.status}
        )
    return answer.content
