"""Addresses that git is given; outside the languages."""

from django.urls import path, re_path

from contest_pages.vault.views import git

NAME = r"(?P<repository>[^/\x00-\x1f]{1,100})\.git"

urlpatterns = [
    re_path(rf"^{NAME}/info/refs\Z", git.refs, name="git_refs"),
    re_path(
        rf"^{NAME}/(?P<service>git-upload-pack|git-receive-pack)\Z",
        git.service,
        name="git_service",
    ),
    re_path(rf"^{NAME}/?\Z", git.visit, name="git_visit"),
    path("<path:rest>", git.nothing, name="git_nothing"),
]
