"""Says what an app's pages say as a publiccode.yml, of the standard's newest version.

What was imported and no field of the page holds goes out again as it came in (`AppPage.imported`):

    rest       the document's other keys, and how it wrote some that the page has in another form
    languages  its description in each language, as it came
    said_in    by language of a page, the language of the description that its texts came from
    fetched    the pictures that the document names and the page shows
    mark       what these pages said when they were imported, as a hash
    faults     what was wrong with the document, as pairs of key and reason
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.rich_text import get_text_for_indexing

from showcase.models import AppOrigin, AppPage
from showcase.publiccode.addresses import key_of_address
from showcase.publiccode.kinds import NEWEST
from showcase.publiccode.reading import Reading, check
from showcase.publiccode.text import length_of

#: What a page has a box for; other platforms stay as they were imported.
PLATFORMS = ("web", "android", "ios")
SHORT, LONG_LEAST, LONG_MOST = 150, 150, 10_000
LONGEST_ADDRESS = 500
#: So much of what an app is built on becomes rows: each is looked for among the apps.
MOST_ORIGINS = 20
_is_address = URLValidator(schemes=["http", "https"])
#: Keys of a description that pages have no field for.
KEPT = ("genericName", "apiDocumentation", "videos")


def export(pages: list[AppPage]) -> Reading:
    """Return the document of an app: its page in each language, the main one first.

    Its faults are what keeps it from being valid: what the page would have to say first.
    """
    return check(document_of(pages, base=settings.WAGTAILADMIN_BASE_URL))


def document_of(pages: list[AppPage], *, base: str = "") -> dict[str, Any]:
    """Return the document; it is not checked.

    `base` is the site's own address. Without it the document says only what these pages do: no
    awards, and addresses of this site as paths.
    """
    app = pages[0]
    rest = app.imported.get("rest", {})
    document = {
        "publiccodeYmlVersion": NEWEST,
        "name": rest.get("name") or app.title,
        "url": app.source_url or rest.get("url") or (app.public_source if base else ""),
        "landingURL": app.landing_url or rest.get("landingURL") or app.web_url,
        "isBasedOn": _origins(app, rest.get("isBasedOn", []), is_public=bool(base)),
        "softwareVersion": app.current_version,
        "releaseDate": app.released_on and app.released_on.isoformat(),
        "platforms": _platforms(app, rest.get("platforms", [])),
        "categories": [link.code for link in app.category_links.all()],
        "developmentStatus": app.development_status,
        "softwareType": app.kind,
        "intendedAudience": {
            **rest.get("intendedAudience", {}),
            "scope": [link.code for link in app.audience_links.all()],
        },
        "description": _descriptions(pages, base),
        "legal": {
            **(legal := rest.get("legal", {})),
            "license": app.licence or legal.get("license"),
        },
        "maintenance": _maintenance(app),
        "localisation": {
            "localisationReady": app.localisation_ready,
            "availableLanguages": [link.code for link in app.language_links.all()]
            or [app.locale.language_code],
        },
    }
    others = {key: value for key, value in rest.items() if key not in document}
    return {**_without_empty(document), **others}


def mark_of(pages: list[AppPage]) -> str:
    """Return a hash of what the pages say, to tell later whether an editor changed it."""
    said = json.dumps(document_of(pages), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _platforms(app: AppPage, imported: list[str] | str) -> list[str] | str:
    """Return where it runs: in the order it was imported in, then what was ticked since."""
    ticked = [name for name in PLATFORMS if name in app.platforms]
    listed = as_list(imported)
    kept = [name for name in listed if name.lower() in ticked or name.lower() not in PLATFORMS]
    known = {name.lower() for name in kept}
    now = kept + [name for name in ticked if name not in known]
    return imported if now == listed else now


def _origins(app: AppPage, imported: list[str] | str, *, is_public: bool) -> list[str] | str:
    """Return what it is built on, spelled as it was imported where that is still the same.

    What the document itself named goes out with it, whatever became of an app of that address.
    """
    links = list(app.origins.all())
    known = {key_of_address(link.address) for link in links}
    listed = as_list(imported)
    kept = [
        each
        for number, each in enumerate(listed)
        if number >= MOST_ORIGINS or key_of_address(each) in known or not is_web(each)
    ]
    named = {key_of_address(each) for each in kept}
    open_to_all = _open_to_all(links) if is_public else {link.app_id for link in links}
    added = {
        key_of_address(link.address): link.address
        for link in links
        if link.address and (link.app_id is None or link.app_id in open_to_all)
    }
    said = kept + [address for key, address in added.items() if key not in named]
    return imported if said == listed else said


def _open_to_all(links: list[AppOrigin]) -> set[int]:
    """Return which apps among the origins everybody may see: of others the source is not told."""
    keys = [link.app_id for link in links if link.app_id]
    apps = AppPage.objects.live().public().filter(pk__in=keys) if keys else AppPage.objects.none()
    return set(apps.values_list("pk", flat=True))


def is_web(address: str) -> bool:
    """Whether a page can link to the address, and has room for it."""
    if len(address) > LONGEST_ADDRESS:
        return False
    try:
        _is_address(address)
    except ValidationError:
        return False
    return True


def as_list(value: list[str] | str) -> list[str]:
    """Take one text for a list of one."""
    return [value] if isinstance(value, str) else value


def _maintenance(app: AppPage) -> dict[str, Any]:
    contacts = [
        {"name": row.name, "email": row.email, "phone": row.phone, "affiliation": row.affiliation}
        for row in app.contacts.all()
    ]
    contractors = [
        {
            "name": row.name,
            "until": row.until.isoformat(),
            "email": row.email,
            "website": row.website,
        }
        for row in app.contractors.all()
        if app.maintenance_type == "contract"
    ]
    return {"type": app.maintenance_type, "contacts": contacts, "contractors": contractors}


def _descriptions(pages: list[AppPage], base: str) -> dict[str, Any]:
    imported = pages[0].imported
    languages = dict(imported.get("languages", {}))
    for page in pages:
        own = page.locale.language_code
        source = imported.get("said_in", {}).get(own)
        if page.alias_of_id and page is not pages[0]:
            continue
        with translation.override(own):
            won = _awards(pages[0]) if base else []
            said = _description(page, languages.get(source, {}), imported, base, won)
        if source is None or primary(source) == own:
            languages[source or own] = _as_written(said, languages.get(source, {}))
        elif not _is_word_for_word(page, languages.get(source, {})):
            languages[own] = said
    return languages


def _as_written(said: dict[str, Any], imported: dict[str, Any]) -> dict[str, Any]:
    """Add what no page has; write as the document did what is the same but for its white space."""
    same = {
        key: value for key, value in imported.items() if key in said and plain(value) == said[key]
    }
    others = {
        key: value
        for key, value in imported.items()
        if key not in said and (key in KEPT or (key == "documentation" and not is_web(value)))
    }
    return {**said, **same, **others}


def plain(value: Any) -> Any:
    """Return a text, or texts in a list, without white space that people do not see."""
    if isinstance(value, list):
        return [" ".join(each.split()) for each in value]
    return value.strip().replace("\r\n", "\n")


def primary(tag: str) -> str:
    """Return a tag's language alone."""
    return tag.split("-")[0].lower()


