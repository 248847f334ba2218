"""Addresses of private files; outside the language prefix, for a file has no language."""

from django.urls import path

from media import views

urlpatterns = [
    path("<uuid:uuid>/", views.private_file, name="private_file"),
    path("<uuid:uuid>/thumbnail/", views.private_thumbnail, name="private_thumbnail"),
]
