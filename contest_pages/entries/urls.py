"""Addresses of entries, before Wagtail's catch-all."""

from django.urls import path

from contest_pages.entries.views import (
    consents,
    entrant,
    gallery,
    submitting,
    team,
    uploads,
    writing,
)

urlpatterns = [
    path("contests/<slug:slug>/enter/", entrant.start, name="entry_start"),
    path("contests/<slug:slug>/entries/", gallery.gallery, name="entry_gallery"),
    path("contests/<slug:slug>/entries/<str:entry_slug>/", gallery.entry, name="entry_detail"),
    path("my/entries/", entrant.my_entries, name="my_entries"),
    path("my/entries/<int:pk>/", entrant.my_entry, name="my_entry"),
    path("my/entries/<int:pk>/edit/", writing.edit, name="my_entry_edit"),
    path("my/entries/<int:pk>/uploads/", uploads.begin, name="my_entry_uploads"),
    path("my/entries/<int:pk>/uploads/<uuid:uuid>/", uploads.upload, name="my_entry_upload"),
    path("my/entries/<int:pk>/submit/", submitting.submit, name="my_entry_submit"),
    path("my/entries/<int:pk>/receipts/<int:number>/", submitting.receipt, name="my_receipt"),
    path(
        "my/entries/<int:pk>/receipts/<int:number>/receipt.json",
        submitting.receipt_document,
        name="my_receipt_document",
    ),
    path("my/entries/<int:pk>/take-back/", entrant.take_back, name="my_entry_take_back"),
    path("my/entries/<int:pk>/messages/", entrant.messages_of, name="my_entry_messages"),
    path("my/entries/<int:pk>/withdraw/", entrant.withdraw, name="my_entry_withdraw"),
    path("my/entries/<int:pk>/team/", team.team, name="my_entry_team"),
    path("my/entries/<int:pk>/consents/", consents.consents, name="my_entry_consents"),
    path("my/entries/invitations/<int:pk>/", team.my_invitation, name="my_invitation"),
    path("my/invitations/<slug:token>/", team.invitation, name="invitation"),
    path("guardian/<slug:token>/", consents.guardian_consent, name="guardian_consent"),
]