def _is_word_for_word(page: AppPage, description: dict[str, Any]) -> bool:
    """Whether the page still says what the document said in a language that is not the page's."""
    return (
        page.summary == plain(description.get("shortDescription", page.summary))
        and page.long_description == plain(description.get("longDescription", ""))
        and page.feature_list == plain(description.get("features", []))
    )


def _awards(app: AppPage) -> list[str]:
    """Return what the app's entry won, in the active language."""
    return [f"{each.year} {each.prize.contest.title} {each.prize.title}" for each in app.awards]


def _description(
    page: AppPage,
    imported: dict[str, Any],
    whole: dict[str, Any],
    base: str,
    won: list[str],
) -> dict[str, Any]:
    name = whole.get("rest", {}).get("name")
    is_named = "localisedName" in imported or (name and plain(name) != page.title)
    fetched = whole.get("fetched", [])
    said = {
        "localisedName": page.title if is_named else "",
        "shortDescription": _cut(page.summary, SHORT),
        "longDescription": _long_description(page, base),
        "documentation": page.documentation_url,
        "features": page.feature_list or [page.summary],
        "screenshots": _screenshots(page, imported.get("screenshots", []), fetched, base),
        "awards": [*imported.get("awards", []), *won],
    }
    # What a document left to its other languages is not made up in this one.
    if imported and not page.features and "features" not in imported:
        del said["features"]
    if imported and not (page.long_description or page.body) and "longDescription" not in imported:
        del said["longDescription"]
    return _without_empty(said)


def _long_description(page: AppPage, base: str) -> str:
    """Return the description; where it is short, with facts of the page after it."""
    text = page.long_description.strip()
    if not text:
        blocks = (block for block in page.body if block.block_type == "text")
        paragraphs = (get_text_for_indexing(block.value.source) for block in blocks)
        text = "\n\n".join(text.strip() for text in paragraphs if text.strip()) or page.summary
    if length_of(text) < LONG_LEAST:
        text = "\n\n".join([text, *_facts(page, base)])
    return _cut(text, LONG_MOST)


def _facts(page: AppPage, base: str) -> Iterable[str]:
    """Say in sentences what the page shows beside its description."""
    yield _(
        "It is one of the public apps of this showcase. Its source code is open: anyone may use, "
        "change and share it as its licence allows."
    )
    if page.maker:
        yield _("Made by: %s.") % page.maker
    if page.platforms:
        names = {"android": "Android", "ios": "iOS", "web": _("Web")}
        yield _("Runs on: %s.") % ", ".join(names[name] for name in page.platforms)
    if page.licence:
        yield _("Licence: %s.") % page.licence_name
    yield _("Source code: %s") % (page.public_source if base else page.source_url)
    yield _("Its page in the showcase: %s") % urljoin(base, page.get_url() or "")


def _screenshots(page: AppPage, named: list[str], fetched: list[str], base: str) -> list[str]:
    """Return the pictures: those that the document named, by that name, then the page's own."""
    rows = list(page.screenshots.all())
    shown = {row.imported_from for row in rows}
    kept = [name for name in named if name in shown or name not in fetched]
    own = [urljoin(base, row.image.file.url) for row in rows if not row.imported_from]
    return kept + [
        address for address in own if address.lower().endswith((".png", ".jpg", ".jpeg"))
    ]


def _cut(text: str, most: int) -> str:
    """Shorten a text that is too long for the standard, and show that it was."""
    return text if length_of(text) <= most else Truncator(text).chars(most)


def _without_empty(value: Any) -> Any:
    """Leave out keys that have nothing to say."""
    if isinstance(value, list):
        return [_without_empty(each) for each in value]
    if not isinstance(value, dict):
        return value
    inner = {key: _without_empty(each) for key, each in value.items()}
    return {key: each for key, each in inner.items() if each not in ("", None, [], {})}
