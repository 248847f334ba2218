"""Fetch from addresses that strangers name, without being led into our own network.

Every connection, also after a redirect, is made by `Line.connect`: it resolves the host once, looks at
what it was given, and connects to just that address. So nothing can answer one way to the check and
another to the connection. The certificate is still checked for the name. Proxies, cookies and passwords
that the machine may have are left out.
"""

import ipaddress
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urljoin

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util import Url, parse_url

from cms.errors import Refused

PORTS = {80, 443, 8080, 8443}
MOST_REDIRECTS = 5
MOST_ADDRESSES = 4  # of one host, tried one after the other
PIECE = 64 * 1024

_PUBLIC_6 = ipaddress.ip_network("2000::/3")
#: In the public ranges, and yet another way to an IPv4 address, or to the machine's own cloud.
_NOT_PUBLIC = [
    ipaddress.ip_network("2001::/23"),  # Teredo and other special uses
    ipaddress.ip_network("2002::/16"),  # 6to4
    ipaddress.ip_network("192.88.99.0/24"),  # 6to4 relays
    ipaddress.ip_network("168.63.129.16/32"),  # Azure's host
]

#: Looking up a name has no time limit of its own: it is waited for from outside.
_resolvers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolver")


class NotFetched(Refused):
    """Nothing was fetched; the message says why, `reason` in a word. The next try may fare better."""

    reason = "no_answer"

    def __init__(self, message: str, reason: str = ""):
        super().__init__(message)
        self.reason = reason or self.reason


class NotAllowed(NotFetched):
    """The address is one that is never fetched from: trying again is of no use."""

    reason = "not_allowed"


class TooLarge(NotFetched):
    """More came than was wanted."""

    reason = "too_large"


@dataclass(frozen=True)
class Hop:
    """One redirect that was followed: its status, and the address that answered with it."""

    status: int
    url: str


@dataclass(frozen=True)
class Fetched:
    """What came: any status that is not a followed redirect, from the last address.

    `leads_to` is where a redirect leads that was not followed.
    """

    status: int
    url: str
    content: bytes
    headers: CaseInsensitiveDict
    hops: tuple[Hop, ...] = ()
    leads_to: str = ""

    @property
    def ok(self) -> bool:
        """Whether the status says success."""
        return 200 <= self.status < 300


def fetch(
    url: str,
    *,
    most: int,
    timeout: float = 20,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    whole: bool = True,
    follow: bool = True,
) -> Fetched:
    """Fetch an http(s) address of the public internet.

    `most` bounds the content in bytes, as sent and as unpacked; `timeout` bounds everything together,
    in seconds. Where the beginning is enough, `whole=False` leaves the rest instead of refusing it.
    Redirects are followed unless `follow=False`. Raises NotFetched (NotAllowed, TooLarge) with a
    sentence for whoever gave the address.
    """
    with Line(timeout) as line:
        hops = []
        while True:
            response = line.ask(method, url, headers or {})
            target = line.target_of(response)
            if not (target and follow):
                content = b"" if method == "HEAD" or target else line.read(response, most, whole)
                return Fetched(
                    response.status_code,
                    response.url,
                    content,
                    response.headers,
                    tuple(hops),
                    target,
                )
            hops.append(Hop(response.status_code, response.url))
            check_number(hops)
            response.close()
            url = target


def check_number(hops: list[Hop]) -> None:
    """Follow only so many redirects; raises NotFetched after that."""
    if len(hops) > MOST_REDIRECTS:
        raise NotFetched(_("The address leads from one to the next without an end."), "no_end")


def checked(url: str) -> Url:
    """Return the parts of an address that may be asked; raises NotAllowed.

    Parsed as the connection will parse it. The host's own addresses are looked at when it is resolved.
    """
    try:
        parts = parse_url(url.strip())
    except HTTPError:
        raise NotAllowed(_("“%(url)s” is not an address on the web.") % {"url": url}) from None
    if parts.scheme not in {"http", "https"} or not parts.host:
        raise NotAllowed(_("“%(url)s” is not an address on the web.") % {"url": url})
    if parts.auth is not None:
        raise NotAllowed(_("An address with a user name or password in it is not asked."))
    _check_port(port_of(parts))
    return parts


def port_of(parts: Url) -> int:
    """Return the port, named or not."""
    if parts.port is not None:
        return parts.port
    return 443 if parts.scheme == "https" else 80


def _check_port(port: int) -> None:
    if port not in PORTS and not settings.FETCH_LOOPBACK:
        raise NotAllowed(
            _("Port %(port)s is not asked: only the usual ones of the web.") % {"port": port}
        )


