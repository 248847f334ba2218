"""Fetching the pictures that an imported publiccode.yml names."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from wagtail.models import Collection

from cms import fetching
from media.checks import check_upload
from media.formats import FileKind
from media.models import SiteImage
from showcase import queries
from showcase.models import AppPage, AppScreenshot
from showcase.publiccode.addresses import picture_at

#: Bytes of a picture and seconds that it may take; how many of a document are fetched.
MOST_BYTES, SECONDS, MOST = 8_000_000, 15.0, 8
PORTRAIT = 1.2  # height to width from which a picture is taken for a phone's screen


def fetch_pictures(app: AppPage, *, source: str) -> int:
    """Fetch what the app's document names and no page shows yet; return how many came.

    `source` is where the document was found. What cannot be had is left out, as it was: it stays
    in the document. They come onto each page in the way of any change: where a draft is kept
    beside what is public, into the draft.
    """
    fetched: dict[str, SiteImage] = {}
    for page in queries.latest_of(app):
        for name in missing(page)[:MOST]:
            if name not in fetched and (image := _fetch(page, name, source)):
                fetched[name] = image
    if not fetched:
        return 0
    with transaction.atomic():
        # That took its time: what the pages are now counts, not what they were.
        pages = queries.locked_pages_of(app)
        return sum(_add(page, fetched) for page in pages)


def are_missing(app: AppPage) -> bool:
    """Whether the app's document names pictures that were never had."""
    return any(missing(page) for page in queries.latest_of(app))


def missing(page: AppPage) -> list[str]:
    """Return the pictures that the document names for a page and that were not fetched."""
    tag = page.imported.get("said_in", {}).get(page.locale.language_code)
    named = page.imported.get("languages", {}).get(tag, {}).get("screenshots", [])
    done = page.imported.get("fetched", [])
    return [name for name in dict.fromkeys(named) if name not in done and len(name) <= 500]


def _fetch(page: AppPage, name: str, source: str) -> SiteImage | None:
    address = picture_at(name, source=source, repository=page.source_url)
    if not address:
        return None
    try:
        answer = fetching.fetch(address, most=MOST_BYTES, timeout=SECONDS)
        if answer.status != 200:
            return None
        file = SimpleUploadedFile(
            PurePosixPath(urlsplit(address).path).name or "picture", answer.content
        )
        check_upload(file, kinds=[FileKind.IMAGE], max_bytes=MOST_BYTES)
    except (fetching.NotFetched, ValidationError):
        return None
    return SiteImage(title=f"{page.title} – {file.name}"[:255], file=file)


def _add(page: AppPage, fetched: dict[str, SiteImage]) -> int:
    """Put onto a page's latest revision what it still misses; return how many those are."""
    is_public = page.live and not page.has_unpublished_changes
    page = page.get_latest_revision_as_object()
    added = [name for name in missing(page) if name in fetched]
    if not added:
        return 0
    rows = list(page.screenshots.all())
    for name in added:
        image = _kept(fetched[name])
        is_phone = image.height > image.width * PORTRAIT
        shape = AppScreenshot.Shape.PHONE if is_phone else AppScreenshot.Shape.WIDE
        row = AppScreenshot(
            image=image,
            shape=shape,
            imported_from=name,
            sort_order=len(rows),
            locale_id=page.locale_id,
        )
        rows.append(row)
    page.screenshots = rows
    page.imported = {**page.imported, "fetched": [*page.imported.get("fetched", []), *added]}
    revision = page.save_revision(clean=False)
    if is_public:
        revision.publish()
    return len(added)


def _kept(image: SiteImage) -> SiteImage:
    """Save a picture that is not saved yet."""
    if image.pk is None:
        image.collection = Collection.get_first_root_node()
        image._set_image_file_metadata()
        image.save()
    return image
