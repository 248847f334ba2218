"""Who looks at a repository in the site, and whether they may."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from contest_pages.vault import actions, queries, rules
from contest_pages.vault.models import Access, Repository


def record(
    request: HttpRequest,
    repository: Repository,
    act: str,
    *,
    detail: str = "",
    outcome: str = Access.Outcome.GRANTED,
    of_bundle: bool = False,
) -> None:
    """Write a visit down, unless it is to what everybody may read: that no bundle is."""
    if not of_bundle and repository.is_public and act in (Access.Act.BROWSE, Access.Act.DOWNLOAD):
        return
    actions.record(
        repository,
        act,
        asked=repository.slug,
        user=request.user,
        address=get_adapter().get_client_ip(request),
        now=timezone.now(),
        detail=detail,
        outcome=outcome,
    )


def readable(request: HttpRequest, slug: str) -> Repository | HttpResponse:
    """Return the repository if the visitor may read it.

    Else it does not exist for them; who is not signed in is asked to, whatever the address.
    """
    repository = queries.find(slug)
    standing = rules.standing_of(request.user, repository, timezone.now())
    if rules.may_read(repository, standing) and (repository.pk or standing.is_known):
        return repository
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise Http404
