"""Bodies of requests: chunked, gzip'd, and what is neither."""

import gzip
import io

import pytest
from django.core.handlers.wsgi import LimitedStream

from contest_pages.vault.bodies import BadBody, Body
from contest_pages.vault.protocol import FLUSH, Push, packet, read_push, refusal


def whole(body: Body) -> bytes:
    return b"".join(iter(body.piece, b""))


def test_chunks_are_taken_apart_where_the_server_does_not():
    raw = io.BytesIO(b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: x\r\n\r\nGET / HTTP/1.1\r\n")
    environ = {"wsgi.input": LimitedStream(raw, 0), "HTTP_TRANSFER_ENCODING": "chunked"}
    body = Body(environ)
    assert whole(body) == b"hello world"
    assert body.count == 11
    assert environ["wsgi.input"].read() == b""
    assert raw.read() == b"GET / HTTP/1.1\r\n"


def test_a_chunk_without_a_length_is_refused():
    environ = {
        "wsgi.input": LimitedStream(io.BytesIO(b"zz\r\n"), 0),
        "HTTP_TRANSFER_ENCODING": "chunked",
    }
    with pytest.raises(BadBody):
        whole(Body(environ))


def test_gzip_is_unpacked_piece_by_piece():
    sent = gzip.compress(b"0" * 5_000_000)
    body = Body({"wsgi.input": io.BytesIO(sent), "HTTP_CONTENT_ENCODING": "gzip"})
    pieces = list(iter(lambda: body.piece(1000), b""))
    assert sum(map(len, pieces)) == 5_000_000
    assert max(map(len, pieces)) == 1000


def test_what_is_no_gzip_is_refused():
    with pytest.raises(BadBody):
        whole(Body({"wsgi.input": io.BytesIO(b"not gzip"), "HTTP_CONTENT_ENCODING": "gzip"}))
    with pytest.raises(BadBody):
        Body({"wsgi.input": io.BytesIO(), "HTTP_CONTENT_ENCODING": "br"})


def test_the_commands_of_a_push_are_read_and_nothing_of_the_pack():
    old, new = "0" * 40, "a" * 40
    commands = packet(f"{old} {new} refs/heads/main\0 report-status side-band-64k\n".encode())
    commands += packet(f"{old} {new} refs/heads/개발\n".encode())
    sent = io.BytesIO(commands + FLUSH + b"PACK")
    taken, push = read_push(sent.read)
    assert taken == commands + FLUSH
    assert push.commands == [(old, new, "refs/heads/main"), (old, new, "refs/heads/개발")]
    assert push.capabilities == {"report-status", "side-band-64k"}
    assert push.is_clear
    assert sent.read() == b"PACK"


def test_a_server_that_gives_more_than_it_is_asked_for_is_heard_out():
    class Generous(io.BytesIO):
        def read(self, size=-1):
            return super().read(7)

    body = Body({"wsgi.input": Generous(b"0123456789")})
    assert [body.exactly(4), body.piece(2), body.piece(9), body.piece(9)] == [
        b"0123",
        b"45",
        b"6",
        b"789",
    ]
    assert body.count == 10


@pytest.mark.parametrize("sent", [b"", b"000", b"zzzz", b"0000", b"0001", b"ffffshort", b"-001abc"])
def test_commands_that_make_no_sense_are_not_clear(sent):
    taken, push = read_push(io.BytesIO(sent).read)
    assert push.commands == []
    assert sent.startswith(taken)
    assert push.is_clear is (sent == FLUSH)


def test_a_push_of_which_anything_is_hidden_is_not_clear(monkeypatch):
    monkeypatch.setattr("contest_pages.vault.protocol.MOST_COMMANDS", 1000)
    command = packet(f"{'0' * 40} {'a' * 40} refs/heads/main".encode())
    shallow = packet(f"shallow {'b' * 40}".encode())
    assert read_push(io.BytesIO(shallow + command + FLUSH).read)[1].is_clear
    assert not read_push(io.BytesIO(packet(b"push-cert\n") + command + FLUSH).read)[1].is_clear
    assert not read_push(io.BytesIO(command).read)[1].is_clear
    assert not read_push(io.BytesIO(command * 20 + FLUSH).read)[1].is_clear


def test_of_what_a_push_asked_for_only_what_came_about_is_its_doing():
    none, old, new = "0" * 40, "a" * 40, "b" * 40
    push = Push([(old, new, "refs/heads/main"), (old, none, "refs/tags/v1"), (none, new, "refs/x")])
    now = {"refs/heads/main": new, "refs/heads/of-another": new, "refs/tags/v1": old}
    assert push.done(now).summary == "main aaaaaaaaaa→bbbbbbbbbb"
    assert push.done({}).summary == "refs/tags/v1 aaaaaaaaaa→∅"


def test_a_body_that_stalls_ends_with_its_time():
    with pytest.raises(BadBody):
        Body({"wsgi.input": io.BytesIO(b"0123")}, seconds=-1).piece()


def test_a_refusal_without_bands_is_the_report_alone():
    push = Push([("0" * 40, "a" * 40, "refs/heads/main")])
    assert refusal(push, "Too large.", "no") == b"000eunpack no\n001ang refs/heads/main no\n0000"
