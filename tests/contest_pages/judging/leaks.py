"""What an answer says of who made an entry that names its team everywhere (`planted`)."""

import io
import zipfile

from django.urls import reverse
from pypdf import PdfReader

from contest_pages.entries.models import Entry
from contest_pages.judging import urls
from tests.contest_pages.judging.planted import HIDDEN


def unpacked(content: bytes) -> bytes:
    """The content with all that is packed in it laid open: a zip's members, a PDF's objects."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inner = b"".join(
                unpacked(archive.read(each)) + each.filename.encode() for each in archive.infolist()
            )
        return content + inner
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        streams = [each.get_object() for each in reader.xref_objStm] if reader.xref_objStm else []
        said = f"{reader.metadata} {reader.xmp_metadata} {reader.attachments} {streams}"
        return content + said.encode()
    return content


def said(response) -> str:
    """All that a response says, headers included, in lower case."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return (headers + unpacked(body).decode("utf-8", "replace")).lower()


def leaks(response, entry: Entry) -> list[str]:
    """What of the hidden words a response says."""
    everything = said(response)
    own = (entry.receipt.lower(), entry.slug)
    return [word for word in (*HIDDEN, *own) if word.lower() in everything]


def addresses_of(review) -> dict[str, str]:
    """Every address of judging for the judge of a review, by name; files one by one."""
    found = {}
    for each in urls.urlpatterns:
        keys = set(each.pattern.converters)
        if keys == {"pk"}:
            pk = review.pk if "review" in each.name else review.judge_id
            found[each.name] = reverse(each.name, args=[pk])
        elif keys == {"pk", "number"}:
            for number in range(14):
                url = reverse(each.name, args=[review.pk, number])
                found |= {
                    f"{each.name} {number}": url,
                    f"{each.name} {number} small": f"{url}?small",
                }
        elif keys == {"token"}:
            found[each.name] = reverse(each.name, args=["nonsense"])
        else:
            found[each.name] = reverse(each.name)
    return found
