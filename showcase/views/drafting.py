"""How an entry becomes an app page: what staff do in the admin."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.admin_acts import ActView
from contest_pages.entries.models import Entry
from contest_pages.entries.rules import is_moderator
from contest_pages.entries.views.review import review_url
from contest_pages.models import Contest
from showcase import actions, queries, rules


class DraftAppView(ActView):
    """Drafts an app page from an entry and opens it in the editor."""

    form_class = forms.Form
    page_title = gettext_lazy("Draft an app page from this entry")
    header_icon = "mobile-alt"
    submit_label = gettext_lazy("Draft the app page")
    lead = gettext_lazy(
        "Text, pictures, licence and links are taken from the entry. Nothing is public before you "
        "publish the page."
    )

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let in who may read the entry; lead on who may not draft, or where there is a page."""
        self.entry = get_object_or_404(Entry, pk=kwargs["entry_id"])
        now = timezone.now()
        if not rules.may_read(request.user, self.entry, now):
            raise Http404
        index = queries.showcase_for_drafts()
        if reason := rules.why_not_draft_app(request.user, self.entry, index, now):
            messages.error(request, reason)
            return redirect(self.entry_url)
        self.app = queries.app_of(self.entry)
        if self.app:
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: forms.Form) -> str:
        """Draft the page."""
        self.app = actions.draft_app_from_entry(self.entry, by=self.request.user)
        return _("“%(title)s” is drafted. Check it, then publish it.") % {"title": self.app.title}

    @property
    def entry_url(self) -> str:
        """Return where whoever asks reads the entry."""
        if is_moderator(self.request.user):
            return review_url(self.entry.pk)
        return self.entry.get_absolute_url()

    def get_page_subtitle(self) -> str:
        """Name the entry."""
        return str(self.entry)

    def get_success_url(self) -> str:
        """Lead to the page that was drafted; back to the entry before."""
        if self.app is None:
            return self.entry_url
        return reverse("wagtailadmin_pages:edit", args=[self.app.pk])


class DraftWinnersView(ActView):
    """Drafts an app page from every entry of a contest with a published award."""

    form_class = forms.Form
    page_title = gettext_lazy("Draft app pages from all winners")
    header_icon = "mobile-alt"
    submit_label = gettext_lazy("Draft the app pages")
    lead = gettext_lazy(
        "One for each awarded entry that has none; award and year stand on it by themselves. "
        "Nothing is public before you publish the pages."
    )

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let in who may draft one of them; to all others there is no such page."""
        contest = get_object_or_404(Contest, pk=kwargs["contest_id"])
        self.contest, now = contest, timezone.now()
        if not queries.winners_to_draft(request.user, contest, now):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: forms.Form) -> str:
        """Draft the pages."""
        entries = queries.winners_to_draft(self.request.user, self.contest, timezone.now())
        for entry in entries:
            actions.draft_app_from_entry(entry, by=self.request.user)
        said = ngettext("%(n)s app page is drafted.", "%(n)s app pages are drafted.", len(entries))
        return said % {"n": len(entries)}

    def get_page_subtitle(self) -> str:
        """Name the contest."""
        return str(self.contest)

    def get_success_url(self) -> str:
        """Lead to the showcase, where the drafts stand."""
        index = queries.showcase_for_drafts()
        return reverse("wagtailadmin_explore", args=[index.pk])
