"""Taking a publiccode.yml into the showcase: a page is made of it, or brought up to date."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail_localize.synctree import create_aliases_for_new_page

from cms.errors import Refused
from showcase import exporting, importing, pictures, queries, rules, tasks
from showcase.links import source as look
from showcase.models import RESERVED_SLUGS, AppIndexPage, AppPage
from showcase.publiccode.reading import Reading


class Outcome(models.TextChoices):
    """What came of a document."""

    PUBLISHED = "published", _("Published")
    DRAFTED = "drafted", _("Kept as a draft")
    UNCHANGED = "unchanged", _("Nothing new in it")


@dataclass(frozen=True)
class Taken:
    """A document that was taken: the app's main page, and what came of it."""

    page: AppPage
    outcome: Outcome
    is_new: bool


def import_document(reading: Reading, *, source: str, by, may_publish: bool = True) -> Taken:
    """Take a document that was read from `source`, an address or the name of a file.

    Of a valid one the page is published; but where there is a page for its `url` that an editor
    has changed since, and where there are faults, a draft is kept beside what is public, with
    what is right in the document. `by` is None for a command. Raises Refused.
    """
    content = reading.content
    if not (content.get("url") or content.get("name")):
        raise Refused(_("The document says neither what the software is called nor where it is."))
    index = queries.showcase_for_drafts()
    if reason := rules.why_not_import(by, index):
        raise Refused(reason)
    try:
        with transaction.atomic():
            # Two at a time would both find no page and make one each.
            AppIndexPage.objects.select_for_update().get(pk=index.pk)
            app = queries.app_at(content.get("url", ""))
            if app is None:
                taken = _create(reading, index, source, by, may_publish)
            else:
                taken = _update(app, reading, source, by, may_publish)
            said = content.get("description", {}).values()
            if any("screenshots" in each for each in said) and pictures.are_missing(taken.page):
                fetch = partial(tasks.fetch_pictures.enqueue, taken.page.pk, source)
                transaction.on_commit(fetch)
    except ValidationError as error:
        raise Refused(_("The page cannot hold it: %s") % " ".join(error.messages)) from None
    return taken


def slug_for(name: str) -> str:
    """Return an address below the showcase that no page has yet."""
    stem = slugify(name, allow_unicode=True)[:200] or "app"
    slug, number = stem, 1
    while slug in RESERVED_SLUGS or AppPage.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _create(reading: Reading, index: AppIndexPage, source: str, by, may_publish: bool) -> Taken:
    content = reading.content
    name = content.get("name") or content["url"].rstrip("/").rpartition("/")[2]
    name = exporting.plain(name)[:255] or str(_("App"))
    app = AppPage(title=name, live=False, has_unpublished_changes=True, slug=slug_for(name))
    app.locale = index.locale
    _fill([app], content)
    index.add_child(instance=app)
    log(instance=app, action="wagtail.create", user=by, data={"publiccode": source})
    create_aliases_for_new_page(app)
    pages = [app, *_freed(_to_free(app, content))]
    _fill(pages, content)
    _keep(pages, reading)
    is_public = reading.is_valid and may_publish
    for page in pages:
        page.save()
        _revise(page, by=by, publish=is_public)
    look.request_on_commit(app)
    return Taken(app, Outcome.PUBLISHED if is_public else Outcome.DRAFTED, is_new=True)


def _update(app: AppPage, reading: Reading, source: str, by, may_publish: bool) -> Taken:
    pages = queries.locked_pages_of(app)
    app, content = pages[0], reading.content
    latest = app.get_latest_revision_as_object()
    if latest.imported.get("digest") == digest_of(reading):
        return Taken(app, Outcome.UNCHANGED, is_new=False)
    for page in pages:
        if reason := rules.why_not_change(by, page):
            raise Refused(reason)
    freed = _to_free(app, content)
    was_public = app.live and not any(page.has_unpublished_changes for page in pages)
    pages = [page.get_latest_revision_as_object() for page in pages]
    is_untouched = exporting.mark_of(pages) == app.imported.get("mark")
    is_public = (
        reading.is_valid
        and may_publish
        and is_untouched
        and (was_public or app.first_published_at is None)
        and all(rules.may_publish_page(by, page) for page in [*pages, *freed])
    )
    if not reading.is_valid:
        content = _over(exporting.document_of(pages), content)
    if is_public:
        pages += _freed(freed)
    _fill(pages, content)
    _keep(pages, reading)
    for page in pages:
        log(instance=page, action="wagtail.edit", user=by, data={"publiccode": source})
        _revise(page, by=by, publish=is_public)
    look.request_on_commit(pages[0])
    return Taken(app, Outcome.PUBLISHED if is_public else Outcome.DRAFTED, is_new=False)


def digest_of(reading: Reading) -> str:
    """Return a hash of what a document says and of its faults."""
    keys = [fault.key for fault in reading.faults]
    said = json.dumps([reading.content, keys], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _to_free(app: AppPage, content: dict[str, Any]) -> list[AppPage]:
    """Return the pages that repeat the app's, and of which the document has the language."""
    return [
        page
        for page in app.get_translations().specific().select_related("locale")
        if page.alias_of_id and importing.language_for(page.locale.language_code, content)
    ]


def _freed(pages: list[AppPage]) -> list[AppPage]:
    """Make pages of their own of those that repeat the app's."""
    for page in pages:
        page.alias_of = None
        page.save(clean=False)
    return pages


def _fill(pages: list[AppPage], content: dict[str, Any]) -> None:
    """Put the document onto the pages, and beside them what they have no field for."""
    own = [page.locale.language_code for page in pages]
    languages = {language: importing.language_for(language, content) for language in own}
    fetched, app_at = pages[0].imported.get("fetched", []), cache(queries.app_at)
    for page, tag in zip(pages, languages.values(), strict=True):
        importing.fill_facts(page, content, app_at)
        if tag:
            importing.fill_texts(page, content, tag)
        named = content.get("description", {}).get(tag, {}).get("screenshots", [])
        page.screenshots = [
            row
            for row in page.screenshots.all()
            if not row.imported_from or row.imported_from in named
        ]
    kept = importing.kept_of(content, languages)
    if exporting.plain(kept["rest"].get("name", "")) == pages[0].title:
        kept["rest"].pop("name", None)
    for page in pages:
        page.imported = {**kept, "fetched": fetched}


def _keep(pages: list[AppPage], reading: Reading) -> None:
    """Note what the pages say now, to tell later what an editor changed; and what was wrong."""
    mark = exporting.mark_of(pages)
    for page in pages:
        page.imported = {
            **page.imported,
            "mark": mark,
            "digest": digest_of(reading),
            "faults": reading.faults,
        }


def _over(said: Any, content: Any) -> Any:
    """Lay what is right in a faulty document over what the pages say already."""
    if not (isinstance(said, dict) and isinstance(content, dict)):
        return content
    return said | {key: _over(said.get(key), value) for key, value in content.items()}


def _revise(page: Page, *, by, publish: bool) -> None:
    revision = page.save_revision(user=by, clean=False)
    if publish:
        revision.publish(user=by)
