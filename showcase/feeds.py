"""New apps as an Atom feed."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

from cms.exports import without_controls
from showcase import queries
from showcase.models import AppIndexPage, AppPage
from showcase.views.catalogue import index_here

LATEST = 30


class NewApps(Feed):
    """The apps that came last, in the language of the address."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> AppIndexPage:
        """Find the showcase."""
        index = index_here()
        index.address = index.get_url(request)
        return index

    def title(self, index: AppIndexPage) -> str:
        """Call it what the page is called."""
        return without_controls(index.title)

    def subtitle(self, index: AppIndexPage) -> str:
        """Say what the page says."""
        return without_controls(index.lead)

    def link(self, index: AppIndexPage) -> str:
        """Lead to the page."""
        return index.address

    def items(self, index: AppIndexPage) -> list[AppPage]:
        """List the newest."""
        return queries.newest_below(index, LATEST)

    def item_title(self, app: AppPage) -> str:
        """Name the app."""
        return without_controls(app.title)

    def item_description(self, app: AppPage) -> str:
        """Say in a sentence what it does, as the HTML that a feed takes it for."""
        return linebreaks(without_controls(app.summary), autoescape=True)

    def item_link(self, app: AppPage) -> str:
        """Lead to its page."""
        return app.get_url() or ""

    def item_pubdate(self, app: AppPage) -> datetime | None:
        """Say when it was first published."""
        return app.first_published_at

    def item_updateddate(self, app: AppPage) -> datetime | None:
        """Say when it last changed."""
        return app.last_published_at or app.first_published_at

    def item_author_name(self, app: AppPage) -> str:
        """Name its makers."""
        return without_controls(app.maker)

    def item_categories(self, app: AppPage) -> list[str]:
        """Name its topics."""
        return [without_controls(link.topic.title) for link in app.topic_links.all()]
