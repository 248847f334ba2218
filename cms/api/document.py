"""The OpenAPI document: what ninja writes of the routers, and what holds for all of them."""

import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError
from pydantic.json_schema import models_json_schema

from cms.api.problems import CONTENT_TYPE, DETAILS, Problem, language_of, refuse_parameters

REF = "#/components/"
#: What an address may answer but data; 404 only where the address names something.
REFUSALS = {"404": "NotFound", "406": "NotAcceptable", "422": "WrongParameter"}
FAILURES = {"429": "TooManyRequests", "500": "Failure"}
HEADERS = {
    "ETag": _("Changes with the answer. Send it back in If-None-Match."),
    "Last-Modified": _("Since when the answer is as it is. Send it back in If-Modified-Since."),
    "Content-Language": _("The language of the texts, or both."),
    "RateLimit-Limit": _("How many requests one address may send in a minute."),
    "RateLimit-Remaining": _("How many of them are left."),
    "RateLimit-Reset": _("In how many seconds they are counted anew."),
}
#: Texts for people; the rest of the document is for programs.
TOLD = ("description", "summary")


class Api(NinjaAPI):
    """An API that is only read, and tells in one way what went wrong."""

    def __init__(self, **options: Any):
        # Document and page of it are ours: in both languages, and without another host.
        super().__init__(docs_url=None, openapi_url=None, **options)
        self.add_exception_handler(ValidationError, refuse_parameters)
        self._documents: dict[str, dict] = {}

    def document(self, language: str) -> dict:
        """Return the OpenAPI document with its texts in a language: written once, to be read."""
        if language not in self._documents:
            written = _completed(dict(self.get_openapi_schema()))
            with translation.override(language):
                self._documents[language] = _translated(written)
        return self._documents[language]


@csrf_exempt  # so that what only reads refuses the method, not the missing token
@require_safe
def openapi(request: HttpRequest, api: Api) -> HttpResponse:
    """Answer with the OpenAPI document, in the language asked for."""
    return JsonResponse(
        api.document(language_of(request)), json_dumps_params={"ensure_ascii": False}
    )


def _completed(document: dict) -> dict:
    """Add what every operation has in common; take out what only ninja needed."""
    paths = {
        path: {method: _operation(path, each) for method, each in methods.items()}
        for path, methods in document["paths"].items()
    }
    components = {
        "schemas": document["components"]["schemas"] | _problems(),
        "responses": _refusals(),
        "headers": {
            name: {"description": said, "schema": {"type": "string"}}
            for name, said in HEADERS.items()
        },
    }
    components["schemas"] = _in_use(paths, components)
    plain = _plain({"paths": paths, "components": components})
    return document | plain


def _operation(path: str, operation: dict) -> dict:
    """Describe parameters without what a query cannot say, and all answers."""
    answers = {
        status: each | {"headers": {name: {"$ref": f"{REF}headers/{name}"} for name in HEADERS}}
        for status, each in ((str(s), r) for s, r in operation["responses"].items())
    }
    named = REFUSALS | FAILURES
    if "{" not in path:
        named = {status: name for status, name in named.items() if status != "404"}
    answers["304"] = {"description": _("It is as the reader knows it.")}
    answers |= {status: {"$ref": f"{REF}responses/{name}"} for status, name in named.items()}
    parameters = [_parameter(each) for each in operation["parameters"]]
    return operation | {"parameters": parameters, "responses": answers}


def _parameter(parameter: dict) -> dict:
    """Leave out “or null”: a query has no null, the parameter is not there then."""
    schema = dict(parameter["schema"])
    if kinds := [each for each in schema.pop("anyOf", []) if each != {"type": "null"}]:
        schema |= kinds[0]
    schema.pop("description", None)
    return parameter | {"schema": schema}


def _problems() -> dict:
    """Return the schemas of what went wrong."""
    _names, written = models_json_schema(
        [(Problem, "serialization")], ref_template=f"{REF}schemas/{{model}}"
    )
    return written["$defs"]


def _refusals() -> dict:
    """Return the answers that are no data, by name."""
    said = {
        "NotFound": DETAILS[404],
        "NotAcceptable": _("The request takes no JSON."),
        "WrongParameter": _("A parameter will not do; each is named with the reason."),
        "TooManyRequests": _("Wait for as many seconds as Retry-After says."),
        "Failure": DETAILS[500],
    }
    schema = {"$ref": f"{REF}schemas/Problem"}
    return {
        name: {"description": text, "content": {CONTENT_TYPE: {"schema": schema}}}
        for name, text in said.items()
    }


def _in_use(paths: dict, components: dict) -> dict:
    """Return the schemas to which something leads: not those of queries, which are unfolded."""
    schemas, used = components["schemas"], set()
    waiting = set(_references(paths)) | set(_references(components["responses"]))
    while waiting:
        name = waiting.pop()
        used.add(name)
        waiting |= set(_references(schemas[name])) - used
    return {name: schema for name, schema in schemas.items() if name in used}


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        reference = part.get("$ref", "")
        if reference.startswith(f"{REF}schemas/"):
            yield reference.rpartition("/")[2]
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _references(each)


def _plain(part: Any) -> Any:
    """Leave out titles that only repeat a name, and docstrings, which are for programmers."""
    if isinstance(part, list):
        return [_plain(each) for each in part]
    if not isinstance(part, dict):
        return part
    is_object = part.get("type") == "object" and "properties" in part
    return {
        key: _plain(value)
        for key, value in part.items()
        if not (key == "title" and isinstance(value, str))
        and not (key == "description" and is_object and isinstance(value, str))
    }


def _translated(part: Any) -> Any:
    """Return a part of the document with its texts in the active language."""
    if isinstance(part, list):
        return [_translated(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _said(value) if key in TOLD and isinstance(value, str) else _translated(value)
        for key, value in part.items()
    }


def _said(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return gettext(text) if text else ""
