"""What went wrong, told as RFC 9457 has it: application/problem+json."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja.errors import ValidationError
from pydantic import BaseModel, Field

CONTENT_TYPE = "application/problem+json"

TITLES = {
    400: gettext_noop("The request cannot be read"),
    403: gettext_noop("Not allowed"),
    404: gettext_noop("Not found"),
    405: gettext_noop("Not so"),
    406: gettext_noop("Not in that format"),
    412: gettext_noop("Not as expected"),
    422: gettext_noop("A parameter will not do"),
    429: gettext_noop("Too many requests"),
    500: gettext_noop("Our failure"),
}
DETAILS = {
    404: gettext_noop("There is nothing at this address."),
    405: gettext_noop("This is only read: with GET, HEAD or OPTIONS."),
    412: gettext_noop("It is no longer what the request takes it to be."),
    422: gettext_noop("See `errors` for which parameter, and why."),
    500: gettext_noop("Something failed that should not. Try again later."),
}


class WrongParameter(BaseModel):
    """A parameter and what is wrong with it."""

    parameter: str = Field(description=gettext_noop("The name of the parameter."))
    reason: str = Field(description=gettext_noop("What is wrong with it, in a sentence."))


class Problem(BaseModel):
    """What went wrong."""

    type: str = Field(description=gettext_noop("Always about:blank: the status says it all."))
    title: str = Field(description=gettext_noop("What the status means, in a few words."))
    status: int = Field(description=gettext_noop("The HTTP status."))
    detail: str = Field(description=gettext_noop("What to do about it, in a sentence."))
    errors: list[WrongParameter] = Field(
        default=[], description=gettext_noop("Which parameters were refused (status 422).")
    )


def problem(status: int, detail: str = "", errors: Iterable[WrongParameter] = ()) -> HttpResponse:
    """Return the answer for a status, in the active language."""
    title = _(TITLES[status]) if status in TITLES else HTTPStatus(status).phrase
    told = Problem(
        type="about:blank",
        title=title,
        status=status,
        detail=detail or (_(DETAILS[status]) if status in DETAILS else title),
        errors=list(errors),
    )
    return JsonResponse(
        told.model_dump(exclude_defaults=True),  # errors: only where there are some
        status=status,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def language_of(request: HttpRequest) -> str:
    """Return in which language to say what went wrong: what was asked for, else the address's."""
    asked = request.GET.get("lang")
    if asked in dict(settings.LANGUAGES):
        return asked
    return translation.get_language_from_path(request.path) or settings.LANGUAGE_CODE


def refuse_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name each parameter that was refused, with the reason."""
    with translation.override(language_of(request)):
        wrong = [
            WrongParameter(parameter=str(each["loc"][-1]), reason=_reason(each))
            for each in error.errors
        ]
        return problem(422, errors=wrong)


def _reason(error: Mapping) -> str:
    """Say in a sentence what is wrong, for pydantic's kinds of error."""
    limits = error.get("ctx", {})
    if error["type"] == "greater_than_equal":
        return _("It has to be %(least)s or more.") % {"least": limits["ge"]}
    if error["type"] == "less_than_equal":
        return _("It has to be %(most)s or less.") % {"most": limits["le"]}
    if error["type"] == "int_parsing":
        return _("It has to be a whole number.")
    if error["type"] == "string_too_long":
        return _("It has to be at most %(most)s letters long.") % {"most": limits["max_length"]}
    if error["type"] == "literal_error":
        choices = limits["expected"].replace(" or ", ", ").replace("'", "")
        return _("It has to be one of these: %(choices)s.") % {"choices": choices}
    if error["type"] == "extra_forbidden":
        return _("There is no such parameter here.")
    if error["type"] == "string_pattern_mismatch":
        return _("It has to look like this: %(pattern)s") % {"pattern": limits["pattern"]}
    return str(error["msg"])
