"""An act of staff as a page of the admin: a form, and what is done with it."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.errors import Refused


class ActView(WagtailAdminTemplateMixin, FormView):
    """Shows a form, does the act, says so and leads on; a refusal stands above the form.

    Subclasses say who may (`dispatch`), what is done (`act`) and where it leads.
    """

    template_name = "cms/admin/act.html"
    lead: str | Promise = ""
    submit_label: str | Promise = ""

    def act(self, form: forms.Form) -> str:
        """Do it; return the sentence that says so. Raises Refused."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Act, or show why not with everything as it was typed."""
        try:
            done = self.act(form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.get_success_url())

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Show the form again, with the status of a form that was refused."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs) -> dict:
        """Add what the page says about the act."""
        return {
            **super().get_context_data(**kwargs),
            "lead": self.lead,
            "submit_label": self.submit_label,
            "back": self.get_success_url(),
        }
