"""Git over HTTP, at /git/<slug>.git: the real protocol, for those who may.

To everybody else a sealed repository is none: who has shown no good token is asked for one
whatever the address, and who has shown one is told that nothing is there. The same is asked of
the database either way, so that the time says nothing either.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from cms import formats
from cms.errors import Refused
from contest_pages.vault import actions, git, queries, rules, trees
from contest_pages.vault.actions.making import refs_of
from contest_pages.vault.bodies import BadBody, Body
from contest_pages.vault.models import Access, AccessToken, Repository
from contest_pages.vault.protocol import Push, read_push, refusal
from contest_pages.vault.serving import (
    FETCH,
    LONGEST,
    MOST_ASKED,
    PUSH,
    Answer,
    Exchange,
    TooLarge,
    advertisement,
)

#: A push holds more than its pack: commands, and what the protocol puts around.
SLACK = 1024 * 1024
#: How long a client that was refused may go on sending before the line is cut.
DRAIN_SECONDS = 60
PROTOCOL = re.compile(r"version=[012]")
UNKEPT = {"Cache-Control": "no-cache, no-store, max-age=0, must-revalidate", "Pragma": "no-cache"}


@dataclass(frozen=True)
class Asked:
    """Who asks for what."""

    request: HttpRequest
    slug: str
    service: str
    now: datetime
    token: AccessToken | None
    repository: Repository | None
    standing: rules.Standing

    @property
    def user(self):
        """Return whose token it is."""
        return self.token.user if self.token else AnonymousUser()

    @property
    def protocol(self) -> str:
        """Return the version of the protocol that the client asks for."""
        asked = self.request.headers.get("Git-Protocol", "")
        return asked if PROTOCOL.fullmatch(asked) else ""

    def record(self, detail: str = "", outcome: str = Access.Outcome.GRANTED) -> None:
        """Write it down, unless it is what everybody may read."""
        act = Access.Act.PUSH if self.service == PUSH else Access.Act.FETCH
        if self.token is None:
            return
        actions.record(
            self.repository,
            act,
            asked=self.slug,
            user=self.user,
            token=self.token,
            address=get_adapter().get_client_ip(self.request),
            now=self.now,
            detail=detail,
            outcome=outcome,
        )


def _secret_in(request: HttpRequest) -> str:
    """Return the token that was sent as a password, or as a name without one."""
    scheme, _space, sent = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        name, _colon, password = base64.b64decode(sent, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return password or name


def _asked(request: HttpRequest, slug: str, service: str) -> Asked:
    now, secret = timezone.now(), _secret_in(request)
    token = queries.token_of(secret, now) if secret else None
    repository = queries.find(slug)
    user = token.user if token else AnonymousUser()
    standing = rules.standing_of(user, repository, now)
    if token:
        actions.use_token(token, now=now)
    return Asked(request, slug, service, now, token, repository, standing)


def _said(text: str, status: int, **headers: str) -> HttpResponse:
    """Answer with a sentence that git's client prints."""
    response = HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
    for name, value in {**UNKEPT, **headers}.items():
        response[name] = value
    return response


def _challenge() -> HttpResponse:
    text = _("Sign in with an access token as the password. You make one at /my/tokens/.")
    response = _said(text, 401)
    response["WWW-Authenticate"] = 'Basic realm="Madang", charset="UTF-8"'
    return response


def _absent() -> HttpResponse:
    return _said(_("There is no such repository, or it is not yours to see."), 404)


def _damaged() -> HttpResponse:
    return _said(_("The repository is damaged. Write to the moderators."), 503)


