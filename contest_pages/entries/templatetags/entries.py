"""What the pages of entries show beside the content: the way back, buttons, facts."""

from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contest_pages.entries.models import Entry
from contest_pages.models import Contest
from contest_pages.queries import announcement_of

register = template.Library()


@register.simple_tag
def contest_crumbs(contest: Contest, gallery: bool = False) -> list[dict]:
    """List the way down to a page of a contest: its announcement, and its gallery."""
    page = announcement_of(contest, get_language())
    crumbs = [{"title": contest.title, "url": page.url}] if page else []
    if gallery:
        address = reverse("entry_gallery", args=[contest.slug])
        crumbs.append({"title": _("Gallery of entries"), "url": address})
    return crumbs


@register.simple_tag
def entry_actions(entry: Entry) -> list[dict]:
    """List the buttons that lead out of the site, the source code first."""
    links = (
        (_("View the source"), entry.source_url, "code", "primary"),
        (_("Open the website"), entry.web_url, "globe", ""),
        (_("Get it on Android"), entry.android_url, "android", ""),
        (_("Get it on iOS"), entry.ios_url, "ios", ""),
    )
    return [
        {"label": label, "url": url, "icon": icon, "kind": kind}
        for label, url, icon, kind in links
        if url
    ]


@register.simple_tag
def entry_facts(entry: Entry, contest_url: str = "") -> list[dict]:
    """List what is known of an entry at a glance, as ui/dl.html wants it."""
    host = urlsplit(entry.source_url).hostname if entry.source_url else ""
    facts = (
        (_("Contest"), entry.contest.title, contest_url),
        (_("Track"), entry.track.title if entry.track else "", ""),
        (_("Team"), entry.team_name, ""),
        (_("Licence"), entry.licence, ""),
        (_("Source code"), host, entry.source_url),
    )
    return [{"label": label, "value": value, "url": url} for label, value, url in facts if value]
