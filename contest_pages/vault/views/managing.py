"""The vault in the admin: which repositories there are, and what managers decide about them."""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from cms.admin_acts import ActView
from cms.errors import Refused
from contest_pages.entries.rules import is_moderator
from contest_pages.vault import actions, rules
from contest_pages.vault.actions.states import present_check
from contest_pages.vault.browsing import looked_into
from contest_pages.vault.forms import (
    ErasingForm,
    KeepersForm,
    MirrorForm,
    ReasonForm,
    RepositoryForm,
)
from contest_pages.vault.models import Repository

PER_PAGE = 50
SHOWN_ACCESSES = 20


class StaffView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the vault for moderators and managers."""

    header_icon = "lock"
    page_title = gettext_lazy("Vault")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let moderators in."""
        if not is_moderator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        """Lead back to the list."""
        items = [*self.breadcrumbs_items, {"url": reverse("vault"), "label": _("Vault")}]
        subtitle = self.get_page_subtitle()
        return [*items, {"url": "", "label": subtitle}] if subtitle else items


class RepositoriesView(StaffView):
    """Lists repositories, the largest and what is wrong with them included."""

    template_name = "vault/admin/repositories.html"

    def get_context_data(self, **kwargs) -> dict:
        """Return a page of repositories, narrowed by state and words."""
        state, typed = self.request.GET.get("state", ""), self.request.GET.get("q", "").strip()
        found = Repository.objects.select_related("entry__contest", "entry__draft")
        if state in Repository.State.values:
            found = found.filter(state=state)
        if typed:
            words = typed[:80]
            named = Q(slug__icontains=words) | Q(title__icontains=words)
            found = found.filter(
                named
                | Q(entry__title__icontains=words)
                | Q(entry__draft__data__title__icontains=words)
            )
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "page": page,
            "states": Repository.State.choices,
            "state": state,
            "typed": typed,
            "may_manage": rules.may_manage(self.request.user),
        }


class RepositoryView(StaffView):
    """One repository: what it holds, how it is, what can be decided, what happened."""

    template_name = "vault/admin/repository.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Find it, now that it is known who asks: to others none is there."""
        rows = Repository.objects.select_related("entry__contest", "entry__draft")
        self.repository = get_object_or_404(rows, pk=kwargs["repository_id"])
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Name it."""
        return str(self.repository)

    def get_context_data(self, **kwargs) -> dict:
        """Return what the page shows."""
        repository, user = self.repository, self.request.user
        check = repository.checks.first()
        may_manage = rules.may_manage(user)
        last, why_not_read = looked_into(repository)
        return super().get_context_data(**kwargs) | {
            "repository": repository,
            "last": last,
            "why_not_read": why_not_read,
            "quota": settings.VAULT_QUOTA,
            "check": check,
            "is_present": check is not None and present_check(repository) == check,
            "acts": _acts(user, repository) if may_manage else [],
            "may_check": rules.why_not_decide(user, repository) is None,
            "may_manage": may_manage,
            "keepers": repository.keepers.all(),
            "history": ModelLogEntry.objects.for_instance(repository)
            .select_related("user")
            .order_by("-timestamp", "-pk"),
            "accesses": repository.accesses.select_related("user")[:SHOWN_ACCESSES]
            if may_manage
            else [],
        }


def _acts(user, repository: Repository) -> list[dict]:
    """Return what can be decided, or why it cannot now."""
    return [
        {
            "label": view.submit_label,
            "lead": view.lead,
            "url": reverse(name, args=[repository.pk]),
            "why_not": view.why_not(user, repository),
            "is_danger": view is ReturnView,
        }
        for name, view in (
            ("vault_open", OpenView),
            ("vault_seal", SealView),
            ("vault_mirror", MirrorView),
            ("vault_return", ReturnView),
        )
        if name != "vault_seal" or repository.state == Repository.State.OPENED
    ]


@require_POST
def check(request: HttpRequest, repository_id: int) -> HttpResponse:
    """Have the source checked."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    repository = get_object_or_404(Repository, pk=repository_id)
    try:
        actions.check_source(repository, by=request.user)
        messages.success(request, _("The source is being checked. Reload the page in a moment."))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("vault_repository", repository_id)


