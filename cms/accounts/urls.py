"""Addresses of accounts: allauth's and a person's own page."""

from django.urls import include, path

from cms.accounts import views

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("", include("allauth.urls")),
]
