"""Addresses of the citizen panel, before Wagtail's catch-all."""

from django.urls import path

from contest_pages.voting.views import ballot, lists, panel

urlpatterns = [
    path("contests/<slug:slug>/panel/", panel.panel, name="panel"),
    path("contests/<slug:slug>/panel/link/<slug:token>/", panel.by_link, name="panel_link"),
    path("contests/<slug:slug>/panel/draw.csv", lists.draw, name="panel_draw"),
    path("contests/<slug:slug>/vote/", ballot.ballot, name="ballot"),
    path("contests/<slug:slug>/vote/<int:pk>/", ballot.entry, name="ballot_entry"),
    path("contests/<slug:slug>/vote/receipt/", ballot.receipt, name="ballot_receipt"),
    path("contests/<slug:slug>/vote/link/<slug:token>/", ballot.by_link, name="ballot_link"),
    path("contests/<slug:slug>/vote/ballots/", lists.ballots, name="ballots"),
    path("contests/<slug:slug>/vote/ballots.csv", lists.ballots_csv, name="ballots_csv"),
]
