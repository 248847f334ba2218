"""Puts what a publiccode.yml says onto an app's pages, without saving them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Model

from showcase.exporting import MOST_ORIGINS, as_list, is_web, plain, primary
from showcase.models import (
    AppAudience,
    AppCategory,
    AppContact,
    AppContractor,
    AppLanguage,
    AppOrigin,
    AppPage,
)
from showcase.publiccode.addresses import key_of_address

#: Keys that the page has fields for, in full; `exporting` says what else is kept of a document.
_HELD = frozenset(
    {
        *("publiccodeYmlVersion", "softwareVersion", "releaseDate", "categories"),
        *("developmentStatus", "softwareType", "description", "maintenance", "localisation"),
    }
)


def language_for(page_language: str, content: dict[str, Any]) -> str | None:
    """Return the language of the document that a page in `page_language` takes its texts from.

    Its own, else English, else the first; None for a page beside the main one that would only
    repeat it.
    """
    languages = list(content.get("description", {}))
    own = next((tag for tag in languages if primary(tag) == page_language), None)
    if own or page_language != settings.LANGUAGE_CODE:
        return own
    english = next((tag for tag in languages if primary(tag) == "en"), None)
    return english or next(iter(languages), None)


def kept_of(content: dict[str, Any], languages: dict[str, str | None]) -> dict[str, Any]:
    """Return what is kept of a document beside the fields: `AppPage.imported`, without its mark.

    `languages` says for each page which language its texts come from.
    """
    rest = {key: value for key, value in content.items() if key not in _HELD}
    for key in ("url", "landingURL"):
        if _web_address(rest.get(key)):
            del rest[key]
    for section, held in (("legal", "license"), ("intendedAudience", "scope")):
        if isinstance(rest.get(section), dict):
            rest[section] = {
                key: each
                for key, each in rest[section].items()
                if key != held or (key == "license" and not _licence(each))
            }
    return {
        "rest": rest,
        "languages": content.get("description", {}),
        "said_in": {page: tag for page, tag in languages.items() if tag},
    }


def fill_facts(
    page: AppPage, content: dict[str, Any], find_app: Callable[[str], AppPage | None]
) -> None:
    """Put onto a page what is the same in every language."""
    legal, upkeep = content.get("legal", {}), content.get("maintenance", {})
    localisation = content.get("localisation", {})
    page.source_url = _web_address(content.get("url"))
    page.landing_url = _web_address(content.get("landingURL"))
    page.licence = _licence(legal.get("license", ""))
    page.software_version = plain(content.get("softwareVersion", ""))[:100]
    released = content.get("releaseDate")
    page.released_on = date.fromisoformat(released) if released else None
    platforms = {name.lower() for name in as_list(content.get("platforms", []))}
    page.is_web, page.is_android = "web" in platforms, "android" in platforms
    page.is_ios = "ios" in platforms
    page.development_status = content.get("developmentStatus", "development")
    page.software_type = content.get("softwareType", "")
    page.maintenance_type = upkeep.get("type", "none")
    page.localisation_ready = localisation.get("localisationReady", False)
    if not page.maker:
        page.maker = _maker(content)[:80]
    page.category_links = _codes(AppCategory, content.get("categories", []))
    page.audience_links = _codes(AppAudience, content.get("intendedAudience", {}).get("scope", []))
    page.language_links = _codes(AppLanguage, localisation.get("availableLanguages", []))
    page.contacts = [AppContact(**_person(each)) for each in upkeep.get("contacts", [])]
    page.contractors = [_contractor(each) for each in upkeep.get("contractors", [])]
    page.origins = _origins(as_list(content.get("isBasedOn", [])), find_app)


def fill_texts(page: AppPage, content: dict[str, Any], tag: str | None) -> None:
    """Put onto a page what the document says in a language."""
    said = content.get("description", {}).get(tag, {})
    page.title = plain(said.get("localisedName") or content.get("name") or page.title)[:255]
    page.summary = plain(said.get("shortDescription", ""))[:200]
    page.long_description = plain(said.get("longDescription", ""))
    page.features = "\n".join(plain(said.get("features", [])))
    page.documentation_url = _web_address(said.get("documentation"))


def _web_address(address: str | None) -> str:
    """Return an address that a page can link to; others stay with what is kept."""
    return address if address and is_web(address) else ""


def _licence(expression: str) -> str:
    """Return an expression that the page has room for; a longer one stays with what is kept."""
    return expression if len(expression) <= 200 else ""


def _maker(content: dict[str, Any]) -> str:
    legal = content.get("legal", {})
    names = (
        content.get("organisation", {}).get("name"),
        legal.get("mainCopyrightOwner"),
        legal.get("repoOwner"),
    )
    return next((plain(name) for name in names if name), "")


def _codes(model: type[Model], codes: list[str]) -> list[Model]:
    return [model(code=code, sort_order=number) for number, code in enumerate(dict.fromkeys(codes))]


def _person(contact: dict[str, Any]) -> dict[str, str]:
    keys = {"name": 200, "email": 254, "phone": 60, "affiliation": 200}
    return {key: plain(contact.get(key, ""))[:most] for key, most in keys.items()}


def _contractor(contractor: dict[str, Any]) -> AppContractor:
    return AppContractor(
        name=plain(contractor["name"])[:200],
        until=date.fromisoformat(contractor["until"]),
        email=contractor.get("email", ""),
        website=_web_address(contractor.get("website")),
    )


def _origins(addresses: list[str], find_app: Callable[[str], AppPage | None]) -> list[AppOrigin]:
    """Return rows for what it is built on: an app of the showcase, where the address is one's."""
    rows = []
    for address in {key_of_address(each): each for each in addresses[:MOST_ORIGINS]}.values():
        app = find_app(address)
        if app or _web_address(address):
            rows.append(AppOrigin(app=app, url="" if app else address, sort_order=len(rows)))
    return rows
