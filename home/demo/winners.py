"""The demonstration's showcase: the winners of 2018, drafted from their entries and published."""

from datetime import date, timedelta

from contest_pages.entries.models import Entry
from home.demo.catalogue import describe
from home.demo.pages import translate
from home.demo.samples import SAMPLE_NOTE_EN, Sample
from showcase.actions import draft_app_from_entry
from showcase.models import (
    AppAudience,
    AppCategory,
    AppLanguage,
    AppOrigin,
    AppPage,
    AppTopic,
    Topic,
)

#: slug: (Korean, English)
TOPICS = {
    "safety": ("안전", "Safety"),
    "transport": ("교통", "Transport"),
    "environment": ("환경", "Environment"),
    "welfare": ("복지", "Welfare"),
    "culture": ("문화", "Culture"),
    "economy": ("경제", "Economy"),
    "health": ("건강", "Health"),
}
#: Of each topic, the field of work and the category that the standard of public code names.
FOR_CATALOGUES = {
    "safety": ("security", "geographic-information-systems"),
    "transport": ("transportation", "geographic-information-systems"),
    "environment": ("environment", "data-visualization"),
    "welfare": ("welfare", "geographic-information-systems"),
    "culture": ("culture", "event-management"),
    "economy": ("finance-and-economic-development", "e-commerce"),
    "health": ("healthcare", "data-collection"),
}
FIRST_RELEASE = date(2018, 11, 26)


def make_apps(winners: list[tuple[Entry, Sample]], *, by) -> None:
    """Publish an app page, in both languages, for each winner that has none."""
    topics = {
        slug: Topic.objects.get_or_create(
            slug=slug, defaults={"title_ko": korean, "title_en": english}
        )[0]
        for slug, (korean, english) in TOPICS.items()
    }
    # The last prize first: the newest app on the home page is the grand prize.
    for number, (entry, sample) in enumerate(reversed(winners)):
        app = draft_app_from_entry(entry, by=by)
        if app.live:
            continue
        app.is_android = "android" in sample.platforms
        app.is_ios = "ios" in sample.platforms
        app.is_web = "web" in sample.platforms
        app.released_on = FIRST_RELEASE + timedelta(days=number)
        app.topic_links = [AppTopic(topic=topics[sample.topic])]
        _for_catalogues(app, sample)
        for name, value in describe(app, sample, korean=True).items():
            setattr(app, name, value)
        if number == len(winners) - 1:  # the grand prize grew out of the one before
            app.origins = [
                AppOrigin(app=AppPage.objects.get(entry=winners[1][0], locale=app.locale))
            ]
        app.save_revision(user=by).publish(user=by)
        _in_english(app, sample, by)


def _for_catalogues(app: AppPage, sample: Sample) -> None:
    """Say what catalogues of public code ask for; those of a kind are built on the first of it."""
    scope, category = FOR_CATALOGUES[sample.topic]
    app.audience_links = [AppAudience(code=scope)]
    app.category_links = [AppCategory(code=category)]
    app.language_links = [AppLanguage(code="ko"), AppLanguage(code="en")]
    app.software_version, app.localisation_ready = "1.0", True
    others = AppPage.objects.live().filter(locale=app.locale_id, category_links__code=category)
    if upstream := others.order_by("path").first():
        app.origins = [AppOrigin(app=upstream)]


def _in_english(app: AppPage, sample: Sample, by) -> None:
    body = (
        f"<p>{sample.summary_en} It grew out of a problem that the team met in its own "
        "neighbourhood, works without an account and with screen readers, and keeps personal "
        f"data on the device.</p><p>{SAMPLE_NOTE_EN}</p>"
    )
    said = {"title": sample.title_en, "summary": sample.summary_en, "body": [("text", body)]}
    translate(app, by=by, **said, **describe(app, sample, korean=False))
