"""publiccode.yml as the standard describes it, versions 0.2 to 0.7, as types.

The standard is backward compatible within 0: each version took nothing away and lowered what the one
before demanded, and its validator reads every document of 0 by the rules of the newest. So does this.
"""

from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool
from pydantic.alias_generators import to_camel

from showcase.publiccode import kinds, vocabulary


class Section(BaseModel):
    """A mapping whose keys are all known."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, frozen=True)


def _listed(value: object) -> object:
    """Take one address for a list of one."""
    return [value] if isinstance(value, str) else value


def _platforms(value: object) -> object:
    """Take one of the standard's own words for a list of one."""
    return [value] if isinstance(value, str) and value in vocabulary.PLATFORMS else value


class Organisation(Section):
    """Who publishes the software, or pays for it."""

    uri: kinds.Uri
    name: kinds.Text | None = None


class Supported(Section):
    """A standard, regulation, framework or system."""

    id: kinds.Support


class Audience(Section):
    """Whom the software is for."""

    scope: list[kinds.Scope] = []
    countries: list[kinds.Country] = []
    unsupported_countries: list[kinds.Country] = []


class Description(Section):
    """The software in one language."""

    short_description: kinds.ShortDescription
    long_description: kinds.LongDescription | None = None
    features: list[kinds.Text] = []
    localised_name: kinds.Text | None = None
    generic_name: kinds.GenericName | None = None
    documentation: kinds.WebUrl | None = None
    api_documentation: kinds.WebUrl | None = None
    screenshots: list[kinds.Picture] = []
    videos: list[kinds.Video] = []
    awards: list[kinds.Text] = []


class Legal(Section):
    """Under which licence, and whose."""

    license: kinds.Licence
    main_copyright_owner: kinds.Text | None = None
    repo_owner: kinds.Text | None = None
    authors_file: kinds.FilePath | None = None


class Contact(Section):
    """A person who maintains the software."""

    name: kinds.Filled
    email: kinds.Email | None = None
    phone: kinds.Text | None = None
    affiliation: kinds.Text | None = None


class Contractor(Section):
    """Who is under contract to maintain it."""

    name: kinds.Filled
    until: kinds.Date
    email: kinds.Email | None = None
    website: kinds.WebUrl | None = None


class Maintenance(Section):
    """How it is maintained."""

    type: kinds.MaintenanceType
    contacts: list[Contact] | None = None
    contractors: list[Contractor] | None = None


class Localisation(Section):
    """In which languages it is there."""

    localisation_ready: StrictBool
    available_languages: Annotated[list[kinds.Language], Field(min_length=1)]


class Dependency(Section):
    """Something that must be there for the software to run."""

    name: kinds.Filled
    version_min: kinds.Text | None = None
    version_max: kinds.Text | None = None
    version: kinds.Text | None = None
    optional: StrictBool | None = None


class Dependencies(Section):
    """What it needs."""

    open: list[Dependency] = []
    proprietary: list[Dependency] = []
    hardware: list[Dependency] = []


class ItalianRules(Section):
    """Italian rules that it follows."""

    linee_guida_design: StrictBool | None = None
    modello_interoperabilita: StrictBool | None = None
    misure_minime_sicurezza: StrictBool | None = None
    gdpr: StrictBool | None = None


class ItalianPlatforms(Section):
    """Italian platforms that it uses."""

    spid: StrictBool | None = None
    cie: StrictBool | None = None
    anpr: StrictBool | None = None
    pagopa: StrictBool | None = None
    io: StrictBool | None = None


class ItalianReuse(Section):
    """Where it stands in Italy's own catalogue."""

    codice_ipa: Annotated[kinds.Text | None, Field(alias="codiceIPA")] = None


class Italy(Section):
    """The section for Italy, the only country whose keys the standard names."""

    country_extension_version: kinds.ItalianVersion | None = None
    conforme: ItalianRules | None = None
    piattaforme: ItalianPlatforms | None = None
    riuso: ItalianReuse | None = None


class Document(Section):
    """A whole publiccode.yml."""

    publiccode_yml_version: kinds.Version
    name: kinds.Filled
    application_suite: kinds.Text | None = None
    url: kinds.Url
    landing_url: Annotated[kinds.WebUrl | None, Field(alias="landingURL")] = None
    is_based_on: Annotated[list[kinds.Url], BeforeValidator(_listed)] = []
    software_version: kinds.Text | None = None
    release_date: kinds.Date | None = None
    logo: kinds.Logo | None = None
    monochrome_logo: kinds.Logo | None = None
    input_types: list[kinds.MediaType] = []
    output_types: list[kinds.MediaType] = []
    platforms: Annotated[list[kinds.Filled], BeforeValidator(_platforms), Field(min_length=1)]
    categories: list[kinds.Category] = []
    used_by: list[kinds.Text] = []
    funded_by: list[Organisation] = []
    roadmap: kinds.WebUrl | None = None
    development_status: kinds.DevelopmentStatus
    software_type: kinds.SoftwareType
    supports: list[Supported] = []
    organisation: Organisation | None = None
    intended_audience: Audience | None = None
    description: Annotated[dict[kinds.Language, Description], Field(min_length=1)]
    legal: Legal
    maintenance: Maintenance
    localisation: Localisation
    depends_on: Dependencies | None = None
    italy: Annotated[Italy | None, Field(alias="IT")] = None
    italy_small: Annotated[Italy | None, Field(alias="it")] = None


#: All keys, wherever they stand, by their letters without regard to case.
SPELLINGS = {
    field.alias.lower(): field.alias
    for section in Section.__subclasses__()
    for field in section.model_fields.values()
    if field.alias
}


def reason_for(error: dict) -> str:
    """Say in a sentence what pydantic found."""
    kind = error["type"]
    if kind == "value_error":
        return str(error["ctx"]["error"])
    texts = {
        "missing": _("It is mandatory and missing."),
        "extra_forbidden": _("The standard knows no such key."),
        "string_type": _("It must be a text."),
        "bool_type": _("It must be true or false, without quotes."),
        "list_type": _("It must be a list."),
        "too_short": _("It is mandatory and empty."),
    }
    return texts.get(kind) or _("It must be a list of keys with values.")