class DecideView(ActView):
    """An act of a manager on a repository."""

    form_class: type[forms.Form] = ReasonForm
    header_icon = "lock"
    why_not: Callable

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let managers in, while it can be done; to others no repository is there."""
        if not rules.may_manage(request.user):
            raise PermissionDenied
        rows = Repository.objects.select_related("entry__draft")
        self.repository = get_object_or_404(rows, pk=kwargs["repository_id"])
        if reason := type(self).why_not(request.user, self.repository):
            messages.error(request, reason)
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Name the repository."""
        return str(self.repository)

    def get_success_url(self) -> str:
        """Lead back to the repository."""
        return reverse("vault_repository", args=[self.repository.pk])

    def get_breadcrumbs_items(self) -> list[dict]:
        """Lead back to the repository."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("vault"), "label": _("Vault")},
            {"url": self.get_success_url(), "label": str(self.repository)},
            {"url": "", "label": str(self.page_title)},
        ]


class OpenView(DecideView):
    """Opens the source, beside what the check of it found."""

    template_name = "vault/admin/open.html"
    page_title = submit_label = gettext_lazy("Open to all")
    lead = gettext_lazy("Everybody can then read it, with all its history, and fetch it with git.")
    why_not = staticmethod(rules.why_not_open)

    def get_context_data(self, **kwargs) -> dict:
        """Add the check of what is there now."""
        return super().get_context_data(**kwargs) | {
            "repository": self.repository,
            "check": present_check(self.repository),
        }

    def act(self, form: forms.Form) -> str:
        """Open it."""
        actions.open_to_all(self.repository, by=self.request.user, **form.cleaned_data)
        return _("The source is open to all.")


class SealView(DecideView):
    """Closes an opened repository again."""

    page_title = submit_label = gettext_lazy("Seal again")
    lead = gettext_lazy("Nobody but the team, moderators and judges reads it then.")
    why_not = staticmethod(rules.why_not_seal)

    def act(self, form: forms.Form) -> str:
        """Seal it."""
        actions.seal(self.repository, by=self.request.user, **form.cleaned_data)
        return _("The source is sealed.")


class MirrorView(DecideView):
    """Sends everything elsewhere."""

    form_class = MirrorForm
    page_title = submit_label = gettext_lazy("Mirror")
    lead = gettext_lazy(
        "Copies all branches and tags to a repository elsewhere, which is its home from then on: "
        "here nothing more is pushed."
    )
    why_not = staticmethod(rules.why_not_decide)

    def act(self, form: forms.Form) -> str:
        """Have it sent."""
        actions.mirror(self.repository, by=self.request.user, **form.cleaned_data)
        return _("The source is being copied. What came of it stands on this page in a moment.")


class ReturnView(DecideView):
    """Hands everything back and erases it here."""

    form_class = ErasingForm
    page_title = submit_label = gettext_lazy("Return and erase")
    lead = gettext_lazy(
        "The team gets everything in one file that git reads; here it is erased, with what was "
        "kept with receipts. Name, dates and log stay."
    )
    why_not = staticmethod(rules.why_not_decide)

    def act(self, form: forms.Form) -> str:
        """Return it."""
        actions.give_back(self.repository, reason=form.cleaned_data["reason"], by=self.request.user)
        return _("The source was returned and erased.")


class CreateView(ActView):
    """Makes a repository that is no entry's."""

    form_class = RepositoryForm
    header_icon = "lock"
    page_title = gettext_lazy("New repository")
    submit_label = gettext_lazy("Make the repository")
    lead = gettext_lazy("For an app that does not come from an entry: entries have their own.")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let managers in."""
        if not rules.may_manage(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Lead to the list."""
        return reverse("vault")

    def act(self, form: forms.Form) -> str:
        """Make it."""
        repository = actions.create(by=self.request.user, **form.cleaned_data)
        return _("The repository was made: %(url)s") % {"url": repository.clone_url}


class KeepersView(DecideView):
    """Says who may push to a repository that is no entry's."""

    form_class = KeepersForm
    page_title = gettext_lazy("Who may push")
    submit_label = gettext_lazy("Keep")
    why_not = staticmethod(rules.why_not_appoint)

    def get_initial(self) -> dict:
        """Begin with those who may."""
        return {"keepers": "\n".join(each.email for each in self.repository.keepers.all())}

    def act(self, form: forms.Form) -> str:
        """Appoint them."""
        actions.appoint(self.repository, by=self.request.user, **form.cleaned_data)
        return _("Those named may push.")
