"""Somebody at a browser without scripts: follows links, fills in forms, and is timed."""

from collections.abc import Mapping
from functools import cached_property
from urllib.parse import urljoin, urlsplit

import requests
from lxml.html import (
    FormElement,
    HtmlElement,
    HTMLParser,
    SelectElement,
    TextareaElement,
    document_fromstring,
)

from home.rehearsal.figures import Figures

PATIENCE = 60  # seconds
#: Of a field that may be sent several times, or a file.
Value = str | list[str] | tuple[str, bytes, str] | None


class Unexpected(Exception):
    """The site has answered otherwise than somebody who knows their way would expect."""


#: Whatever a page says about itself, the site sends nothing else.
PARSER = HTMLParser(encoding="utf-8")


class Page:
    """What was answered: its text as a tree, its address, its forms."""

    def __init__(self, answer: requests.Response):
        self.answer, self.url, self.status = answer, answer.url, answer.status_code

    @cached_property
    def tree(self) -> HtmlElement:
        """Return the page's content as a tree; what stands around it is the same everywhere."""
        html = self.answer.content
        begins, ends = html.find(b"<main"), html.rfind(b"</main>")
        content = html[begins:ends] if 0 <= begins < ends else html
        tree = document_fromstring(content or b"<main></main>", parser=PARSER)
        for each in list(tree.iter("template")):  # not on the page until a script puts it there
            each.drop_tree()
        return tree

    @property
    def text(self) -> str:
        """Return what can be read on the page, spaces as they come."""
        return self.tree.text_content()

    def has(self, name: str, value: str = "") -> bool:
        """Return whether the page has a field or button of a name, and where told of a value."""
        return bool(self._named(name, value))

    def fields(self, beginning: str) -> list[HtmlElement]:
        """Return the fields whose names begin so, in their order."""
        return self.tree.xpath(".//*[starts-with(@name, $beginning)]", beginning=beginning)

    def _named(self, name: str, value: str = "") -> list[HtmlElement]:
        return [
            field
            for field in self.tree.xpath(".//*[@name = $name]", name=name)
            if value in ("", field.get("value"))
        ]

    def form(self, having: str, value: str = "") -> FormElement:
        """Return the form that has a field or button of a name, and where told of a value.

        Without a name it is the first of the page's content.
        """
        if not having:
            found = (form for form in self.tree.forms if form.method == "POST")
        else:
            named = self._named(having, value)
            found = (form for field in named for form in field.iterancestors("form"))
        for form in found:
            return form
        raise Unexpected(f"{self.url} has no form with “{having}”: {self.said}")

    def link(self, ending: str) -> str:
        """Return the first address on the page that ends so."""
        for href in self.tree.xpath(".//a/@href"):
            if urlsplit(href).path.endswith(ending):
                return href
        raise Unexpected(f"{self.url} has no link to …{ending}")

    def links(self, part: str) -> list[str]:
        """Return all addresses on the page that hold this, each once, in their order."""
        return list(dict.fromkeys(href for href in self.tree.xpath(".//a/@href") if part in href))

    @property
    def said(self) -> str:
        """Return what the page says is wrong, or how it begins."""
        classes = ("alert", "messages", "error-message", "field__error", "help-critical")
        found = (each for name in classes for each in self.tree.find_class(name))
        wrong = " ".join(each.text_content() for each in found)
        return " ".join((wrong.strip() or self.text).split())[:400]


class Visitor:
    """A person with a browser; every request is noted under the step that is being done."""

    def __init__(self, base: str, figures: Figures, language: str = "ko"):
        self.base, self.figures = base, figures
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = language
        # The site stands on this machine: no proxy and no stored password is looked up each time.
        self.session.trust_env = False

    def open(self, address: str, step: str, *, status: int = 200) -> Page:
        """Go to an address and follow where it leads."""
        return self._send("GET", address, step, status)

    def submit(
        self,
        page: Page,
        having: str,
        step: str,
        fields: Mapping[str, Value] | None = None,
        *,
        value: str = "",
        status: int = 200,
    ) -> Page:
        """Send a form of the page as it stands but for `fields`; None leaves a field out.

        `having` (and its `value`) names the form by one of its fields; a button is pressed.
        """
        form = page.form(having, value)
        data, files = filled(form, having, value), {}
        for name, value in (fields or {}).items():
            data.pop(name, None)
            if isinstance(value, tuple):
                files[name] = value
            elif value is not None:
                data[name] = value
        address = urljoin(page.url, form.get("action") or page.url)
        if form.method == "GET":
            return self._send("GET", address, step, status, params=data)
        if form.get("enctype") == "multipart/form-data":
            # A value without a file name is sent as a browser sends a field.
            parts = [(name, (None, each)) for name, value in data.items() for each in _all(value)]
            sent = {"files": [*parts, *files.items()]}
        else:
            sent = {"data": data}
        return self._send("POST", address, step, status, referer=page.url, **sent)

    def _send(
        self, method: str, address: str, step: str, status: int, referer: str = "", **sent
    ) -> Page:
        headers = {"Referer": referer, "Origin": self.base} if referer else {}
        with self.figures.timed(step):
            answer = self.session.request(
                method, urljoin(self.base, address), headers=headers, timeout=PATIENCE, **sent
            )
        page = Page(answer)
        if answer.status_code != status:
            raise Unexpected(f"{step}: {method} {answer.url} {answer.status_code}: {page.said}")
        return page


def _all(value: Value) -> list[str]:
    return value if isinstance(value, list) else [value]


def filled(form: FormElement, pressed: str = "", value: str = "") -> dict[str, Value]:
    """Return what a browser sends of a form that nobody has touched, with the button pressed.

    Of several buttons of that name it is the one with this `value`, else the first.
    """
    data: dict[str, Value] = {}
    for field in form.inputs:
        for sent in _values(field):
            data[field.name] = [*_all(data[field.name]), sent] if field.name in data else sent
    for button in form.xpath(".//*[@name = $name][self::button or @type = 'submit']", name=pressed):
        if value in ("", button.get("value")):
            data.setdefault(pressed, button.get("value", ""))
    return data


def _values(field: HtmlElement) -> list[str]:
    """Return what a browser sends of one field: of some nothing, of others several values.

    `FormElement.form_values` leaves out empty fields, which a browser sends.
    """
    if not field.name or "disabled" in field.attrib:
        return []
    if isinstance(field, SelectElement):
        # Where nothing is chosen a list that drops down has its first option chosen.
        chosen = field.value
        return list(chosen) if field.multiple else [] if chosen is None else [chosen]
    if isinstance(field, TextareaElement):
        # The line break after its tag is no part of the text.
        return [field.value.removeprefix("\n")]
    if field.type in ("submit", "image", "file") or (field.checkable and not field.checked):
        return []
    return [field.value or ""]
