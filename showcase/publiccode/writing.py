"""Writes a publiccode.yml."""

from typing import Any

import yaml

from showcase.publiccode.document import Document


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as people do, and nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write what stands twice twice."""
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def write(document: dict[str, Any]) -> bytes:
    """Return the document as YAML that versions 1.1 and 1.2 read alike, in UTF-8.

    Its keys stand in the order of the standard; those of countries at the end.
    """
    order = [field.alias for field in Document.model_fields.values()]
    known = {key: document[key] for key in order if key in document}
    text = yaml.dump(
        known | document,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        encoding=None,
    )
    return text.encode()
