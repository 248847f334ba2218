"""Addresses of judging, before Wagtail's catch-all."""

from django.urls import path

from contest_pages.judging.views import agreement, answering, desk, files, reviewing

urlpatterns = [
    path("judging/", desk.desk, name="judging_desk"),
    path("judging/invitations/<slug:token>/", answering.invitation, name="judging_invitation"),
    path("judging/<int:pk>/pledge/", answering.pledge, name="judging_pledge"),
    path("judging/<int:pk>/scores/", desk.scores, name="judging_scores"),
    path("judging/<int:pk>/packet/", desk.packet, name="judging_packet"),
    path("judging/<int:pk>/sign-off/", desk.sign_off, name="judging_sign_off"),
    path("judging/<int:pk>/agreement/", agreement.chair_agreement, name="judging_agreement"),
    path("judging/reviews/<int:pk>/", reviewing.review, name="judging_review"),
    path("judging/reviews/<int:pk>/files/<int:number>/", files.handed_file, name="judging_file"),
]
