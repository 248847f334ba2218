"""Reads of apps that more than one place needs."""

from datetime import datetime

from django.conf import settings
from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, Q, Value, When
from django.db.models import prefetch_related_objects as prefetch
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import get_language

from contest_pages.entries.models import Entry
from contest_pages.models import Contest
from contest_pages.results.models import Award
from media.models import SiteRendition
from showcase import rules
from showcase.facets import language_names
from showcase.models import (
    CARD_RENDITIONS,
    SHOT_RENDITIONS,
    AppIndexPage,
    AppOrigin,
    AppPage,
    AppPageQuerySet,
    AppScreenshot,
    AppTopic,
    LinkCheck,
    Topic,
    pictures_and_awards,
)
from showcase.publiccode.addresses import key_of_address


def surroundings(app: AppPage, now: datetime) -> dict:
    """Return what an app's page shows around it: pictures, topics, origin, related apps.

    Pictures and awards of the app and of those beside it are read together.
    """
    topics = topics_of(app)
    beside = list(related(app, topics))
    prefetch([app], "versions", "category_links", "audience_links", "language_links")
    languages = [link.code for link in app.language_links.all()]
    origin = origin_of(app, now)
    if origin:
        app.entry = origin
    prefetch([app, *beside], *pictures_and_awards([*CARD_RENDITIONS, *SHOT_RENDITIONS]))
    return {
        "pictures": [shot.as_picture() for shot in app.screenshots.all()],
        "topics": topics,
        "origin": origin if origin and origin.is_public else None,
        "related": beside,
        "links": links_of(app),
        "languages_of_app": list(language_names(languages).values()),
        **lineage_of(app),
    }


def lineage_of(app: AppPage) -> dict:
    """Return what an app is built on, and the public apps that are built on it.

    Apps are named by the page in the app's own language; what is not public is not named.
    """
    origins = list(app.origins.all().select_related("app"))
    here = AppPage.objects.live().public().filter(locale=app.locale_id).defer("body")
    keys = [origin.app.translation_key for origin in origins if origin.app]
    known = {each.translation_key: each for each in here.filter(translation_key__in=keys)}
    built_on = [
        {"app": known.get(origin.app.translation_key) if origin.app else None, "url": origin.url}
        for origin in origins
    ]
    this = Q(app__translation_key=app.translation_key)
    if app.source_url:
        this |= Q(url=app.source_url)
    heirs = here.filter(pk__in=AppOrigin.objects.filter(this).values("page")).exclude(pk=app.pk)
    return {
        "built_on": [each for each in built_on if each["app"] or each["url"]],
        "reused_by": list(heirs.order_by("title")[:20]),
    }


def links_of(app: AppPage) -> list[LinkCheck]:
    """Return what is known of the addresses that the app names now, those that are well together."""
    known = LinkCheck.objects.of(app).exclude(state=LinkCheck.State.UNKNOWN)
    return sorted(known, key=lambda link: link.is_well)


def topics_of(app: AppPage) -> list[Topic]:
    """Return the app's topics in the order its editor gave them."""
    return [link.topic for link in app.topic_links.select_related("topic").order_by("sort_order")]


def origin_of(app: AppPage, now: datetime) -> Entry | None:
    """Return the entry that the app comes from; `is_public` says whether the public may see it."""
    if not app.entry_id:
        return None
    public = Entry.objects.public(now).filter(pk=OuterRef("pk"))
    entries = Entry.objects.annotate(is_public=Exists(public)).select_related(
        "contest", "repository"
    )
    return entries.get(pk=app.entry_id)


def related(app: AppPage, topics: list[Topic], count: int = 4) -> AppPageQuerySet:
    """Return other published apps of the showcase: those that share a topic first."""
    others = AppPage.objects.live().public().filter(locale=app.locale_id).exclude(pk=app.pk)
    same = others.filter(topic_links__topic__in=topics).values("pk")
    nearness = Case(When(pk__in=same, then=Value(0)), default=Value(1), output_field=IntegerField())
    apps = others.defer("body").select_related("entry")
    return apps.order_by(nearness, "-first_published_at", "-pk")[:count]


def showcase_for_drafts() -> AppIndexPage | None:
    """Return the showcase of the default language, where entries become apps."""
    here = {"locale__language_code": settings.LANGUAGE_CODE}
    return AppIndexPage.objects.filter(**here).order_by("path").first()


def showcase_here() -> AppIndexPage | None:
    """Return the published showcase of the active language."""
    here = {"locale__language_code": get_language()}
    return AppIndexPage.objects.live().public().filter(**here).order_by("path").first()


def apps_here() -> AppPageQuerySet:
    """Return the published apps of the active language, which everybody may see."""
    apps = AppPage.objects.live().public().filter(locale__language_code=get_language())
    return apps.select_related("locale")


