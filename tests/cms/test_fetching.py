import datetime
import gzip
import socket
import ssl
import threading
import time

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cms.fetching import NotAllowed, NotFetched, TooLarge, fetch, is_public, public_addresses
from tests.web_server import redirect


def test_what_is_there_comes_with_its_status_and_headers(web):
    web.answers["/file"] = lambda request: request.answer(200, b"text", X_Of_Theirs="yes")

    came = fetch(web.url("/file"), most=100)

    assert (came.status, came.ok, came.content) == (200, True, b"text")
    assert came.headers["x-of-theirs"] == "yes"
    assert fetch(web.url("/nothing"), most=100).status == 404


def test_we_say_who_asks_and_send_nothing_that_the_machine_knows(web, settings, monkeypatch):
    settings.WAGTAILADMIN_BASE_URL = "https://contest.example.org"
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    web.answers["/"] = lambda request: request.answer(302, Location="/next", Set_Cookie="a=b")
    web.answers["/next"] = b"here"

    assert fetch(web.url(), most=100).content == b"here"

    headers = web.asked[-1][2]
    assert headers["User-Agent"] == "Madang (+https://contest.example.org)"
    assert "Cookie" not in headers
    assert "Authorization" not in headers


def test_redirects_are_followed_and_told(web):
    web.answers |= {"/a": redirect("/b"), "/b": redirect("/c", 302), "/c": b"end"}

    came = fetch(web.url("/a"), most=100)

    assert (came.url, came.content) == (web.url("/c"), b"end")
    assert [(hop.status, hop.url) for hop in came.hops] == [
        (301, web.url("/a")),
        (302, web.url("/b")),
    ]


def test_redirects_without_an_end_are_left_after_five(web):
    web.answers["/round"] = redirect("/round")

    with pytest.raises(NotFetched, match="끝없이"):
        fetch(web.url("/round"), most=100)

    assert len(web.asked) == 6


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://127.0.0.1:25/",
        "//example.org/",
        "example.org",
        "",
        "http://",
        "http:///path",
        "http://user:password@example.org/",
        "http://user@example.org/",
        "https://example.org:22/",
        "http://example.org:6379/",
        "http://[::1",
        "http://example.org:99999/",
    ],
)
def test_an_address_that_is_not_of_the_web_is_not_asked(url):
    with pytest.raises(NotAllowed):
        fetch(url, most=100)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0.0.0.0/",
        "http://0/",
        "http://[::]/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:8.8.8.8]/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.0.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://168.63.129.16/",
        "http://255.255.255.255/",
        "http://224.0.0.1/",
        "http://①②⑦.0.0.1/",
        "http://example.org\\@127.0.0.1/",
        "http://127.0.0.1#@example.org/",
    ],
)
def test_nothing_in_our_own_network_is_asked(url):
    # The suite lets no connection out, and fails loudly: a refusal came before it.
    with pytest.raises(NotFetched):
        fetch(url, most=100)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("0.1.2.3", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("192.88.99.1", False),
        ("100.100.100.200", False),
        ("::7f00:1", False),
        ("64:ff9b:1::1", False),
        ("2002:7f00:1::", False),
        ("2001:0:7f00:1::", False),
        ("2001:db8::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("fe80::1%eth0", False),
    ],
)
def test_public_is_what_the_whole_internet_reaches(address, public):
    assert is_public(address) is public


def test_a_redirect_does_not_lead_inside(web, settings):
    web.answers["/"] = redirect("http://10.0.0.1/admin")
    with pytest.raises(NotAllowed, match="공개된 인터넷"):
        fetch(web.url(), most=100)

    web.answers["/"] = redirect("file:///etc/passwd")
    with pytest.raises(NotAllowed):
        fetch(web.url(), most=100)


def names(monkeypatch, *answers):
    """Let a name server say these addresses, one after the other; return what it was asked."""
    asked = []

    def getaddrinfo(host, port, **options):
        asked.append(host)
        addresses = answers[min(len(asked), len(answers)) - 1]
        kind = socket.SOCK_STREAM
        return [(socket.AF_INET, kind, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_name_server_that_is_slow_is_not_one_that_knows_nothing(monkeypatch):
    given_up = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: given_up.wait(60))
    with pytest.raises(NotFetched) as failure:
        public_addresses("slow.example", 443, timeout=0.01)
    given_up.set()
    assert failure.value.reason == "slow"


def test_a_name_is_resolved_once_and_what_was_checked_is_what_is_asked(monkeypatch):
    asked = names(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])

    # The suite stops the one connection that is tried: to the address that was checked.
    with pytest.raises(RuntimeError, match=r"93\.184\.215\.14"):
        fetch("http://rebinding.example/", most=100)

    assert asked == ["rebinding.example"]


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    names(monkeypatch, ["93.184.215.14", "10.0.0.1"])

    with pytest.raises(NotAllowed):
        fetch("http://mixed.example/", most=100)


