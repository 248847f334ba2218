"""Addresses of entries, before Wagtail's catch-all."""

from django.urls import path

from contest_pages.entries.views import gallery

urlpatterns = [
    path("contests/<slug:slug>/entries/", gallery.gallery, name="entry_gallery"),
    path("contests/<slug:slug>/entries/<str:entry_slug>/", gallery.entry, name="entry_detail"),
]