def suggestions(index: AppIndexPage, text: str, count: int = 8) -> list[str]:
    """Return titles of published apps that hold a text, whatever the spaces in both.

    Those that begin with it come first, then the shorter ones.
    """
    if not (squeezed := "".join(text.split())):
        return []
    apps = AppPage.objects.child_of(index).live().public().nearest(squeezed)
    found = apps.filter(nearness__lte=1).order_by("nearness", Length("title"), "title")
    return list(dict.fromkeys(found.values_list("title", flat=True)[:count]))


def newest_below(index: AppIndexPage, count: int) -> list[AppPage]:
    """Return the apps of a showcase that were published last, with their topics."""
    apps = AppPage.objects.child_of(index).live().public().defer("body").select_related("locale")
    links = AppTopic.objects.select_related("topic").order_by("sort_order")
    newest = apps.order_by("-first_published_at", "-pk")[:count]
    return list(newest.prefetch_related(Prefetch("topic_links", links)))


def pictures_of_all() -> dict[int, list[str]]:
    """Return the addresses of the screenshots of public apps that were made, by the page's key."""
    apps = AppPage.objects.live().public().order_by().values("pk")
    shots = AppScreenshot.objects.filter(page__in=apps).order_by("page", "sort_order", "pk")
    files = SiteRendition.objects.filter(
        filter_spec=SHOT_RENDITIONS[-1], image__in=shots.order_by().values("image")
    )
    by_image = {each.image_id: each.url for each in files}
    found: dict[int, list[str]] = {}
    for page, image in shots.values_list("page_id", "image_id"):
        if image in by_image:
            found.setdefault(page, []).append(by_image[image])
    return found


def app_of(entry: Entry) -> AppPage | None:
    """Return the page that was drafted from an entry, published or not."""
    return AppPage.objects.filter(entry=entry, locale__language_code=settings.LANGUAGE_CODE).first()


def published_app_of(entry: Entry, language: str) -> AppPage | None:
    """Return the page in a language, open to all, of the app that an entry became."""
    apps = AppPage.objects.live().public().filter(entry=entry, locale__language_code=language)
    return apps.defer("body").first()


def winners_to_draft(user, contest: Contest, now: datetime) -> list[Entry]:
    """Return the entries with a published award of which the user can draft a first app page."""
    index, won = showcase_for_drafts(), Award.objects.published(now).filter(prize__contest=contest)
    entries = Entry.objects.filter(pk__in=won.values("entry"), app_pages=None).order_by("pk")
    return [
        entry
        for entry in entries.select_related("contest")
        if not rules.why_not_draft_app(user, entry, index, now)
    ]


def app_at(address: str) -> AppPage | None:
    """Return the main page of the app whose source is at an address, however it is spelled."""
    key = key_of_address(address)
    tail = key.rpartition("/")[2]
    if not tail:
        return None
    here = AppPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    near = here.filter(Q(source_url__icontains=tail) | Q(imported__rest__url__icontains=tail))
    for app in near.select_related("locale").order_by("-live", "path"):
        if key == key_of_address(app.source_url or app.imported["rest"]["url"]):
            return app
    return None


def own_pages_of(app: AppPage) -> list[AppPage]:
    """Return the app's page and those in other languages that do not merely repeat it."""
    others = app.get_translations().specific().select_related("locale").order_by("path")
    return [app, *(page for page in others if not page.alias_of_id)]


def latest_of(app: AppPage) -> list[AppPage]:
    """Return the app's own pages as they were saved last, drafts too."""
    return [page.get_latest_revision_as_object() for page in own_pages_of(app)]


def locked_pages_of(app: AppPage) -> list[AppPage]:
    """Lock the app's own pages until the transaction ends, and return them as they are now.

    None where the app is gone.
    """
    rows = AppPage.objects.filter(translation_key=app.translation_key).select_for_update()
    here = {page.pk: page for page in rows.order_by("path")}
    return own_pages_of(here[app.pk]) if app.pk in here else []


#: The rows in which a page says things of itself.
FACTS = (
    *("category_links", "audience_links", "language_links", "contacts", "contractors"),
    *("origins__app", "screenshots__image", "versions"),
)


def pages_at(slug: str) -> list[AppPage]:
    """Return an app's public pages by its address, one a language, the main language first."""
    known = AppPage.objects.filter(slug=slug, locale__language_code=get_language())
    family = AppPage.objects.filter(
        translation_key__in=known.public().live().values("translation_key")
    )
    awards = Award.objects.published(timezone.now()).select_related("prize__contest").in_order()
    pages = family.live().public()
    pages = pages.select_related("locale", "entry__repository", "repository")
    pages = pages.prefetch_related(
        *FACTS, Prefetch("entry__awards", awards, to_attr="known_awards")
    )
    main = settings.LANGUAGE_CODE
    return sorted(pages, key=lambda page: page.locale.language_code != main)
