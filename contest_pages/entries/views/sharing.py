"""Sharing out, among moderators, what nobody sees to."""

from collections import Counter

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.errors import Refused
from contest_pages.entries import actions, rules
from contest_pages.entries.actions.assigning import loads, plan
from contest_pages.entries.queries import moderators
from contest_pages.entries.queue import Queue


class ShareForm(forms.Form):
    """Chooses the moderators among whom entries are shared out; at first all of them."""

    among = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Moderators"),
        queryset=moderators().none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["among"].queryset = moderators()


class ShareView(WagtailAdminTemplateMixin, FormView):
    """Shows who would be given how many of a filter’s entries, and gives them."""

    template_name = "entries/admin/share.html"
    page_title = gettext_lazy("Share out among moderators")
    header_icon = "group"
    form_class = ShareForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let moderators in."""
        if not rules.is_moderator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def queue(self) -> Queue:
        """The list whose entries are shared out."""
        return Queue.of(self.request.GET, self.request)

    def get_breadcrumbs_items(self) -> list[dict]:
        """Lead back to that list."""
        return [
            *self.breadcrumbs_items,
            {"url": self.queue.url, "label": _("Entries")},
            {"url": "", "label": self.page_title},
        ]

    def form_valid(self, form: ShareForm) -> HttpResponse:
        """Share out and say how many each was given."""
        among = list(form.cleaned_data["among"])
        try:
            given = actions.balance(self.queue.entries(), among, by=self.request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        total = sum(given.values())
        text = ngettext(
            "%(count)s entry was shared out: %(who)s.",
            "%(count)s entries were shared out: %(who)s.",
            total,
        )
        who = ", ".join(f"{person.name} {given[person.pk]}" for person in among)
        messages.success(self.request, text % {"count": total, "who": who})
        return redirect(self.queue.url)

    def get_context_data(self, **kwargs) -> dict:
        """Return what each moderator has and would be given."""
        people = list(moderators())
        chosen = self.request.POST.getlist("among") or [str(person.pk) for person in people]
        among = [person.pk for person in people if str(person.pk) in chosen]
        has = loads([person.pk for person in people])
        planned = plan(self.queue.entries(), {pk: has[pk] for pk in among})
        given = Counter(pk for _row, pk in planned)
        return {
            **super().get_context_data(**kwargs),
            "queue": self.queue,
            "total": sum(given.values()),
            "rows": [
                {
                    "person": person,
                    "is_chosen": person.pk in among,
                    "has": has[person.pk],
                    "given": given[person.pk],
                }
                for person in people
            ],
        }
