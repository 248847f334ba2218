"""What the worker does with repositories."""

from django_tasks import task

from contest_pages.vault.models import Repository, SourceCheck


@task
def run_check(check_pk: int) -> None:
    """Check the source of a repository."""
    from contest_pages.vault import actions

    rows = SourceCheck.objects.select_related("repository__entry")
    if check := rows.filter(pk=check_pk).first():
        actions.run_check(check)


@task
def finish_mirror(repository_pk: int) -> None:
    """Send a repository to its mirror."""
    from contest_pages.vault import actions

    actions.finish_mirror(Repository.objects.get(pk=repository_pk))


@task
def tend(repository_pk: int) -> None:
    """Pack a repository and look whether it is sound."""
    from contest_pages.vault import actions

    actions.tend(Repository.objects.get(pk=repository_pk))
