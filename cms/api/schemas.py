"""The shapes that all data of the API share, and what can be asked of every resource."""

from collections.abc import Callable
from typing import Annotated, Generic, Literal, TypeVar

from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

LARGEST_PAGE = 100
LAST_PAGE = 1_000_000  # no database is asked to skip more than it can count

Language = Literal["ko", "en"]


class Data(BaseModel):
    """A piece of data: nothing goes out but what is listed here by hand."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Resource(Data):
    """Something with an address of its own. Its reader chooses fields, so none is required."""

    model_config = ConfigDict(json_schema_extra=lambda schema: schema.pop("required", None))


class Texts(Data):
    """A text in both languages; `en` is null where it was not translated."""

    ko: str
    en: str | None


#: Both languages; where one was asked for, that one, in Korean where it was not translated.
Text = Texts | str


def text(korean: str, english: str, language: Language | None) -> Text:
    """Return what stands in two columns side by side, as it was asked for."""
    if language is None:
        return Texts(ko=korean, en=english or None)
    return (language == "en" and english) or korean or english


def text_of(row: Model, name: str, language: Language | None) -> Text:
    """Return a `Bilingual` of a row."""
    return text(getattr(row, f"{name}_ko"), getattr(row, f"{name}_en"), language)


def in_both(make: Callable[[], str], language: Language | None) -> Text:
    """Return what `make` writes in the active language: an address, a sentence."""
    written = {}
    for code in [language] if language else ["ko", "en"]:
        with translation.override(code):
            written[code] = make()
    return written[language] if language else Texts(**written)


Item = TypeVar("Item", bound=Resource)


class Page(Data, Generic[Item]):
    """One page of a list."""

    total: int = Field(description=_("How many there are on all pages."))
    page: int = Field(description=_("Which page this is, from 1."))
    size: int = Field(description=_("How many a page holds at most."))
    next: str | None = Field(description=_("The address of the next page, if there is one."))
    previous: str | None = Field(description=_("The address of the page before, if there is one."))
    items: list[Item] = Field(description=_("What was found, in the order asked for."))


class Asked(Schema):
    """What can be asked of everything."""

    lang: Language | None = Field(
        None,
        description=_(
            "Texts in this language alone, in Korean where they are not translated. Left out: both."
        ),
    )


class Listed(Asked):
    """What can be asked of every list."""

    page: int = Field(1, ge=1, le=LAST_PAGE, description=_("Which page, from 1."))
    size: int = Field(20, ge=1, le=LARGEST_PAGE, description=_("How many a page holds."))


class Fields:
    """`Fields[Contest]`: the type of the parameter that chooses fields of a resource."""

    def __class_getitem__(cls, resource: type[Resource]) -> object:
        """Return text that names fields, joined by commas; None is all of them."""
        name = "|".join(resource.model_fields)
        named = Annotated[
            str,
            StringConstraints(strip_whitespace=True, pattern=f"^({name})(,({name}))*$"),
        ]
        told = Field(description=_("Only these fields of each, joined by commas."))
        return Annotated[named | None, told]


#: Words to look for; without NUL, which PostgreSQL does not take.
Words = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]
ContestSlug = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=60, pattern="^[-a-zA-Z0-9_]+$")
]
Year = Annotated[int, Field(ge=2000, le=2100)]
