"""Documents for tests, in the style of those that people write."""

from copy import deepcopy
from typing import Any

import yaml

LONG_KO = (
    "가까운 자전거 대여소와 남은 자전거 수를 지도에서 보여 주고, 반납할 곳까지 길을 안내합니다. "
    * 4
)
LONG_EN = (
    "Shows the nearest bicycle stations and how many bicycles are left, and leads the way. " * 3
)

MINIMAL: dict[str, Any] = {
    "publiccodeYmlVersion": "0.7",
    "name": "따릉이 길잡이",
    "url": "https://code.example.org/bike.git",
    "platforms": ["android", "web"],
    "developmentStatus": "stable",
    "softwareType": "standalone/mobile",
    "description": {
        "ko": {
            "shortDescription": "가까운 대여소를 알려 줍니다.",
            "longDescription": LONG_KO,
            "features": ["대여소 찾기", "길 안내"],
        }
    },
    "legal": {"license": "MIT"},
    "maintenance": {"type": "community", "contacts": [{"name": "김한강"}]},
    "localisation": {"localisationReady": True, "availableLanguages": ["ko"]},
}

#: Everything that the standard has, once.
WHOLE: dict[str, Any] = {
    **MINIMAL,
    "applicationSuite": "서울 자전거",
    "landingURL": "https://bike.example.org/",
    "isBasedOn": "https://code.example.org/older-bike.git",
    "softwareVersion": "1.10",
    "releaseDate": "2026-04-30",
    "logo": "img/logo.svg",
    "monochromeLogo": "img/mono.png",
    "inputTypes": ["text/plain"],
    "outputTypes": ["application/vnd.geo+json"],
    "platforms": ["windows", "android", "Haiku", "web"],
    "categories": ["geographic-information-systems", "other"],
    "usedBy": ["서울특별시", "City of Utrecht"],
    "fundedBy": [{"uri": "urn:x-korea:seoul", "name": "서울특별시"}],
    "roadmap": "https://bike.example.org/roadmap",
    "supports": [{"id": "alias:gdpr"}, {"id": "https://www.w3.org/TR/WCAG22/"}],
    "organisation": {"uri": "https://www.seoul.example/", "name": "서울특별시"},
    "intendedAudience": {
        "scope": ["transportation", "tourism"],
        "countries": ["KR", "jp"],
        "unsupportedCountries": ["US"],
    },
    "description": {
        "ko": {
            **MINIMAL["description"]["ko"],
            "localisedName": "따릉이 길잡이",
            "genericName": "지도",
            "documentation": "https://bike.example.org/help",
            "apiDocumentation": "https://bike.example.org/api",
            "screenshots": ["img/map.png", "https://bike.example.org/list.jpg"],
            "videos": ["https://www.youtube.com/watch?v=aaaaaaaaaaa"],
            "awards": ["2018 으뜸상"],
        },
        "en-GB": {
            "localisedName": "Bike guide",
            "shortDescription": "Shows the nearest station.",
            "longDescription": LONG_EN,
            "features": ["Finds a station"],
        },
        "it": {"shortDescription": "Trova una bicicletta."},
    },
    "legal": {
        "license": "EUPL-1.2 OR (MIT AND GPL-2.0-only WITH Classpath-exception-2.0)",
        "mainCopyrightOwner": "달리는 사람들",
        "repoOwner": "달리는 사람들",
        "authorsFile": "AUTHORS",
    },
    "maintenance": {
        "type": "contract",
        "contractors": [
            {
                "name": "바퀴 주식회사",
                "until": "2027-12-31",
                "email": "wheel@example.org",
                "website": "https://wheel.example.org",
            }
        ],
        "contacts": [
            {
                "name": "김한강",
                "email": "han@example.org",
                "phone": "+82 2 000 0000",
                "affiliation": "바퀴 주식회사",
            }
        ],
    },
    "localisation": {"localisationReady": False, "availableLanguages": ["ko", "zh-Hant"]},
    "dependsOn": {
        "open": [{"name": "PostgreSQL", "versionMin": "16", "optional": True}],
        "proprietary": [{"name": "Oracle", "versionMax": "19"}],
        "hardware": [{"name": "GPS", "version": "1"}],
    },
    "IT": {
        "countryExtensionVersion": "1.0",
        "conforme": {"gdpr": True, "lineeGuidaDesign": False},
        "piattaforme": {"spid": True, "io": False},
        "riuso": {"codiceIPA": "c_h501"},
    },
    "DE": {"leika": [{"ozg-id": "10110"}]},
}


def yaml_of(document: dict[str, Any]) -> bytes:
    """The document as a file."""
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False).encode()


def changed(path: str, value: Any = None, *, of: dict[str, Any] = MINIMAL) -> bytes:
    """The document with another value at a path such as `legal.license`; without it for None."""
    document = deepcopy(of)
    *sections, key = path.split(".")
    inner = document
    for section in sections:
        inner = inner.setdefault(section, {})
    if value is None:
        inner.pop(key, None)
    else:
        inner[key] = value
    return yaml_of(document)
