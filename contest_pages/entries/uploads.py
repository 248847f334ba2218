"""Files that are sent with an entry's form: each is kept or refused by itself."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from contest_pages.entries import actions
from contest_pages.entries.models import Entry, EntryFile
from contest_pages.entries.places import Kept, field_of, file_places
from media.models import PrivateFile

RESTORE = "restore_"


def kept_as_sent(entry: Entry, sent: QueryDict, attached: Mapping[str, EntryFile]) -> Kept:
    """Return the attached files that a form still shows: those named, less those ticked off,
    and those that are put back."""
    kept: dict[str, list[PrivateFile]] = {place: [] for place in file_places(entry.contest)}
    put_back = [name.removeprefix(RESTORE) for name in sent if name.startswith(RESTORE)]
    for uuid in dict.fromkeys(sent.getlist("kept") + put_back):
        found = attached.get(uuid)
        if found and found.key in kept and f"remove_{uuid}" not in sent:
            kept[found.key].append(found.file)
    return kept


def receive(entry: Entry, sent: MultiValueDict, kept: Kept, *, by) -> list[tuple[str, str]]:
    """Receive and attach what was sent, add it to `kept`, and return what was refused.

    A refusal is the name of a form field and the sentence for it. Raises Refused when the
    entry is no longer open to its team.
    """
    refusals = []
    for key, place in file_places(entry.contest).items():
        for upload in sent.getlist(field_of(key)):
            if len(kept[key]) >= place.most:
                sentence = _("“%(name)s” was not kept: at most %(limit)s files fit here.")
                sentence %= {"name": upload.name, "limit": place.most}
                refusals.append((field_of(key), sentence))
                continue
            try:
                file = PrivateFile.objects.receive(
                    upload, by=by, kinds=place.kinds, max_bytes=place.max_bytes
                )
            except ValidationError as error:
                refusals += [(field_of(key), message) for message in error.messages]
                continue
            actions.attach(entry, file, key=key, by=by)
            kept[key].append(file)
    return refusals
