"""What editors and moderators do about links and sources, in the admin."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin_acts import ActView
from contest_pages.entries.models import Entry
from contest_pages.entries.rules import is_moderator
from contest_pages.entries.views.review import review_url
from contest_pages.vault.findings import findings
from showcase import rules
from showcase.links import correcting, source
from showcase.models import AppPage, LinkCheck


class LinkActView(ActView):
    """Something that is done about a proposed address, by whoever may edit its app."""

    form_class = forms.Form
    header_icon = "link"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let in who may edit the app; to all others there is no such link."""
        self.check = get_object_or_404(LinkCheck.objects.select_related("app"), pk=kwargs["pk"])
        if not self.check.app.permissions_for_user(request.user).can_edit():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def lead(self) -> str:
        """Say which address would become which."""
        addresses = {"old": self.check.url, "new": self.check.proposed_url or "–"}
        return _("%(old)s leads to %(new)s for good.") % addresses

    def get_page_subtitle(self) -> str:
        """Name the app."""
        return self.check.app.title

    def get_success_url(self) -> str:
        """Lead back to the report."""
        return reverse("showcase_links")


class AcceptLinkView(LinkActView):
    """Puts the new address into a draft."""

    page_title = gettext_lazy("Take the new address")
    submit_label = gettext_lazy("Put it into a draft of the page")

    def act(self, form: forms.Form) -> str:
        """Save the draft."""
        page = correcting.accept(self.check, by=self.request.user)
        return _("The new address is in the draft of “%(title)s”: publish it.") % {
            "title": page.title
        }


class DeclineLinkView(LinkActView):
    """Keeps the address as it is."""

    page_title = gettext_lazy("Keep the address")
    submit_label = gettext_lazy("Keep it, and do not propose this one again")

    def act(self, form: forms.Form) -> str:
        """Remember that."""
        correcting.decline(self.check, by=self.request.user)
        return _("The address of “%(title)s” stays as it is.") % {"title": self.check.app.title}


class SourceCheckView(ActView):
    """What was found in a public source, and the button that has it looked through again."""

    form_class = forms.Form
    template_name = "showcase/admin/source_check.html"
    page_title = gettext_lazy("Open source check")
    header_icon = "code"
    submit_label = gettext_lazy("Check the source now")
    subject: AppPage | Entry

    def act(self, form: forms.Form) -> str:
        """Have it looked through."""
        source.request(self.subject.source_url, self.subject.licence)
        return _("The source is being checked; the report will be here in a few minutes.")

    def get_page_subtitle(self) -> str:
        """Name the app or the entry."""
        return str(self.subject)

    def get_context_data(self, **kwargs) -> dict:
        """Add what was found."""
        check = source.of(self.subject.source_url)
        report = source.report_of(check, self.subject.licence)
        return {
            **super().get_context_data(**kwargs),
            "url": self.subject.source_url,
            "check": check,
            "problem": source.WORDS.get(check.problem, "") if check else "",
            "report": report,
            "findings": findings(report) if report else [],
            "back": self.back,
        }

    def get_success_url(self) -> str:
        """Stay here, where the report will be."""
        return self.request.path


class AppSourceView(SourceCheckView):
    """Of an app, for whoever may edit it: the address in its latest draft."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let in who may edit the app; to all others there is no such page."""
        app = get_object_or_404(AppPage, pk=kwargs["pk"])
        if not app.permissions_for_user(request.user).can_edit():
            raise Http404
        self.subject = app.get_latest_revision_as_object()
        self.back = reverse("wagtailadmin_pages:edit", args=[app.pk])
        return super().dispatch(request, *args, **kwargs)


class EntrySourceView(SourceCheckView):
    """Of an entry, for whoever reviews it; for editors, once it is public."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let in who may read the entry; to all others there is none."""
        self.subject = get_object_or_404(Entry, pk=kwargs["pk"])
        if not rules.may_read(request.user, self.subject, timezone.now()):
            raise Http404
        is_reviewer = is_moderator(request.user)
        self.back = review_url(self.subject.pk) if is_reviewer else self.subject.get_absolute_url()
        return super().dispatch(request, *args, **kwargs)
