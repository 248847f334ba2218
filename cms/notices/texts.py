"""How a notice becomes text: nothing is run, words in braces are replaced."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms import frame
from cms.notices.kinds import NoticeKind
from cms.notices.models import Notice, NoticeText

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True)
class Letter:
    """Subject and body, ready to send."""

    subject: str
    body: str


def unknown_placeholders(kind: NoticeKind, text: str) -> list[str]:
    """Return what stands in braces and is no placeholder of the kind."""
    return [name for name in _PLACEHOLDER.findall(text) if name not in kind.placeholders]


def fill(text: str, values: Mapping[str, object]) -> str:
    """Put each value in the place of its name in braces; what is unknown stays as it is."""
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), text)


def link(view_name: str, *args) -> str:
    """Return the absolute address of a view in the active language."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse(view_name, args=args)}"


def site_name() -> str:
    """Return the site's name in the active language."""
    return frame.kept().settings.site_name


def delivered(kind: NoticeKind, language: str) -> Letter:
    """Return the kind's texts as delivered, nothing filled in."""
    with override(language):
        return Letter(str(kind.subject), str(kind.body))


def text_of(kind: NoticeKind, language: str, own: NoticeText | None) -> Letter:
    """Return the texts that are in force: the editors' own where they wrote one."""
    letter = delivered(kind, language)
    if own is None:
        return letter
    return Letter(
        getattr(own, f"subject_{language}") or letter.subject,
        getattr(own, f"body_{language}") or letter.body,
    )


def compose(letter: Letter, values: Mapping[str, object], *, can_choose: bool) -> Letter:
    """Fill in, begin the subject with the site's name, end with how to change what one gets.

    In the active language. A subject is one line, whatever was filled in.
    """
    subject = " ".join(f"[{values['site']}] {fill(letter.subject, values)}".split())
    body = fill(letter.body, values).replace("\r\n", "\n").strip()
    foot = [str(values["site"])]
    if can_choose:
        foot.append(_("Choose which mails you get: %(link)s") % {"link": link("my_notices")})
    return Letter(subject[: Notice.SUBJECT_LENGTH], "\n".join([body, "", "-- ", *foot, ""]))


def sample(kind: NoticeKind, language: str, own: NoticeText | None) -> Letter:
    """Return a mail of the kind with its sample values."""
    with override(language):
        values = {each.name: str(each.sample) for each in kind.placeholders.values()}
        values["site"] = site_name()
        return compose(text_of(kind, language, own), values, can_choose=True)
