"""Addresses of the showcase that are not pages."""

from django.urls import path, re_path

from showcase.feeds import NewApps
from showcase.views import app, catalogue, metadata

urlpatterns = [
    path("showcase/suggest/", catalogue.suggest, name="showcase_suggest"),
    path("showcase/feed/", NewApps(), name="showcase_feed"),
    path("showcase/<str:slug>/report/", app.problem, name="showcase_problem"),
    path("showcase/<str:slug>/card.png", app.card, name="showcase_card"),
    re_path(
        r"^showcase/export\.(?P<kind>csv|xlsx|json)$", catalogue.export, name="showcase_export"
    ),
    path("showcase/<str:slug>/publiccode.yml", metadata.publiccode, name="app_publiccode"),
]
