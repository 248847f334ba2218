"""Addresses of accounts: allauth's and a person's own page."""

from django.urls import include, path

from cms.accounts import views

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("oidc/<str:provider_id>/login/", views.openid_connect_login),  # before allauth's own
    path("", include("allauth.urls")),
]
