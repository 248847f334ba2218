"""Entries in the admin: a list and a review page, and no other door."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from contest_pages.entries import rules
from contest_pages.entries.entering_for import EnterForView
from contest_pages.entries.extending import ExtendOneView
from contest_pages.entries.models import Entry, ReasonText
from contest_pages.entries.views.keeping import add_note, save_checks
from contest_pages.entries.views.moderation import EntryListView, to_list, to_review
from contest_pages.entries.views.moderator_messages import send_message
from contest_pages.entries.views.review import ReviewView, review_url
from contest_pages.entries.views.sharing import ShareView

#: Wagtail's addresses for one snippet. Its own pages reverse them, so they exist; all lead to
#: the review page and do nothing else.
WAGTAILS_OWN = {
    "edit": "edit/<int:pk>/",
    "delete": "delete/<int:pk>/",
    "copy": "copy/<int:pk>/",
    "inspect": "inspect/<int:pk>/",
    "usage": "usage/<int:pk>/",
    "history": "history/<int:pk>/",
    "history_results": "history-results/<int:pk>/",
    "preview_on_edit": "preview/<int:pk>/",
    "revisions_view": "history/<int:pk>/revisions/<int:revision_id>/view/",
    "revisions_revert": "history/<int:pk>/revisions/<int:revision_id>/revert/",
    "revisions_unschedule": "history/<int:pk>/revisions/<int:revision_id>/unschedule/",
    "unpublish": "unpublish/<int:pk>/",
    "lock": "lock/<int:pk>/",
    "unlock": "unlock/<int:pk>/",
    "workflow_action": "workflow/action/<int:pk>/<slug:action_name>/<int:task_state_id>/",
    "collect_workflow_action_data": (
        "workflow/collect_action_data/<int:pk>/<slug:action_name>/<int:task_state_id>/"
    ),
    "confirm_workflow_cancellation": "workflow/confirm_cancellation/<int:pk>/",
    "workflow_history": "workflow_history/<int:pk>/",
    "workflow_history_detail": "workflow_history/<int:pk>/detail/<int:workflow_state_id>/",
    "workflow_preview": "workflow/preview/<int:pk>/<int:task_id>/",
}


class EntryURLFinder(ModelAdminURLFinder):
    """Where Wagtail's reports and panels find an entry."""

    def get_edit_url(self, instance: Entry) -> str | None:
        """Return the review page, for moderators only."""
        if self.user and not rules.is_moderator(self.user):
            return None
        return review_url(instance.pk)


class EntryViewSet(SnippetViewSet):
    """Entries as moderators see them."""

    model = Entry
    icon = "clipboard-list"
    menu_label = _("Entries")
    menu_name = "entries"
    menu_order = 160
    add_to_admin_menu = True
    list_per_page = 50
    index_view_class = EntryListView
    index_template_name = EntryListView.template_name
    index_results_template_name = EntryListView.results_template_name
    copy_view_enabled = False
    add_to_reference_index = False

    @property
    def url_finder_class(self) -> type[EntryURLFinder]:
        """Wagtail's links to an entry's editor lead to its review page."""
        return EntryURLFinder

    def register_chooser_viewset(self) -> None:
        """Offer no chooser: it would show drafts to whoever edits a page."""

    @property
    def review_view(self):
        """The page on which everything is decided."""
        return ReviewView.as_view(breadcrumbs_items=self.breadcrumbs_items)

    @property
    def share_view(self):
        """The page that shares entries out among moderators."""
        return ShareView.as_view(breadcrumbs_items=self.breadcrumbs_items)

    def get_urlpatterns(self) -> list:
        """Return the list, the review page, and Wagtail's own addresses closed."""
        own = [path(route, to_review, name=name) for name, route in WAGTAILS_OWN.items()]
        return [
            path("", self.index_view, name="list"),
            path("results/", self.index_results_view, name="list_results"),
            path("review/<int:pk>/", self.review_view, name="review"),
            path("enter-for/", EnterForView.as_view(), name="enter_for"),
            path("extend/", ExtendOneView.as_view(), name="extend"),
            path("message/<int:pk>/", send_message, name="message"),
            path("review/<int:pk>/checks/", save_checks, name="checks"),
            path("review/<int:pk>/note/", add_note, name="note"),
            path("share/", self.share_view, name="share"),
            path("add/", to_list, name="add"),
            path("preview/", to_list, name="preview_on_add"),
            *own,
            re_path(
                r"history/(?P<pk>\d+)/revisions/compare/"
                r"(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$",
                to_review,
                name="revisions_compare",
            ),
        ]


class ReasonTextViewSet(SnippetViewSet):
    """The texts that moderators choose their reasons from."""

    model = ReasonText
    icon = "openquote"
    menu_label = _("Reason texts")
    menu_name = "reason-texts"
    menu_order = 165
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ("title", "act")
    list_filter = ("act",)
    search_fields = ("title", "text_ko", "text_en")
    search_backend_name = None
    panels = [
        FieldRowPanel([FieldPanel("act"), FieldPanel("title")]),
        FieldRowPanel([FieldPanel("text_ko"), FieldPanel("text_en")]),
    ]
