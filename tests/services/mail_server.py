"""A mail server that takes mail, or keeps a client waiting, as a test wants it."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Semaphore, Thread


class _Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as Django's client speaks."""

    def handle(self) -> None:
        """Take mails until the client goes, or dies."""
        with suppress(ConnectionError):
            self.talk()

    def talk(self) -> None:
        """Greet, unless whoever connects is to wait; take each mail."""
        self.server.somebody_waits.set()
        self.server.answers.wait()
        self.say(220)
        for line in self.rfile:
            command = line[:4].upper()
            if command == b"DATA":
                self.say(354)
                lines = list(iter(self.rfile.readline, b".\r\n"))
                self.server.mails.append(b"".join(lines).decode())
                self.server.mail_came.release()
            self.say(221 if command == b"QUIT" else 250)

    def say(self, code: int) -> None:
        """Answer."""
        self.wfile.write(b"%d ok\r\n" % code)


class MailServer(socketserver.ThreadingTCPServer):
    """`answers` makes it speak; `mails` holds what it took, `mail_came` counts it."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answers, self.somebody_waits, self.mail_came = Event(), Event(), Semaphore(0)
        self.mails: list[str] = []

    @property
    def url(self) -> str:
        """Its EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run one that does not answer yet."""
    with MailServer() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.answers.set()
        server.shutdown()
