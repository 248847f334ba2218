"""Notices that follow from acts: more time for everybody, a contest called off."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.dispatch import receiver
from django.utils import translation
from django.utils.translation import gettext as _

from cms import formats
from contest_pages.models import Contest, ContestPage, Extension
from contest_pages.signals import contest_cancelled, contest_reinstated, submission_extended
from home.models import Notice

LANGUAGES = ("ko", "en")
#: How long it is said on the home page that a contest was called off.
CANCELLED_SHOWN = timedelta(days=30)


def _in_both(write: Callable[[str], dict[str, str]]) -> dict[str, str]:
    """Return what `write(language)` gives in each language, as fields `…_ko` and `…_en`."""
    values = {}
    for language in LANGUAGES:
        with translation.override(language):
            for name, value in write(language).items():
                limit = Notice._meta.get_field(f"{name}_{language}").max_length
                values[f"{name}_{language}"] = value[:limit]
    return values


def _page_of(contest: Contest) -> ContestPage | None:
    return contest.announcements.live().order_by("pk").first()


@receiver(submission_extended, dispatch_uid="home.say_that_it_was_extended")
def say_that_it_was_extended(sender, extension: Extension, **kwargs) -> None:
    """Tell everybody on the home page until when entries are taken now, and why."""
    contest = extension.contest

    def write(language: str) -> dict:
        until = formats.moment(extension.closes_at, language, closing=True)
        return {
            "title": _("%(contest)s: more time, until %(until)s")
            % {"contest": contest.title, "until": until},
            "text": extension.reason,
        }

    Notice.objects.create(
        page=_page_of(contest),
        shown_from=extension.made_at,
        shown_until=extension.closes_at,
        **_in_both(write),
    )


@receiver(contest_cancelled, dispatch_uid="home.say_that_it_was_called_off")
def say_that_it_was_called_off(sender, contest: Contest, **kwargs) -> None:
    """Tell everybody on the home page that a contest was called off; other news of it ends."""
    page, now = _page_of(contest), contest.cancelled_at
    if page:
        Notice.objects.shown_at(now).filter(page=page, shown_from__lt=now).update(shown_until=now)
    Notice.objects.create(
        page=page,
        shown_from=now,
        shown_until=now + CANCELLED_SHOWN,
        **_in_both(
            lambda language: {
                "title": _("%(contest)s was called off") % {"contest": contest.title},
                "text": contest.cancelled_because,
            }
        ),
    )


@receiver(contest_reinstated, dispatch_uid="home.take_the_notice_back")
def take_the_notice_back(sender, contest: Contest, cancelled_at: datetime, **kwargs) -> None:
    """No longer say on the home page that a contest was called off."""
    Notice.objects.filter(page=_page_of(contest), shown_from=cancelled_at).delete()