def public_addresses(host: str, port: int, timeout: float = 10) -> list[str]:
    """Resolve a host, once; every address it has is public, else NotAllowed is raised."""
    try:
        found = _resolvers.submit(
            socket.getaddrinfo, host.strip("[]"), port, type=socket.SOCK_STREAM
        ).result(timeout)
    except TimeoutError:
        raise NotFetched(_("The server takes too long."), "slow") from None
    except (OSError, UnicodeError):
        raise NotFetched(
            _("There is no server named %(host)s.") % {"host": host}, "no_server"
        ) from None
    addresses = list(dict.fromkeys(each[4][0] for each in found))
    if not addresses or not all(map(is_public, addresses)):
        raise NotAllowed(_("%(host)s is not on the public internet.") % {"host": host})
    return addresses[:MOST_ADDRESSES]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet (or loopback, where tests allow that)."""
    ip = ipaddress.ip_address(address)
    if settings.FETCH_LOOPBACK and ip.is_loopback:
        return True
    if any(ip.version == net.version and ip in net for net in _NOT_PUBLIC):
        return False
    if ip.version == 6 and ip not in _PUBLIC_6:  # mapped, compatible and NAT64 ones among them
        return False
    return ip.is_global and not ip.is_multicast


class Line:
    """One fetch: its deadline, its session, and the sockets to cut when time is up."""

    def __init__(self, timeout: float):
        self.deadline = time.monotonic() + timeout
        self.expired = threading.Event()
        self._taps: list[socket.socket] = []
        self._timer = threading.Timer(timeout, self._cut)
        self._timer.daemon = True
        self.session = _Session()
        self.session.trust_env = False  # no proxy and no .netrc of this machine
        self.session.cookies.set_policy(_NoCookies())
        self.session.headers["User-Agent"] = f"Madang (+{settings.WAGTAILADMIN_BASE_URL})"
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, _Adapter(self))

    def __enter__(self):
        self._timer.start()
        return self

    def __exit__(self, *error):
        self._timer.cancel()
        self.session.close()
        for tap in self._taps:
            tap.close()

    @property
    def left(self) -> float:
        """Seconds until the deadline, never none: a socket would take that for 'do not wait'."""
        return max(self.deadline - time.monotonic(), 0.001)

    def ask(self, method: str, url: str, headers: dict[str, str]) -> requests.Response:
        """Send one request, follow nothing; the content is still to be read."""
        checked(url)
        try:
            response = self.session.request(
                method,
                url,
                headers=headers,
                timeout=self.left,
                stream=True,
                allow_redirects=False,
            )
        except NotFetched:
            raise
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise self._sentence(error) from error
        self._in_time()
        return response

    def target_of(self, response: requests.Response) -> str:
        """Return where a redirect leads; nothing where it is none."""
        try:
            location = self.session.get_redirect_target(response)
            return urljoin(response.url, location) if location else ""
        except ValueError as error:
            raise self._sentence(error) from error

    def read(self, response: requests.Response, most: int, whole: bool) -> bytes:
        """Read the content, unpacked, up to so many bytes."""
        said = response.headers.get("Content-Length", "")
        if whole and said.isdecimal() and int(said) > most:
            raise TooLarge(_("What is there is larger than allowed."))
        content = bytearray()
        try:
            for piece in response.iter_content(PIECE):
                content += piece
                if len(content) > most:
                    break
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise self._sentence(error) from error
        self._in_time()  # a line that was cut looks like an answer that has ended
        if whole and len(content) > most:
            raise TooLarge(_("What is there is larger than allowed."))
        return bytes(content[:most])

    def connect(self, host: str, port: int) -> socket.socket:
        """Resolve, check and connect to what was checked."""
        _check_port(port)
        failure = None
        for address in public_addresses(host, port, self.left):
            self._in_time()
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            made = socket.socket(family, socket.SOCK_STREAM)
            made.settimeout(self.left)
            try:
                made.connect((address, port))
            except OSError as error:
                made.close()
                failure = error
                continue
            # TLS takes the socket over; a second handle on the same line can still be cut.
            self._taps.append(socket.socket(fileno=os.dup(made.fileno())))
            self._in_time()
            return made
        raise NotFetched(_("The server does not answer.")) from failure

    def _cut(self) -> None:
        self.expired.set()
        for tap in list(self._taps):
            try:
                tap.shutdown(socket.SHUT_RDWR)
            except OSError:  # closed already
                continue

    def _in_time(self) -> None:
        if self.expired.is_set():
            raise NotFetched(_("The server takes too long."), "slow")

    def _sentence(self, error: Exception) -> NotFetched:
        """Say for people what went wrong on the way."""
        if self.expired.is_set() or isinstance(error, requests.Timeout | TimeoutError):
            return NotFetched(_("The server takes too long."), "slow")
        if isinstance(error, requests.exceptions.SSLError):
            return NotFetched(
                _("The server's certificate is not valid for its name."), "certificate"
            )
        if isinstance(error, requests.exceptions.InvalidURL | UnicodeError):
            return NotAllowed(_("This is not an address on the web."))
        return NotFetched(_("The server does not answer as a web server does."))


class _Session(requests.Session):
    """Looks at no redirect by itself: it would read the whole body to see where that leads."""

    def resolve_redirects(self, *args, **options):
        return iter(())


class _NoCookies(requests.cookies.cookielib.DefaultCookiePolicy):
    """Keeps no cookie and sends none."""

    def set_ok(self, cookie, request) -> bool:
        return False


class _Adapter(HTTPAdapter):
    """Makes every connection of a session through its line."""

    def __init__(self, line: Line):
        self.line = line
        super().__init__()

    def init_poolmanager(self, *args, **options):
        super().init_poolmanager(*args, **options)
        line = self.line

        class Plain(HTTPConnection):
            def _new_conn(self):
                return line.connect(self._dns_host, self.port)

        class Secure(HTTPSConnection):
            def _new_conn(self):
                return line.connect(self._dns_host, self.port)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
