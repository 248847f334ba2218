"""Addresses of the showcase, before Wagtail's catch-all."""

from django.urls import path

from showcase.views import metadata

urlpatterns = [
    path("showcase/<str:slug>/publiccode.yml", metadata.publiccode, name="app_publiccode"),
]
