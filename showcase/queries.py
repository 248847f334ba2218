"""Reads of apps that more than one place needs."""

from datetime import datetime

from django.conf import settings
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Prefetch, Q, Value, When
from django.db.models import prefetch_related_objects as prefetch
from django.db.models.functions import Cast, Length
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
    AppAudience,
    AppCategory,
    AppIndexPage,
    AppLanguage,
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

#: How many of the apps that are built on an app its page names.
MOST_HEIRS = 20


def surroundings(app: AppPage, now: datetime) -> dict:
    """Return what an app's page shows around it: pictures, topics, origin, related apps.

    Pictures and awards of the app and of those beside it are read together.
    """
    topics = topics_of(app)
    itself, beside = with_related(app, topics, now)
    if itself:
        app.entry = itself.entry
    shown = [app, *beside] if app.pk else beside  # a page that is being made has all in memory
    if app.pk:
        read_rows(app)
        prefetch([app], "versions")
    prefetch(shown, *pictures_and_awards([*CARD_RENDITIONS, *SHOT_RENDITIONS]))
    languages = [link.code for link in app.language_links.all()]
    return {
        "pictures": [shot.as_picture() for shot in app.screenshots.all()],
        "topics": topics,
        "origin": itself.entry if itself and itself.has_public_entry else None,
        "related": beside,
        "links": links_of(app),
        "languages_of_app": list(language_names(languages).values()),
        **lineage_of(app),
    }


def read_rows(app: AppPage) -> None:
    """Read categories, fields of work, languages and origins of an app: one statement for all.

    A preview holds rows that are not saved yet; those stay.
    """
    models = {
        "category_links": AppCategory,
        "audience_links": AppAudience,
        "language_links": AppLanguage,
        "origins": AppOrigin,
    }
    missing = {name: each for name, each in models.items() if not getattr(app, name).is_deferring}
    parts = [
        each.objects.filter(page=app)
        .order_by()
        .values_list(
            Value(name),
            "pk",
            "sort_order",
            F("url" if each is AppOrigin else "code"),
            F("app") if each is AppOrigin else Cast(None, IntegerField()),
        )
        for name, each in missing.items()
    ]
    found: dict[str, list] = {name: [] for name in missing}
    together = parts[0].union(*parts[1:], all=True) if parts else ()
    for name, pk, place, text, origin in together:
        row = {"url": text, "app_id": origin} if name == "origins" else {"code": text}
        found[name].append(missing[name](pk=pk, sort_order=place, **row))
    for name, rows in found.items():
        getattr(app, name).set(rows)


def lineage_of(app: AppPage) -> dict:
    """Return what an app is built on, and the public apps that are built on it.

    Apps are named by the page in the app's own language; what is not public is not named.
    """
    origins = list(app.origins.all())
    chosen = AppPage.objects.filter(pk__in=[each.app_id for each in origins if each.app_id])
    this = Q(app__translation_key=app.translation_key)
    if app.source_url:
        this |= Q(url=app.source_url)
    heirs = AppOrigin.objects.filter(this)
    kin = (
        AppPage.objects.live()
        .public()
        .filter(
            Q(translation_key__in=chosen.values("translation_key"))
            | Q(pk__in=heirs.order_by().values("page")),
            locale=app.locale_id,
        )
        .exclude(pk=app.pk)
        .defer("body")
        .annotate(
            origin=chosen.filter(translation_key=OuterRef("translation_key")).values("pk")[:1],
            is_heir=Exists(heirs.filter(page=OuterRef("pk"))),
        )
        .order_by(F("origin").asc(nulls_last=True), "title")[: len(origins) + MOST_HEIRS]
    )
    known = {each.origin: each for each in kin if each.origin}
    built_on = [{"app": known.get(each.app_id), "url": each.url} for each in origins]
    return {
        "built_on": [each for each in built_on if each["app"] or each["url"]],
        "reused_by": [each for each in kin if each.is_heir][:MOST_HEIRS],
    }


def links_of(app: AppPage) -> list[LinkCheck]:
    """Return what is known of the addresses that the app names now, those that are well together."""
    known = LinkCheck.objects.of(app).exclude(state=LinkCheck.State.UNKNOWN)
    return sorted(known, key=lambda link: link.is_well)


def topics_of(app: AppPage) -> list[Topic]:
    """Return the app's topics in the order its editor gave them."""
    return [link.topic for link in app.topic_links.select_related("topic").order_by("sort_order")]


def with_related(
    app: AppPage, topics: list[Topic], now: datetime, count: int = 4
) -> tuple[AppPage | None, list[AppPage]]:
    """Return an app as it was saved, and other published apps: those that share a topic first.

    Of the app itself, `has_public_entry` says whether the public may see the entry it comes from;
    a page that was never saved is None.
    """
    itself, here = Q(pk=app.pk), AppPage.objects.filter(locale=app.locale_id)
    same = here.filter(topic_links__topic__in=topics).order_by().values("pk")
    others = here.live().public().order_by().values("pk")
    nearness = Case(When(itself, then=0), When(pk__in=same, then=1), default=2)
    found = (
        here.filter(itself | Q(pk__in=others))
        .defer("body")
        .select_related("entry__contest", "entry__repository")
        .annotate(
            has_public_entry=Exists(Entry.objects.public(now).filter(pk=OuterRef("entry"))),
        )
        .order_by(nearness, "-first_published_at", "-pk")[: count + 1]
    )
    beside = [each for each in found if each.pk != app.pk]
    return next((each for each in found if each.pk == app.pk), None), beside[:count]


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
