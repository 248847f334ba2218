"""The kinds of value that the standard has: addresses, dates, licences, words of a list.

Each is a text that a check lets through; a check raises ValueError with a sentence for people.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, StrictStr
from wagtail.embeds.oembed_providers import all_providers

from cms import licences
from showcase.publiccode import vocabulary
from showcase.publiccode.tags import is_country, is_language_tag
from showcase.publiccode.text import length_of
from showcase.publiccode.yaml12 import Bare

#: What a document may name as its version; “0” is all of them.
VERSIONS = frozenset(
    {"0", "0.2.1", "0.2.2"} | {f"0.{n}{patch}" for n in range(2, 8) for patch in ("", ".0")}
)
NEWEST = "0.7"

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*", re.IGNORECASE)
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,31}:[a-z0-9()+,\-.:=@;$_!*'%/?#]+", re.IGNORECASE)
_ITALIAN_OFFICE = re.compile(r"urn:x-italian-pa:[a-z0-9_.-]+", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}", re.I)
_LONGEST_EMAIL = 254  # the path of RFC 5321 without its brackets
_SPACE = re.compile(r"[\s\x00-\x1f]")
_VIDEOS = [re.compile(url) for provider in all_providers for url in provider["urls"]]
#: Sites that share videos and offer oEmbed, whatever page of theirs is named.
VIDEO_SITES = (
    *("youtube.com", "youtube-nocookie.com", "youtu.be", "vimeo.com", "dailymotion.com", "dai.ly"),
    *("tv.kakao.com", "afreecatv.com", "sooplive.co.kr", "vlive.tv", "ted.com", "twitch.tv"),
    *("wistia.com", "wi.st", "vidyard.com", "loom.com", "sproutvideo.com", "streamable.com"),
    *("odysee.com", "d.tube", "rumble.com", "livestream.com", "screencast.com", "tiktok.com"),
    *("facebook.com", "microsoftstream.com", "ultimedia.com", "dreambroker.com", "wave.video"),
    *("kaltura.com", "media.ccc.de", "framatube.org", "nanoo.tv", "screen9.com", "vevo.com"),
)
#: PeerTube offers oEmbed on whatever host it runs.
_PEERTUBE = re.compile(r"/(videos/(watch|embed)/|w/)[\w-]{10,}")


def _text(check: Callable[[str], None]):
    def through(value: str) -> str:
        check(value)
        return value

    return Annotated[StrictStr, AfterValidator(through)]


def _word_of(words: Iterable[str], *, are_many: bool = False):
    allowed = tuple(words)

    def check(value: str) -> None:
        if value in allowed:
            return
        if are_many:
            raise ValueError(_("“%s” is not on the standard’s list of such words.") % value)
        text = _("“%(value)s” is none of the words allowed: %(words)s.")
        raise ValueError(text % {"value": value, "words": ", ".join(allowed)})

    return _text(check)


def _filled(value: str) -> None:
    if not value.strip():
        raise ValueError(_("It is mandatory and empty."))


def _at_most(most: int, least: int = 0):
    def check(value: str) -> None:
        length = length_of(value)
        if least and not length:
            _filled(value)
        if length < least:
            text = _("%(length)s characters are too few; at least %(least)s are asked for.")
            raise ValueError(text % {"length": length, "least": least})
        if length > most:
            text = _("%(length)s characters are too many; at most %(most)s are allowed.")
            raise ValueError(text % {"length": length, "most": most})

    return check


def _version(value: object) -> object:
    if isinstance(value, Bare):
        raise ValueError(_('The version is a text; put it in quotes: "%s".') % value)
    if isinstance(value, str) and value not in VERSIONS:
        text = _("“%(value)s” is no version that is read here: 0.2 to 0.7.")
        raise ValueError(text % {"value": value})
    return value


def host_of(address: str) -> str:
    """Return the host in an absolute address; nothing where it is none."""
    try:
        parts = urlsplit(address)
        _port = parts.port  # raises where it is no number
    except ValueError:
        return ""
    return (parts.hostname or "") if _SCHEME.fullmatch(parts.scheme) else ""


def _url(value: str) -> None:
    if _SPACE.search(value) or not host_of(value):
        raise ValueError(
            _("“%s” is not a complete address, such as https://example.org/code.") % value
        )


def _web_url(value: str) -> None:
    _url(value)
    if urlsplit(value).scheme.lower() not in ("http", "https"):
        raise ValueError(
            _("“%s” is not a web address: it begins with https:// or http://.") % value
        )


def _uri(value: str) -> None:
    if value.lower().startswith("urn:"):
        is_office = value.lower().startswith("urn:x-italian-pa:")
        if not (_ITALIAN_OFFICE if is_office else _URN).fullmatch(value):
            raise ValueError(_("“%s” is not a URN.") % value)
    elif _SPACE.search(value) or not host_of(value):
        raise ValueError(_("“%s” is neither a complete address nor a URN.") % value)


def _support(value: str) -> None:
    if not value.startswith("alias:"):
        _uri(value)
    elif value.removeprefix("alias:") not in vocabulary.ALIASES:
        text = _("“%(value)s” is not on the standard’s list of aliases: %(words)s.")
        words = ", ".join(sorted(vocabulary.ALIASES))
        raise ValueError(text % {"value": value, "words": words})


def _video(value: str) -> None:
    _web_url(value)
    host = host_of(value)
    is_known = any(host == site or host.endswith(f".{site}") for site in VIDEO_SITES)
    is_peertube = _PEERTUBE.match(urlsplit(value).path)
    if not (is_known or is_peertube or any(url.match(value) for url in _VIDEOS)):
        raise ValueError(_("“%s” is not on a video site that offers oEmbed.") % value)


def _date(value: str) -> None:
    try:
        if date.fromisoformat(value).isoformat() != value:
            raise ValueError
    except ValueError:
        raise ValueError(_("“%s” is not a date written as YYYY-MM-DD.") % value) from None


def _path(value: str) -> None:
    if value.startswith("/"):
        raise ValueError(_("“%s” begins with /: a path starts at the repository’s root.") % value)
    if value.lower().startswith("file:"):
        raise ValueError(_("“%s” names a file on somebody’s own computer.") % value)


def _file_of(*endings: str):
    def check(value: str) -> None:
        _filled(value)
        _path(value)
        is_address = bool(host_of(value))
        path = urlsplit(value).path if is_address else value
        ending = PurePosixPath(path).suffix.lower()
        # What an address without an ending leads to is not for the document to say.
        if ending not in endings and (ending or not is_address):
            text = _("“%(value)s” is no file of the kinds allowed: %(kinds)s.")
            raise ValueError(text % {"value": value, "kinds": ", ".join(endings)})

    return check


def _email(value: str) -> None:
    try:
        if value:
            validate_email(value)
    except ValidationError:
        raise ValueError(_("“%s” is not an e-mail address.") % value) from None
    if len(value) > _LONGEST_EMAIL:
        raise ValueError(_("“%s” is not an e-mail address.") % value)


def _language(value: str) -> None:
    if not is_language_tag(value):
        text = _("“%s” is not a language tag (BCP 47), such as ko, en or zh-Hant.")
        raise ValueError(text % value)


def _country(value: str) -> None:
    if not is_country(value):
        raise ValueError(_("“%s” is not a country code (ISO 3166-1), such as KR.") % value)


def _licence(value: str) -> None:
    _filled(value)
    if not licences.is_known(value):
        text = _("“%s” is not a licence, or several, as SPDX writes them: MIT, EUPL-1.2 OR MIT.")
        raise ValueError(text % value)


def _media_type(value: str) -> None:
    if not _MEDIA_TYPE.fullmatch(value.strip(" ")):
        raise ValueError(_("“%s” is not a media type, such as text/plain.") % value)


Text = StrictStr
Filled = _text(_filled)
# Before it is taken for a text, for a number looks like one afterwards.
Version = Annotated[StrictStr, BeforeValidator(_version)]
Url = _text(_url)
WebUrl = _text(_web_url)
Uri = _text(_uri)
Support = _text(_support)
Video = _text(_video)
Date = _text(_date)
FilePath = _text(_path)
Logo = _text(_file_of(".svg", ".svgz", ".png"))
Picture = _text(_file_of(".png", ".jpg", ".jpeg"))
Email = _text(_email)
Language = _text(_language)
Country = _text(_country)
Licence = _text(_licence)
MediaType = _text(_media_type)
GenericName = _text(_at_most(35))
ShortDescription = _text(_at_most(150, 1))
LongDescription = _text(_at_most(10_000, 150))
DevelopmentStatus = _word_of(vocabulary.DEVELOPMENT_STATUSES)
SoftwareType = _word_of(vocabulary.SOFTWARE_TYPES)
MaintenanceType = _word_of(vocabulary.MAINTENANCE_TYPES)
Category = _word_of(vocabulary.CATEGORIES, are_many=True)
Scope = _word_of(vocabulary.SCOPES, are_many=True)
ItalianVersion = _word_of(("0.2", "1.0"))
