"""Somebody at a browser without scripts: follows links, fills in forms, and is timed."""

import time
from collections.abc import Mapping
from functools import cached_property
from urllib.parse import urljoin, urlsplit

import requests
from bs4 import BeautifulSoup, Tag

from home.rehearsal.figures import Figures

PATIENCE = 60  # seconds
#: Of a field that may be sent several times, or a file.
Value = str | list[str] | tuple[str, bytes, str] | None


class Unexpected(Exception):
    """The site has answered otherwise than somebody who knows their way would expect."""


class Page:
    """What was answered: its text as a tree, its address, its forms."""

    def __init__(self, answer: requests.Response):
        self.answer, self.url, self.status = answer, answer.url, answer.status_code

    @cached_property
    def tree(self) -> BeautifulSoup:
        """Return the page's content as a tree; what stands around it is the same everywhere."""
        html = self.answer.content
        begins, ends = html.find(b"<main"), html.rfind(b"</main>")
        return BeautifulSoup(html[begins:ends] if 0 <= begins < ends else html, "html.parser")

    def has(self, name: str) -> bool:
        """Return whether the page has a field or button of a name."""
        return self.tree.find(attrs={"name": name}) is not None

    def form(self, having: str, value: str = "") -> Tag:
        """Return the form that has a field or button of a name, and where told of a value.

        Without a name it is the first of the page's content.
        """
        if not having and (form := self.tree.select_one('main form[method="post" i]')):
            return form
        wanted = {"name": having, "value": value} if value else {"name": having}
        if field := self.tree.find(attrs=wanted):
            return field.find_parent("form")
        raise Unexpected(f"{self.url} has no form with “{having}”: {self.said}")

    def link(self, ending: str) -> str:
        """Return the first address on the page that ends so."""
        for link in self.tree.find_all("a", href=True):
            if urlsplit(link["href"]).path.endswith(ending):
                return link["href"]
        raise Unexpected(f"{self.url} has no link to …{ending}")

    def links(self, part: str) -> list[str]:
        """Return all addresses on the page that hold this, each once, in their order."""
        found = (link["href"] for link in self.tree.find_all("a", href=True))
        return list(dict.fromkeys(href for href in found if part in href))

    @property
    def said(self) -> str:
        """Return what the page says is wrong, or how it begins."""
        found = self.tree.select(".alert, .messages, .error-message, .field__error, .help-critical")
        text = " ".join(each.get_text(" ", strip=True) for each in found)
        main = self.tree.find("main") or self.tree
        return (text or main.get_text(" ", strip=True))[:400]


class Visitor:
    """A person with a browser; every request is noted under the step that is being done."""

    def __init__(self, base: str, figures: Figures, language: str = "ko"):
        self.base, self.figures = base, figures
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = language

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
        method = form.get("method", "get").upper()
        address = urljoin(page.url, form.get("action") or page.url)
        if method == "GET":
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
        began = time.monotonic()
        headers = {"Referer": referer, "Origin": self.base} if referer else {}
        answer = self.session.request(
            method, urljoin(self.base, address), headers=headers, timeout=PATIENCE, **sent
        )
        self.figures.note(step, time.monotonic() - began)
        page = Page(answer)
        if answer.status_code != status:
            raise Unexpected(f"{step}: {method} {answer.url} {answer.status_code}: {page.said}")
        return page


def _all(value: Value) -> list[str]:
    return value if isinstance(value, list) else [value]


def filled(form: Tag, pressed: str = "", value: str = "") -> dict[str, Value]:
    """Return what a browser sends of a form that nobody has touched, with the button pressed.

    Of several buttons of that name it is the one with this `value`, else the first.
    """
    data: dict[str, Value] = {}

    def add(name: str, value: str) -> None:
        data[name] = [*_all(data[name]), value] if name in data else value

    for field in form.find_all(["input", "select", "textarea", "button"]):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or field.has_attr("disabled"):
            continue
        if field.name == "button" or kind in ("submit", "image"):
            if name == pressed and name not in data and value in ("", field.get("value")):
                add(name, field.get("value", ""))
        elif field.name == "select":
            for option in field.find_all("option", selected=True) or _first_option(field):
                add(name, option.get("value", option.get_text()))
        elif field.name == "textarea":
            add(name, field.get_text().removeprefix("\n"))
        elif kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                add(name, field.get("value", "on"))
        elif kind != "file":
            add(name, field.get("value", ""))
    return data


def _first_option(select: Tag) -> list[Tag]:
    """Return what a browser has chosen where nothing is: the first of a list that drops down."""
    return [] if select.has_attr("multiple") else select.find_all("option")[:1]
