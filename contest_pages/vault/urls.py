"""Addresses of the vault for browsers, before Wagtail's catch-all."""

from django.urls import path

from contest_pages.vault.views import browse, own, tokens

urlpatterns = [
    path("my/tokens/", tokens.tokens, name="my_tokens"),
    path("my/tokens/<int:token_id>/revoke/", tokens.revoke, name="my_token_revoke"),
    path("my/entries/<int:pk>/source/", own.source, name="my_source"),
    path("source/<slug:repository>/", browse.folder, name="source"),
    path("source/<slug:repository>/tree/<path:path>/", browse.folder, name="source_folder"),
    path("source/<slug:repository>/file/<path:path>", browse.file, name="source_file"),
    path("source/<slug:repository>/raw/<path:path>", browse.raw, name="source_raw"),
    path("source/<slug:repository>/history/", browse.history, name="source_history"),
    path("source/<slug:repository>/source.zip", browse.archive, name="source_archive"),
]