def _in_their_language(view):
    """Speak as the client asks; Korean where it does not say."""

    def speaking(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        with override(get_language_from_request(request)):
            return view(request, *args, **kwargs)

    return speaking


def _refused(asked: Asked) -> HttpResponse | None:
    """Return the answer to who may not; None for who may."""
    if not rules.may_read(asked.repository, asked.standing):
        if asked.token is None:
            return _challenge()
        asked.record(outcome=Access.Outcome.REFUSED)
        return _absent()
    if asked.service != PUSH:
        return None
    if asked.token is None:
        return _challenge()
    reason = rules.why_not_push(asked.repository, asked.standing, asked.token)
    if reason is None and asked.repository.room == 0:
        reason = _full(asked.repository)
    if reason:
        asked.record(detail=str(reason), outcome=Access.Outcome.REFUSED)
        return _said(str(reason), 403)
    return None


def _full(repository: Repository) -> str:
    return _(
        "Too large: this repository may hold %(quota)s and holds %(size)s. Nothing was changed. "
        "Leave out what can be built or downloaded, or ask the moderators for room."
    ) % {
        "quota": formats.file_size(settings.VAULT_QUOTA),
        "size": formats.file_size(repository.size),
    }


def _config(asked: Asked, push: Push | None = None) -> dict[str, str]:
    """Return git's settings for this request. Raises Refused for what may not be pushed now."""
    if asked.service == FETCH:
        return {"uploadpack.allowFilter": "true"}
    now = Repository.objects.select_related("entry").get(pk=asked.repository.pk)
    reason = rules.why_not_push(now, asked.standing, asked.token)
    if reason := reason or rules.why_not_change(now, push.commands if push else ()):
        raise Refused(str(reason))
    protected = str(now.is_protected).lower()
    return {
        "receive.maxInputSize": str(_most_for(now)),
        "receive.denyDeletes": protected,
        "receive.denyNonFastForwards": protected,
        "receive.denyDeleteCurrent": "warn",
    }


def _most_for(repository: Repository) -> int:
    """Return how many bytes a push may have, as the disk has it now."""
    return max(trees.room_in(repository), 0) + SLACK


@csrf_exempt
@require_safe
@_in_their_language
def refs(request: HttpRequest, repository: str) -> HttpResponseBase:
    """Tell a client what there is, if it may fetch or push."""
    service = request.GET.get("service", FETCH)
    asked = _asked(request, repository, PUSH if service == PUSH else FETCH)
    if response := _refused(asked):
        return response
    if service not in (FETCH, PUSH) or "service" not in request.GET:
        return _said(_("Use a git that speaks the smart protocol."), 403)
    try:
        made = actions.make(asked.repository, by=asked.user, now=asked.now)
        said = advertisement(service, made, _config(asked), asked.protocol)
    except Refused as refused:
        return _said(refused.message, 403)
    except FileNotFoundError:  # it was erased meanwhile
        return _absent()
    except (git.GitFailed, OSError):
        return _damaged()
    if service == FETCH and not asked.protocol.startswith("version=2"):  # that one asks once more
        asked.record()
    response = HttpResponse(said, content_type=f"application/x-{service}-advertisement")
    for name, value in UNKEPT.items():
        response[name] = value
    return response


@csrf_exempt
@require_POST
@_in_their_language
def service(request: HttpRequest, repository: str, service: str) -> HttpResponseBase:
    """Fetch or push."""
    asked = _asked(request, repository, service)
    if response := _refused(asked):
        return response
    if request.content_type != f"application/x-{service}-request":
        return _said(_("Use a git that speaks the smart protocol."), 415)
    try:
        actions.make(asked.repository, by=asked.user, now=asked.now)
        body = Body(request.environ, seconds=LONGEST)
        return _push(asked, body) if service == PUSH else _fetch(asked, body)
    except BadBody:
        return _said(_("This request is broken. Try again."), 400)
    except Refused as refused:
        return _said(refused.message, 403)
    except FileNotFoundError:  # it was erased meanwhile
        return _absent()
    except (git.GitFailed, OSError):
        return _damaged()


def _fetch(asked: Asked, body: Body) -> HttpResponseBase:
    asked.record()
    exchange = Exchange(FETCH, asked.repository, partial(_config, asked), asked.protocol)
    try:
        exchange.feed(b"", body, MOST_ASKED)
    except TooLarge:
        return _said(_("This request is broken. Try again."), 413)
    except BaseException:
        exchange.end()
        raise
    return _streamed(FETCH, Answer(exchange.answer(), exchange.end))


def _push(asked: Asked, body: Body) -> HttpResponseBase:
    begun, push = read_push(body.exactly)
    if not push.is_clear:
        raise BadBody("commands")
    most = asked.repository.room + SLACK
    if int(asked.request.META.get("CONTENT_LENGTH") or 0) > most:
        return _turn_away(asked, body, push, _full(asked.repository), _("too large"))
    try:
        exchange = Exchange(PUSH, asked.repository, partial(_config, asked, push), asked.protocol)
    except Refused as refused:
        body.drain(DRAIN_SECONDS)
        return _turn_away(asked, body, push, refused.message, _("not taken"))
    try:
        exchange.feed(begun, body, most, partial(_most_for, asked.repository))
    except Refused as refused:
        exchange.end()
        return _turn_away(asked, body, push, refused.message, _("not taken"))
    except TooLarge:
        # A client that is answered while it packs prints the sentence, but reports no failure.
        body.drain(DRAIN_SECONDS)
        asked.repository.refresh_from_db(fields=["size"])  # another may just have been taken
        return _turn_away(asked, body, push, _full(asked.repository), _("too large"))
    except BaseException:
        exchange.end()
        raise
    if push.commands:
        exchange.note = partial(_note, asked, push)
    return _streamed(PUSH, Answer(exchange.answer(), exchange.end))


def _note(asked: Asked, push: Push) -> None:
    """Write down what came of a push: of what it asked for, not of another at the same time."""
    try:
        done = push.done(refs_of(asked.repository))
        if done.commands:
            actions.note_push(asked.repository, now=timezone.now())
        else:
            actions.measure(asked.repository)
    except (git.GitFailed, OSError) as failed:
        asked.record(detail=str(failed), outcome=Access.Outcome.FAILED)
        return
    outcome = Access.Outcome.GRANTED if done.commands else Access.Outcome.REFUSED
    asked.record(detail=(done if done.commands else push).summary, outcome=outcome)


def _turn_away(asked: Asked, body: Body, push: Push, sentence: str, short: str) -> HttpResponseBase:
    """Refuse a push in a way that the client prints, before it has sent everything."""
    asked.record(detail=push.summary, outcome=Access.Outcome.REFUSED)
    said = refusal(push, sentence, short)
    drain = partial(body.drain, DRAIN_SECONDS)
    response = _streamed(PUSH, Answer(iter([said]), drain))
    response["Content-Length"] = str(len(said))
    if not body.is_of_development:  # that server closes as it likes, and lets nobody say so
        response["Connection"] = "close"
    return response


def _streamed(service: str, answer: Iterable[bytes]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(answer, content_type=f"application/x-{service}-result")
    for name, value in UNKEPT.items():
        response[name] = value
    return response


@require_safe
def visit(request: HttpRequest, repository: str) -> HttpResponse:
    """Lead a browser from the address that git is given to the page, where all may read that."""
    found = queries.find(repository)
    if found and found.is_public:
        return redirect(found)
    return _absent()


@csrf_exempt
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer what nobody asks: the same, whatever is there."""
    return _absent()
