"""What others are told of an app: cards for shared links, schema.org, addresses that share it."""

from typing import BinaryIO
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cms import covers, frame, licences
from cms.cards import Card, address_of
from cms.templatetags.site import Link
from showcase.models import AppPage, AppScreenshot

SYSTEMS = {"android": "Android", "ios": "iOS", "web": "Web"}


def shot_on_card(app: AppPage) -> AppScreenshot | None:
    """Return the first phone's screen of an app."""
    return next((shot for shot in app.screenshots.all() if shot.is_phone), None)


def picture_on_card(app: AppPage) -> BinaryIO | None:
    """Open the picture that is drawn on the app's card; None where its file is gone."""
    shot = shot_on_card(app)
    try:
        return shot.image.file.open("rb") if shot else None
    except FileNotFoundError:
        return None


def card_of(app: AppPage) -> Card:
    """Say what stands on the card of an app."""
    shot, award = shot_on_card(app), app.award
    return Card(
        title=app.title,
        site=frame.kept().settings.site_name,
        accent=covers.accent_of(app.slug),
        seed=app.slug,
        kicker=_("Public app"),
        lead=app.summary,
        ribbon=f"{award.prize.title} {award.year}" if award else "",
        picture=shot.image.file.name if shot else "",
    )


def card_address(app: AppPage, request: HttpRequest) -> str:
    """Return the absolute address of the app's card."""
    path = reverse("showcase_card", args=[app.slug])
    return request.build_absolute_uri(address_of(path, card_of(app)))


def share_links(app: AppPage, request: HttpRequest) -> list[Link]:
    """Return plain addresses at which others share the app's page; no script of theirs runs."""
    url, title = request.build_absolute_uri(app.get_url(request)), app.title
    return [
        Link(name, f"{address}?{urlencode(query, quote_via=quote)}")
        for name, address, query in (
            (_("Naver"), "https://share.naver.com/web/shareView", {"url": url, "title": title}),
            ("LINE", "https://social-plugins.line.me/lineit/share", {"url": url}),
            ("Facebook", "https://www.facebook.com/sharer/sharer.php", {"u": url}),
            ("X", "https://x.com/intent/post", {"url": url, "text": title}),
            (_("E-mail"), "mailto:", {"subject": title, "body": f"{app.summary}\n\n{url}"}),
        )
    ]


def structured(app: AppPage, pictures: list[dict], request: HttpRequest) -> dict:
    """Describe an app as schema.org does: the application, and its source where that is open."""
    url = request.build_absolute_uri(app.get_url(request))
    about: dict[str, object] = {
        "@type": "SoftwareApplication",
        "@id": f"{url}#app",
        "name": app.title,
        "description": app.summary,
        "url": url,
        "inLanguage": app.locale.language_code,
        "operatingSystem": ", ".join(SYSTEMS[name] for name in app.platforms),
        "author": {"@type": "Organization", "name": app.maker} if app.maker else None,
        "datePublished": app.released_on.isoformat() if app.released_on else None,
        "dateModified": app.last_published_at and app.last_published_at.isoformat(),
        "softwareVersion": app.current_version,
        "downloadUrl": [each for each in (app.android_url, app.ios_url) if each],
        "award": [f"{award.prize.title} ({award.year})" for award in app.awards],
        "screenshot": [request.build_absolute_uri(each["full_url"]) for each in pictures],
        "image": card_address(app, request),
        "license": licences.address_of(app.licence),
        "isAccessibleForFree": True,
    }
    graph = [about]
    if source := app.public_source:
        graph.append(
            {
                "@type": "SoftwareSourceCode",
                "@id": f"{url}#source",
                "name": app.title,
                "codeRepository": source,
                "license": licences.address_of(app.licence),
                "targetProduct": {"@id": f"{url}#app"},
            }
        )
    said = [{key: value for key, value in each.items() if value} for each in graph]
    return {"@context": "https://schema.org", "@graph": said}
