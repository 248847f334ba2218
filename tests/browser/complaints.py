"""What a browser may never have to complain about."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

#: Chromium's words for a status over 399; the responses themselves tell more.
STATUS_MESSAGE = "Failed to load resource: the server responded with a status of"


class Complaints:
    """Collects what goes wrong in the pages of a context: requests to other hosts, errors that a
    page or its console reports, files that are missing, pages that fail."""

    def __init__(self, site: str):
        self.site = site
        self.all: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        """Listen to all pages of a context."""
        context.on("response", self._on_response)
        context.on("requestfailed", self._on_request)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)

    def _on_request(self, request: Request) -> None:
        """See where a request went: it was answered, or it failed."""
        if not request.url.startswith((f"{self.site}/", "data:", "blob:", "about:")):
            self.all.append(f"asked another host: {request.url}")

    def _on_response(self, response: Response) -> None:
        # A page or a script's question that is refused (404, 409) is looked at by its test; a
        # file may not be missing.
        self._on_request(response.request)
        allowed = 499 if response.request.resource_type in ("document", "fetch", "xhr") else 399
        if response.status > allowed:
            self.all.append(f"{response.status} at {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(STATUS_MESSAGE):
            self.all.append(f"console at {message.page and message.page.url}: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.all.append(f"script at {error.page and error.page.url}: {error.error}")
