"""What is new of the contests: announcements, changes of dates, and what higher rooms tell.

Those register functions `(pages, language)` for the hook `contest_news`, which take the
published announcements by the keys of their contests and return NewsItems.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import ModelLogEntry

from cms import formats
from contest_pages.models import Contest, ContestPage, Extension, Stage

#: So many are told of; older ones are on the pages.
MOST = 50
#: What the log calls a change of a contest's dates or rules.
DATED = ("contest.changed", "contest.extended", "contest.cancelled", "contest.reinstated")
#: Fields of a stage that are dates, and whether they are an end.
DATES = {"opens_at": False, "closes_at": True, "changes_until": True}


@dataclass(frozen=True)
class NewsItem:
    """Something new: when, of which contest, in a title and a text; `key` names it for ever."""

    key: str
    at: datetime
    title: str
    text: str
    #: Its address on this site.
    url: str


def news(request: HttpRequest, language: str) -> list[NewsItem]:
    """Return what is new of the contests that are announced in a language, the latest first."""
    announced = ContestPage.objects.live().public().filter(locale__language_code=language)
    announced = announced.select_related("contest").defer("body", "eligibility")
    pages = {page.contest_id: page for page in announced}
    found = [*_announcements(pages, request), *_dates(pages, request, language)]
    for hook in hooks.get_hooks("contest_news"):
        found += hook(pages, language)
    return sorted(found, key=lambda item: (item.at, item.key), reverse=True)[:MOST]


def log_of(model: type[Model], actions: Iterable[str]) -> QuerySet[ModelLogEntry]:
    """Return what the log keeps of these acts on rows of a model."""
    kind = ContentType.objects.get_for_model(model)
    return ModelLogEntry.objects.filter(content_type=kind, action__in=actions).order_by()


def since(page: ContestPage) -> datetime:
    """Return from when the public knows of a contest."""
    return page.first_published_at or page.contest.created_at


def _announcements(pages: Mapping[int, ContestPage], request: HttpRequest) -> Iterator[NewsItem]:
    for page in sorted(pages.values(), key=since, reverse=True)[:MOST]:
        slug, title, url = page.contest.slug, page.shown_title, page.get_url(request)
        announced = _("New contest: %(contest)s") % {"contest": title}
        yield NewsItem(f"{slug}/announced", since(page), announced, page.tagline, url)
        if page.contest.cancelled_at:
            yield NewsItem(
                f"{slug}/cancelled/{page.contest.cancelled_at:%Y%m%d%H%M%S}",
                page.contest.cancelled_at,
                _("%(contest)s: called off") % {"contest": title},
                page.contest.cancelled_because,
                url,
            )


def _dates(
    pages: Mapping[int, ContestPage], request: HttpRequest, language: str
) -> Iterator[NewsItem]:
    """Tell of more time for all, and of other stages whose dates were changed."""
    for extension in Extension.objects.filter(contest__in=pages)[:MOST]:
        page = pages[extension.contest_id]
        until = formats.moment(extension.closes_at, language, closing=True)
        yield NewsItem(
            f"{page.contest.slug}/extended/{extension.pk}",
            extension.made_at,
            _("%(contest)s: entries are taken until %(moment)s")
            % {"contest": page.shown_title, "moment": until},
            extension.reason,
            page.get_url(request),
        )
    titles = {stage.title_ko: stage.title for stage in Stage.objects.filter(contest__in=pages)}
    changed = log_of(Contest, ["contest.changed"]).filter(object_id__in=[str(pk) for pk in pages])
    for entry in changed.order_by("-timestamp")[: 4 * MOST]:
        page = pages[int(entry.object_id)]
        told = [_told(line, titles, language) for line in _of_dates(entry.data)]
        if told and entry.timestamp >= since(page):
            yield NewsItem(
                f"{page.contest.slug}/dates/{entry.pk}",
                entry.timestamp,
                _("%(contest)s: dates were changed") % {"contest": page.shown_title},
                "\n".join(told),
                page.get_url(request),
            )


def _of_dates(data: Mapping) -> list[Mapping]:
    """Return the lines of a logged change that are about a stage's dates."""
    lines = data.get("changes", [])
    return [line for line in lines if line["part"] == "stage" and line.get("field") in DATES]


def _told(line: Mapping, titles: Mapping[str, str], language: str) -> str:
    """Write a change of a date: which stage, and what was and is."""
    field = Stage._meta.get_field(line["field"])

    def written(value: str | None) -> str:
        if not value:
            return "–"
        instant = timezone.make_aware(datetime.strptime(value, "%Y-%m-%d %H:%M"))
        return formats.moment(instant, language, closing=DATES[line["field"]])

    return _("%(stage)s, %(field)s: %(before)s → %(after)s") % {
        "stage": titles.get(line["row"], line["row"]),
        "field": field.verbose_name,
        "before": written(line["before"]),
        "after": written(line["after"]),
    }
