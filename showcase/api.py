"""Public data: the apps of the showcase."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Literal

from django.conf import settings
from django.db.models import F, Prefetch
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router, Schema
from pydantic import Field

from cms.api.answers import check, found_in, listed, one
from cms.api.schemas import (
    Asked,
    Data,
    Fields,
    Language,
    Listed,
    Page,
    Resource,
    Text,
    Words,
    Year,
    text,
    text_of,
)
from contest_pages.entries.api import EntryName, name_of
from contest_pages.entries.models import Entry
from contest_pages.results.models import Award
from showcase.facets import FACETS, PLATFORMS
from showcase.listing import Listing
from showcase.models import AppFacet, AppIndexPage, AppPage, AppPageQuerySet, AppTopic
from showcase.publiccode.vocabulary import (
    CATEGORIES,
    DEVELOPMENT_STATUSES,
    MAINTENANCE_TYPES,
    SCOPES,
    SOFTWARE_TYPES,
)

router = Router(tags=[_("Apps")])


class TopicData(Data):
    """What an app is about."""

    slug: str = Field(description=_("Its name, by which apps are filtered."))
    title: Text = Field(description=_("Its name for people."))


class AppAward(Data):
    """A prize that an app was given."""

    prize: Text = Field(description=_("The prize."))
    year: int = Field(description=_("The year in which it was given."))


class AppData(Resource):
    """An app, as its page shows it."""

    slug: str = Field(description=_("Its name in addresses."))
    title: Text = Field(description=_("Its name."))
    summary: Text = Field(description=_("What it does, in one sentence."))
    maker: Text = Field(description=_("Who made it."))
    page: Text = Field(description=_("The address of its page."))
    released_on: date | None = Field(description=_("The day on which it came out."))
    platforms: list[Literal[*PLATFORMS]] = Field(description=_("Where it runs."))
    topics: list[TopicData] = Field(description=_("What it is about."))
    categories: list[Literal[*CATEGORIES]] = Field(
        description=_("What it does: categories of publiccode.yml.")
    )
    audiences: list[Literal[*SCOPES]] = Field(
        description=_("For whom it is made: intendedAudience/scope of publiccode.yml.")
    )
    languages: list[str] = Field(description=_("Which languages it speaks, as BCP 47 has them."))
    version: str = Field(description=_("The version that this is about."))
    status: Literal[*DEVELOPMENT_STATUSES] = Field(
        description=_("How far it is: developmentStatus of publiccode.yml.")
    )
    software_type: Literal[*SOFTWARE_TYPES, ""] = Field(
        description=_("What kind of software it is: softwareType of publiccode.yml, if stated.")
    )
    maintenance: Literal[*MAINTENANCE_TYPES] = Field(
        description=_("Who looks after it: maintenance/type of publiccode.yml.")
    )
    source_url: str = Field(description=_("Where its source code is."))
    licence: str = Field(description=_("The SPDX identifier of its licence."))
    web_url: str = Field(description=_("Where it runs on the web."))
    android_url: str = Field(description=_("Where it is in the Android store."))
    ios_url: str = Field(description=_("Where it is in the iOS store."))
    documentation_url: str = Field(description=_("Where its manual is."))
    awards: list[AppAward] = Field(description=_("What it won, the highest first."))
    entry: EntryName | None = Field(description=_("The entry it comes from, if it is on show."))


class OneApp(Schema):
    """What names an app in an address."""

    slug: str = Field(description=_("Its name in addresses."))


class AskedOfApp(Asked):
    """What can be asked of one app."""

    fields: Fields[AppData] = None


class AskedOfApps(Listed):
    """What can be asked of the list of apps."""

    q: Words = Field("", description=_("Words to search for, as in the showcase."))
    platform: list[Literal[*PLATFORMS]] = Field([], description=_("Only what runs there."))
    topic: list[Words] = Field([], description=_("Only about this topic."))
    category: list[Literal[*CATEGORIES]] = Field([], description=_("Only what does this."))
    audience: list[Literal[*SCOPES]] = Field([], description=_("Only what is made for these."))
    licence: list[Words] = Field([], description=_("Only under this licence, by its SPDX name."))
    language: list[Words] = Field([], description=_("Only what speaks this language."))
    status: list[Literal[*DEVELOPMENT_STATUSES]] = Field([], description=_("Only what is so far."))
    year: list[Year] = Field([], description=_("Only what came out, or was awarded, in this year."))
    award: list[Words] = Field(
        [], description=_("Only what won this prize, by its Korean name; `any` for any prize.")
    )
    order: Literal["title", "-title", "released", "-released", "published", "-published"] | None = (
        Field(
            None,
            description=_(
                "By title, by when it came out, or by when its page was published; - turns it "
                "round. Left out: what fits the words best, else what was published last."
            ),
        )
    )
    fields: Fields[AppData] = None


ORDERS = {"title": "title", "released": "released_on", "published": "first_published_at"}


@router.get(
    "",
    response=Page[AppData],
    summary=_("All public apps"),
    description=_("The same as the showcase shows, filtered the same way."),
    operation_id="apps",
    url_name="apps",
)
def apps(request: HttpRequest, asked: Query[AskedOfApps]) -> HttpResponse:
    """List what the showcase shows."""
    check(request, asked)
    parameters = QueryDict(mutable=True)
    parameters["q"] = asked.q
    for name in FACETS:
        if chosen := getattr(asked, name):
            parameters.setlist(name, [str(value) for value in chosen])
    index = _index(asked.lang or settings.LANGUAGE_CODE)
    rows = Listing(index, parameters).found() if index else AppPage.objects.none()
    if asked.order:
        by = F(ORDERS[asked.order.lstrip("-")])
        turn = by.desc if asked.order.startswith("-") else by.asc
        rows = rows.order_by(turn(nulls_last=True), "pk")
    return listed(request, asked, with_parts(rows), lambda found: _apps(found, request, asked.lang))


@router.get(
    "/{str:slug}",
    response=AppData,
    summary=_("One app"),
    description=_("What its page says of it in facts."),
    operation_id="app",
    url_name="app",
)
def app(request: HttpRequest, of: Path[OneApp], asked: Query[AskedOfApp]) -> HttpResponse:
    """Show an app in whichever language it is published."""
    check(request, asked)
    index = _index(asked.lang or settings.LANGUAGE_CODE)
    if index is None:
        raise Http404
    row = found_in(with_parts(Listing(index, QueryDict()).all), slug=of.slug)
    return one(request, asked, next(iter(_apps([row], request, asked.lang))))


def _index(language: str) -> AppIndexPage | None:
    pages = AppIndexPage.objects.live().public().filter(locale__language_code=language)
    return pages.order_by("path").first()


def with_parts(apps: AppPageQuerySet) -> AppPageQuerySet:
    """Read with apps their topics, awards, and the values under which they are found."""
    awards = Award.objects.published(timezone.now()).select_related("prize").in_order()
    return (
        apps.with_version()
        .defer("body")
        .select_related("entry__repository", "repository")
        .prefetch_related(
            Prefetch(
                "topic_links", AppTopic.objects.select_related("topic").order_by("sort_order")
            ),
            Prefetch("entry__awards", awards, to_attr="known_awards"),
            Prefetch("facets", AppFacet.objects.order_by("value")),
        )
    )


def _apps(
    found: list[AppPage], request: HttpRequest, language: Language | None
) -> Iterable[AppData]:
    """Tell of apps with the words of all their translations."""
    published: dict[object, dict[str, AppPage]] = defaultdict(dict)
    pages = AppPage.objects.live().public().defer("body").select_related("locale")
    for page in pages.filter(translation_key__in=[app.translation_key for app in found]):
        published[page.translation_key][page.locale.language_code] = page
    origins = Entry.objects.public(timezone.now()).filter(
        pk__in=[app.entry_id for app in found if app.entry_id]
    )
    origins = {entry.pk: entry for entry in origins.select_related("contest")}
    for app in found:
        origin = origins.get(app.entry_id)
        yield _app(app, published[app.translation_key], origin, request, language)


def _app(
    app: AppPage,
    pages: dict[str, AppPage],
    origin: Entry | None,
    request: HttpRequest,
    language: Language | None,
) -> AppData:
    """List by hand what is public of an app."""

    def of_page(name: str) -> Text:
        own = {code: getattr(page, name) for code, page in pages.items() if not page.alias_of_id}
        return text(own.get("ko", ""), own.get("en", ""), language)

    def address(code: str) -> str:
        return request.build_absolute_uri(pages[code].get_url(request)) if code in pages else ""

    values: dict[str, list[str]] = defaultdict(list)
    for row in app.facets.all():
        values[row.kind].append(row.value)
    return AppData(
        slug=app.slug,
        title=of_page("title"),
        summary=of_page("summary"),
        maker=of_page("maker"),
        page=text(address("ko"), address("en"), language),
        released_on=app.released_on,
        platforms=app.platforms,
        topics=[
            TopicData(slug=link.topic.slug, title=text_of(link.topic, "title", language))
            for link in app.topic_links.all()
        ],
        categories=values["category"],
        audiences=values["audience"],
        languages=values["language"],
        version=app.current_version,
        status=app.development_status,
        software_type=app.software_type,
        maintenance=app.maintenance_type,
        source_url=app.public_source,
        licence=app.licence,
        web_url=app.web_url,
        android_url=app.android_url,
        ios_url=app.ios_url,
        documentation_url=app.documentation_url,
        awards=[
            AppAward(prize=text_of(award.prize, "title", language), year=award.year)
            for award in app.awards
        ],
        entry=origin and EntryName(**name_of(origin, request, language)),
    )