def test_what_is_too_large_is_not_read_to_its_end(web):
    def endless(request):
        request.send_response(200)
        request.send_header("Connection", "close")
        request.end_headers()
        while True:
            request.wfile.write(b"x" * 65536)

    web.answers |= {"/endless": endless, "/said": b"x" * 101, "/fits": b"x" * 100}

    assert len(fetch(web.url("/fits"), most=100).content) == 100
    for path in ("/endless", "/said"):
        with pytest.raises(TooLarge):
            fetch(web.url(path), most=100)


@pytest.mark.parametrize("follow", [True, False])
def test_the_body_of_a_redirect_is_not_read(web, follow):
    def endless(request):
        request.send_response(302)
        request.send_header("Location", "/end")
        request.send_header("Connection", "close")
        request.end_headers()
        while True:
            request.wfile.write(b"x" * 65536)

    web.answers |= {"/endless": endless, "/end": b"end"}

    came = fetch(web.url("/endless"), most=100, timeout=5, follow=follow)
    assert (came.content, came.leads_to) == ((b"end", "") if follow else (b"", web.url("/end")))


@pytest.mark.parametrize("target", ["http://[::1", "/\xff"])
def test_a_redirect_to_no_address_is_a_sentence(web, target):
    web.answers["/"] = redirect(target)

    with pytest.raises(NotFetched):
        fetch(web.url("/"), most=100)


def test_where_the_beginning_is_enough_the_rest_is_left(web):
    web.answers["/long"] = b"x" * 200_000

    assert fetch(web.url("/long"), most=100, whole=False).content == b"x" * 100


def test_what_unpacks_to_too_much_is_refused(web):
    bomb = gzip.compress(b"\0" * 50_000_000)
    web.answers["/bomb"] = lambda request: request.answer(200, bomb, Content_Encoding="gzip")

    with pytest.raises(TooLarge):
        fetch(web.url("/bomb"), most=1_000_000)


def drip(request, line=b"x"):
    """Answer a byte now and then, for ever."""
    try:
        while True:
            request.wfile.write(line)
            request.wfile.flush()
            time.sleep(0.02)
    except OSError:
        request.close_connection = True


def drip_content(request):
    request.send_response(200)
    request.end_headers()
    drip(request)


@pytest.mark.parametrize("slow", [drip, drip_content, lambda request: time.sleep(1)])
def test_a_server_that_never_ends_is_left_in_time(web, slow):
    web.answers["/slow"] = slow

    begun = time.monotonic()
    with pytest.raises(NotFetched, match="너무 오래"):
        fetch(web.url("/slow"), most=10_000_000, timeout=0.3)

    assert time.monotonic() - begun < 0.8


def test_a_server_that_hangs_up_or_speaks_nonsense_is_a_sentence(web):
    web.answers |= {
        "/hang": lambda request: request.connection.shutdown(socket.SHUT_RDWR),
        "/half": lambda request: (
            request.answer(200, b"half", Content_Length=100),
            request.connection.shutdown(socket.SHUT_RDWR),
        ),
        "/nonsense": lambda request: request.wfile.write(b"\0\1\2\r\n\r\n"),
        "/packed": lambda request: request.answer(200, b"not packed", Content_Encoding="gzip"),
    }

    for path in web.answers:
        with pytest.raises(NotFetched):
            fetch(web.url(path), most=1000, timeout=2)


def certified(folder, name: str) -> ssl.SSLContext:
    """Return a server's TLS with a certificate for one name, left as `ca.pem`."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return context


def test_the_certificate_is_checked_for_the_name_though_the_address_is_pinned(
    web, tmp_path, monkeypatch
):
    context = certified(tmp_path, "localhost")
    web.socket = context.wrap_socket(web.socket, server_side=True)
    web.scheme = "https"
    web.answers["/"] = b"safe"
    with pytest.raises(NotFetched, match="인증서"):
        fetch(web.url(host="localhost"), most=100)

    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "ca.pem"))
    assert fetch(web.url(host="localhost"), most=100).content == b"safe"
    with pytest.raises(NotFetched, match="인증서"):
        fetch(web.url(host="127.0.0.1"), most=100)
