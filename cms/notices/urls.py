"""Where people choose their mails."""

from django.urls import path

from cms.notices import views

urlpatterns = [path("my/notices/", views.my_notices, name="my_notices")]
