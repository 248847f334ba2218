"""What is new of the contests, as a feed (Atom)."""

import time
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms import frame
from cms.api.validators import conditional
from cms.exports import without_controls
from contest_pages.news import NewsItem, news


class ContestFeed(Feed):
    """Announcements, changes of dates, results: in the language of the address."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Answer only what changed to who knows the rest."""
        answer = super().__call__(request, *args, **kwargs)
        del answer["Last-Modified"]  # of the latest news, which one of them may have left since
        return conditional(request, answer, time.time())

    def get_object(self, request: HttpRequest) -> HttpRequest:
        """Hand on who asks: addresses are written for them."""
        return request

    def title(self, request: HttpRequest) -> str:
        """Name the feed after the site."""
        site = frame.kept().settings
        return _("%(site)s: contests") % {"site": site.site_name}

    def subtitle(self) -> str:
        """Say what it is about."""
        return _("Announcements, changes of dates, and results.")

    def link(self) -> str:
        """Lead to the list of contests."""
        return reverse("contests_feed").removesuffix("feed/")

    def items(self, request: HttpRequest) -> list[NewsItem]:
        """Return what is new, the latest first."""
        return news(request, get_language())

    def item_title(self, item: NewsItem) -> str:
        """Return the title, without what a feed cannot hold."""
        return without_controls(item.title)

    def item_description(self, item: NewsItem) -> str:
        """Return the text, which is plain, as the HTML that a feed takes it for."""
        text = without_controls(item.text)
        return linebreaks(text, autoescape=True) if text else ""

    def item_link(self, item: NewsItem) -> str:
        """Return where to read on."""
        return item.url

    def item_guid(self, item: NewsItem) -> str:
        """Name it as nothing else in the world (RFC 4151)."""
        host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
        return f"tag:{host},2018:contests/{item.key}"

    def item_pubdate(self, item: NewsItem) -> datetime:
        """Return when it happened."""
        return item.at

    def item_updateddate(self, item: NewsItem) -> datetime:
        """Return the same: what happened does not change."""
        return item.at
