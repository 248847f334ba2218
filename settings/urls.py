"""Root addresses: our own before Wagtail's catch-all."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from cms import health, robots, serving
from cms.accounts.admin_account import AccountView
from cms.api import document, views
from settings.api import api

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    # Wagtail's own sign-in would take a password without the second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path(
        "admin/password_reset/",
        RedirectView.as_view(pattern_name="account_reset_password", query_string=True),
    ),
    # Wagtail's own test of what a failure looks like.
    path(
        "admin/failwhale/",
        require_admin_access(RedirectView.as_view(pattern_name="wagtailadmin_home")),
    ),
    path("admin/account/", require_admin_access(AccountView.as_view())),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("files/", include("media.urls")),
    path("git/", include("contest_pages.vault.git_urls")),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("robots.txt", robots.robots, name="robots"),
    path("api/v1/openapi.json", document.openapi, {"api": api}, name="api_document"),
    path("api/v1/", views.elsewhere),  # before ninja's root, which says that there is none
    path("api/v1/", api.urls),
]
if settings.SERVE_MEDIA:
    urlpatterns += [
        path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    ]

urlpatterns += i18n_patterns(
    path("accounts/", include("cms.accounts.urls")),
    path("", include("cms.urls")),
    path("api/v1/docs", views.docs, {"api": api}, name="api_docs"),
    path("api/<path:rest>", views.elsewhere),
    path("api/", views.elsewhere),
    path("", include("cms.search.urls")),
    path("", include("cms.notices.urls")),
    path("", include("contest_pages.urls")),
    path("", include("contest_pages.entries.urls")),
    path("", include("contest_pages.vault.urls")),
    path("", include("contest_pages.voting.urls")),
    path("", include("contest_pages.judging.urls")),
    path("", include("contest_pages.results.urls")),
    path("", include("showcase.urls")),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # Without a name: addresses of pages are still made by Wagtail's own.
    re_path(rf"^(?!_util/){wagtail_urls.serve_pattern[1:]}", serving.page),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
