"""What the worker does with repositories."""

from datetime import datetime

from django_tasks import task

from contest_pages.vault.models import Repository, SourceCheck


@task
def run_check(check_pk: int) -> None:
    """Check the source of a repository."""
    from contest_pages.vault import actions

    rows = SourceCheck.objects.select_related("repository__entry").filter(
        repository__in=Repository.objects.kept()
    )
    if check := rows.filter(pk=check_pk).first():
        actions.run_check(check)


@task
def finish_mirror(repository_pk: int, *, url: str, asked_at: str) -> None:
    """Send a repository to its mirror."""
    from contest_pages.vault import actions

    repository = Repository.objects.get(pk=repository_pk)
    actions.finish_mirror(repository, url=url, asked_at=datetime.fromisoformat(asked_at))


@task
def tend(repository_pk: int) -> None:
    """Pack a repository and look whether it is sound."""
    from contest_pages.vault import actions

    if repository := Repository.objects.kept().filter(pk=repository_pk).first():
        actions.tend(repository)
