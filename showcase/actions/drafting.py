"""Drafting an app page from an accepted entry."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.html import linebreaks
from wagtail.log_actions import log
from wagtail_localize.synctree import create_aliases_for_new_page

from cms import licences
from cms.errors import Refused
from contest_pages.entries.models import Entry
from media.actions import publish_picture
from media.models import PrivateFile, SiteImage
from showcase import queries, rules
from showcase.links import source
from showcase.models import AppPage, AppScreenshot

PORTRAIT = 1.2  # height to width from which a picture is taken for a phone's screen


def draft_app_from_entry(entry: Entry, *, by, now: datetime | None = None) -> AppPage:
    """Draft an app page from an accepted entry; an entry makes one, asked for how often ever.

    The draft stands in the showcase of the default language, and as an alias in the others. It
    has the content that was accepted. Raises Refused.
    """
    index = queries.showcase_for_drafts()
    if reason := rules.why_not_draft_app(by, entry, index, now or timezone.now()):
        raise Refused(reason)
    images: list[SiteImage] = []
    try:
        with transaction.atomic():
            Entry.objects.select_for_update().get(pk=entry.pk)
            if app := queries.app_of(entry):
                return app
            app = _app_from(entry)
            app.screenshots = _screenshots(entry, images, by)
            index.add_child(instance=app)
            log(instance=app, action="wagtail.create", user=by, data={"entry": entry.receipt})
            app.save_revision(user=by)
            source.request_on_commit(app)
            create_aliases_for_new_page(app)
    except BaseException:
        for image in images:
            image.file.storage.delete(image.file.name)
        raise
    return app


def _app_from(entry: Entry) -> AppPage:
    return AppPage(
        title=entry.title,
        summary=entry.summary,
        body=[("text", linebreaks(entry.description, autoescape=True))],
        maker=entry.team_name,
        source_url=entry.source_url,
        licence=entry.licence if licences.is_known(entry.licence) else "",
        web_url=entry.web_url,
        android_url=entry.android_url,
        ios_url=entry.ios_url,
        is_web=bool(entry.web_url),
        is_android=bool(entry.android_url),
        is_ios=bool(entry.ios_url),
        entry=entry,
        live=False,
        has_unpublished_changes=True,
    )


def _screenshots(entry: Entry, images: list[SiteImage], by) -> list[AppScreenshot]:
    """Copy the entry's pictures; `images` gathers what was written, so that it can be undone."""
    keys = [picture["file"] for picture in entry.images]
    files = PrivateFile.objects.filter(uuid__in=keys, entry_file__entry=entry)
    by_key = {str(file.uuid): file for file in files}
    shots = []
    for number, picture in enumerate(entry.images, 1):
        file = by_key.get(str(picture["file"]))
        if file is None or not file.is_image:
            continue
        alt = picture.get("alt", "")
        image = publish_picture(file, title=f"{entry.title} {number}", description=alt, by=by)
        images.append(image)
        is_phone = image.height > image.width * PORTRAIT
        shape = AppScreenshot.Shape.PHONE if is_phone else AppScreenshot.Shape.WIDE
        shots.append(AppScreenshot(image=image, alt=alt[:200], shape=shape, sort_order=number))
    return shots
