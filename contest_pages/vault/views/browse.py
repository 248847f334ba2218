"""Looking into a repository: folders, files, history; for everybody who may read it."""

from collections.abc import Callable, Iterator
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from contest_pages.vault import git
from contest_pages.vault.bodies import PIECE
from contest_pages.vault.browsing import Absent, Browser
from contest_pages.vault.models import Access, Repository
from contest_pages.vault.serving import Answer
from contest_pages.vault.views.visits import readable, record
from media.views import SAFE_HEADERS


def _looking(view: Callable) -> Callable:
    """Open a repository for whoever may read it; what it does not hold does not exist."""

    @require_safe
    @wraps(view)
    def looking(request: HttpRequest, repository: str, path: str = "") -> HttpResponseBase:
        found = readable(request, repository)
        if isinstance(found, HttpResponse):
            return found
        try:
            return view(request, found, Browser(found, request.GET.get("ref", "")), path)
        except (Absent, git.GitFailed, UnicodeEncodeError, ValueError) as error:
            raise Http404 from error

    return looking


def _context(repository: Repository, browser: Browser, path: str) -> dict:
    """Return what all these pages show."""
    parts = path.split("/") if path else []
    query = "" if browser.ref == browser.head else f"?ref={browser.ref}"
    return {
        "repository": repository,
        "contest": repository.entry.contest if repository.entry else None,
        "browser": browser,
        "path": path,
        "query": query,
        "way": [
            {
                "title": part,
                "url": reverse("source_folder", args=[repository.slug, "/".join(parts[: n + 1])])
                + query,
            }
            for n, part in enumerate(parts[:-1])
        ],
        "name": parts[-1] if parts else "",
    }


@_looking
def folder(
    request: HttpRequest, repository: Repository, browser: Browser, path: str
) -> HttpResponse:
    """Show what a folder holds, and its README."""
    record(request, repository, Access.Act.BROWSE, detail=f"{path}/")
    context = _context(repository, browser, path)
    if browser.commit:
        found = browser.folder(path)
        context["folder"] = found
        context["last"] = browser.last(path)
        if found.readme:
            context["readme"] = browser.file(found.readme.path)
    return render(request, "vault/source.html", context)


@_looking
def file(request: HttpRequest, repository: Repository, browser: Browser, path: str) -> HttpResponse:
    """Show a file's text."""
    shown = browser.file(path)
    record(request, repository, Access.Act.BROWSE, detail=path)
    context = _context(repository, browser, path) | {"shown": shown, "last": browser.last(path)}
    return render(request, "vault/source_file.html", context)


@_looking
def history(
    request: HttpRequest, repository: Repository, browser: Browser, path: str
) -> HttpResponse:
    """List the commits, of the whole or of what `?path=` names."""
    if not browser.commit:
        raise Http404
    path = request.GET.get("path", "")
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) < 6 else 1
    commits, has_more = browser.history(path, page)
    record(request, repository, Access.Act.BROWSE, detail=f"history {path}")
    context = _context(repository, browser, path)
    context |= {"commits": commits, "page": page, "has_more": has_more}
    return render(request, "vault/source_history.html", context)


@_looking
def raw(
    request: HttpRequest, repository: Repository, browser: Browser, path: str
) -> HttpResponseBase:
    """Hand out a file, to be saved."""
    running = browser.reading(path)
    record(request, repository, Access.Act.DOWNLOAD, detail=path)
    return _handed_out(running, path.rpartition("/")[2], "application/octet-stream")


@_looking
def archive(
    request: HttpRequest, repository: Repository, browser: Browser, path: str
) -> HttpResponseBase:
    """Hand out all files in an archive."""
    if not browser.commit:
        raise Http404
    record(request, repository, Access.Act.DOWNLOAD, detail=f"{browser.ref} zip")
    name = f"{repository.slug}-{browser.commit[:10]}"
    return _handed_out(browser.archiving(name), f"{name}.zip", "application/zip")


def _handed_out(running, name: str, content_type: str) -> StreamingHttpResponse:
    """Stream what git says; git ends with the answer, heard out or not."""
    process = running.__enter__()

    def pieces() -> Iterator[bytes]:
        while piece := process.stdout.read(PIECE):
            yield piece

    answer = Answer(pieces(), lambda: running.__exit__(None, None, None))
    response = StreamingHttpResponse(answer, content_type=content_type)
    for header, value in SAFE_HEADERS.items():
        response[header] = value
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
