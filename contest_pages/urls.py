"""Addresses of contests that are not pages, before Wagtail's catch-all."""

from django.urls import path

from contest_pages import calendar, feed, sharing

urlpatterns = [
    path("contests/calendar.ics", calendar.all_contests, name="calendar"),
    path("contests/<slug:slug>/calendar.ics", calendar.one_contest, name="calendar_of_contest"),
    path("contests/feed/", feed.ContestFeed(), name="contests_feed"),
    path("contests/<slug:slug>/card.png", sharing.card, name="contest_card"),
]
