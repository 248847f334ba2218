"""The OpenAPI document as its page draws it: resources, their addresses, parameters, fields."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Row:
    """A parameter, or a field of an answer: `name` with dots where it is part of another."""

    name: str
    kind: str
    text: str
    is_required: bool = False


@dataclass(frozen=True)
class Operation:
    """An address that can be read."""

    id: str
    path: str
    summary: str
    text: str
    #: Of an address that names nothing: to try at once.
    example: str
    parameters: list[Row]
    fields: list[Row]


@dataclass(frozen=True)
class Section:
    """A kind of data and its addresses."""

    id: str
    title: str
    operations: list[Operation]


def sections_of(document: dict) -> list[Section]:
    """Return the addresses of a document by what they are about, in its order."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        operation = methods["get"]
        found.setdefault(operation["tags"][0], []).append(_operation(document, path, operation))
    return [Section(f"about-{slugify(tag)}", _(tag), each) for tag, each in found.items()]


def _operation(document: dict, path: str, operation: dict) -> Operation:
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return Operation(
        id=operation["operationId"],
        path=path,
        summary=operation["summary"],
        text=operation.get("description", ""),
        example="" if "{" in path else path,
        parameters=[
            Row(
                each["name"],
                _kind(document, each["schema"]),
                each.get("description", ""),
                each["required"],
            )
            for each in operation["parameters"]
        ],
        fields=list(_fields(document, _item(document, schema))),
    )


def _item(document: dict, schema: dict) -> dict:
    """Return the schema of what a list lists; of one thing its own."""
    schema = _resolved(document, schema)
    items = schema["properties"].get("items")
    return _resolved(document, items["items"]) if items else schema


def _resolved(document: dict, schema: dict) -> dict:
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema


def _fields(document: dict, schema: dict, prefix: str = "") -> Iterator[Row]:
    """Yield the fields of an object, and after each the fields of its parts."""
    for name, each in schema["properties"].items():
        yield Row(prefix + name, _kind(document, each), each.get("description", ""))
        part = _part(document, each)
        if part and not _is_text(each):
            many = "[]" if "items" in each else ""
            yield from _fields(document, part, f"{prefix}{name}{many}.")


def _part(document: dict, schema: dict) -> dict | None:
    """Return the schema of the object, or of the objects, that a field holds."""
    for each in (schema, schema.get("items", {}), *schema.get("anyOf", [])):
        resolved = _resolved(document, each)
        if "properties" in resolved:
            return resolved
    return None


def _is_text(schema: dict) -> bool:
    """Whether a field is a text in both languages, or in one."""
    kinds = schema.get("items", schema).get("anyOf", [])
    return any(each.get("$ref", "").endswith("/Texts") for each in kinds)


def _kind(document: dict, schema: dict) -> str:
    """Name the type of a value for people."""
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return _("list of %(kind)s") % {"kind": _kind(document, schema["items"])}
    if kinds := [each for each in schema.get("anyOf", []) if each.get("type") != "null"]:
        kind = _("string, ko and en") if _is_text(schema) else _kind(document, kinds[0])
        is_optional = len(kinds) < len(schema["anyOf"])
        return _("%(kind)s or null") % {"kind": kind} if is_optional else kind
    if "$ref" in schema:
        return _("object")
    named = {
        "integer": _("integer"),
        "number": _("decimal number"),
        "boolean": _("true or false"),
        "date-time": _("date and time"),
        "date": _("date"),
        "string": _("string"),
    }
    return named.get(schema.get("format", "")) or named[schema["type"]]
