"""Notices as rows: whom each goes to, and what it says to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import override

from cms.accounts.models import User
from cms.notices.kinds import NoticeKind
from cms.notices.models import NoticeText
from cms.notices.texts import Letter, compose, site_name, text_of

#: Gives a value for every placeholder of a kind; called with the language active.
Values = Callable[[], Mapping[str, object]]


@dataclass(frozen=True)
class Addressed:
    """To whom a letter goes, in which language, and what is filled in for them alone."""

    address: str
    language: str
    values: Values
    user: User | None = None
    #: A person gets a kind and key once, however often it is asked for.
    key: str = ""


class Writer:
    """Writes letters of one kind; what they share is read once, or once a language."""

    def __init__(self, kind: NoticeKind):
        self.kind = kind
        self._own = NoticeText.objects.filter(kind=kind.key).first()
        self._shared: dict[str, tuple[Letter, str]] = {}

    def fields(self, letter: Addressed) -> dict[str, object]:
        """Return the columns of a letter's row; raise ValueError where a value is missing."""
        with override(letter.language):
            if letter.language not in self._shared:
                text = text_of(self.kind, letter.language, self._own)
                self._shared[letter.language] = text, site_name()
            text, site = self._shared[letter.language]
            name = letter.user.get_full_name() if letter.user else letter.address
            filled = self._filled(letter.values) | {"site": site, "name": name}
            written = compose(text, filled, can_choose=letter.user is not None)
        return {
            "kind": self.kind.key,
            "key": letter.key,
            "address": letter.address,
            "recipient": letter.user,
            "language": letter.language,
            "subject": written.subject,
            "body": written.body,
            "is_secret": self.kind.is_secret,
        }

    def _filled(self, values: Values) -> dict[str, str]:
        """Return what is filled in, as text of the active language."""
        given = {name: str(value) for name, value in values().items()}
        if missing := self.kind.placeholders.keys() - given.keys() - {"name", "site"}:
            raise ValueError(f"{self.kind.key} lacks {', '.join(sorted(missing))}.")
        return given
