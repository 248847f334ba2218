"""Addresses of the design system itself."""

from django.conf import settings
from django.urls import path

from cms import views

urlpatterns = []
if settings.STYLEGUIDE:
    urlpatterns += [path("styleguide/", views.styleguide, name="styleguide")]
