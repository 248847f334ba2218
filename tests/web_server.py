"""A web server of a test's own, on this machine: what it answers is said by functions."""

import threading
from collections.abc import Callable
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Answering(BaseHTTPRequestHandler):
    """Hands each request to the function of its path; what nobody answers is not found."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        answer = self.server.answers.get(self.path.split("?")[0])
        if answer is None:
            self.answer(404)
        elif callable(answer):
            answer(self)
        else:
            self.answer(200, answer)

    do_HEAD = do_POST = do_GET  # noqa: N815  (the name that http.server asks for)

    def answer(self, status: int, body: bytes = b"", **headers) -> None:
        """Send a whole answer; underscores in a header's name are hyphens."""
        self.send_response(status)
        for name, value in ({"Content_Length": len(body)} | headers).items():
            if value is not None:
                self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


class WebServer(ThreadingHTTPServer):
    """Keeps what was asked; answers from `answers`, path by path."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[tuple[str, str, dict]] = []
        self.answers: dict[str, bytes | Callable[[Answering], None]] = {}
        self.scheme = "http"

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.server_port}{path}"

    @property
    def lines(self) -> list[str]:
        """What was asked, in a word and a path each."""
        return [f"{method} {path}" for method, path, _headers in self.asked]

    def handle_error(self, request, client_address):
        """Say nothing when a client hangs up."""


@contextmanager
def running(server: WebServer):
    """Serve until the block ends."""
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def redirect(target: str, status: int = 301) -> Callable[[Answering], None]:
    """Lead to another address."""
    return lambda request: request.answer(status, Location=target)
