"""Addresses of results, before Wagtail's catch-all."""

from django.urls import path

from contest_pages.results.views import own, public

urlpatterns = [
    path("contests/<slug:slug>/results/", public.results, name="results"),
    path(
        "contests/<slug:slug>/results/<int:number>/scores.csv",
        public.scores,
        name="results_scores",
    ),
    path(
        "contests/<slug:slug>/results/<int:number>/<int:version>/document.json",
        public.document,
        name="published_document",
    ),
    path(
        "contests/<slug:slug>/results/<int:number>/entries/<str:receipt>/",
        public.way,
        name="results_way",
    ),
    path(
        "contests/<slug:slug>/results/certificates/",
        own.certificates,
        name="results_certificates",
    ),
    path("my/entries/<int:pk>/feedback/", own.my_feedback, name="my_feedback"),
    path("my/entries/<int:pk>/certificate/", own.my_certificate, name="my_certificate"),
]
