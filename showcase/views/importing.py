"""Taking publiccode.yml documents in, in the admin: give, look at, take."""

import time
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.errors import Refused
from cms.exports import without_controls
from cms.fetching import NotFetched
from showcase import documents, queries, rules
from showcase.actions import Taken, import_document
from showcase.document_forms import MOST_FILES, MOST_TOGETHER, DocumentsForm
from showcase.models import AppPage
from showcase.publiccode.faults import Fault
from showcase.publiccode.reading import Reading, read
from showcase.publiccode.yaml12 import MOST_BYTES

#: Seconds that fetching all addresses of a form may take.
PATIENCE = 40.0


@dataclass(frozen=True)
class Look:
    """A document as an editor looks at it before it is taken."""

    source: str
    text: str
    reading: Reading
    page: AppPage | None

    @property
    def name(self) -> str:
        """What the document calls the software."""
        return self.reading.content.get("name", "")

    @property
    def can_be_taken(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.name or self.reading.content.get("url"))


class MayImport:
    """Lets in whoever may add pages to the showcase."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Refuse all others."""
        self.index = queries.showcase_for_drafts()
        if rules.why_not_import(request.user, self.index):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        """Say where one is."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class ImportView(MayImport, WagtailAdminTemplateMixin, FormView):
    """Asks for documents; shows what is in each and what is wrong with it."""

    form_class = DocumentsForm
    template_name = "showcase/admin/import.html"
    page_title = gettext_lazy("Take apps in from publiccode.yml")
    header_icon = "download"

    def form_valid(self, form: DocumentsForm) -> HttpResponse:
        """Read the documents, and show them."""
        files, addresses = form.cleaned_data["files"], form.cleaned_data["addresses"]
        looks = _bounded([*_uploaded(files), *_fetched(addresses)])
        context = self.get_context_data(form=form, looks=looks, take_url=reverse(TAKE))
        context["is_anything"] = any(look.can_be_taken for look in looks)
        return self.response_class(
            self.request,
            ["showcase/admin/import_preview.html"],
            context,
            using=self.template_engine,
        )

    def form_invalid(self, form: DocumentsForm) -> HttpResponse:
        """Show the form again."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs) -> dict:
        """Lead back to the showcase."""
        back = reverse("wagtailadmin_explore", args=[self.index.pk])
        submit = gettext_lazy("Look at them")
        return {**super().get_context_data(**kwargs), "back": back, "submit_label": submit}


TAKE = "showcase_import_take"


class TakeView(MayImport, WagtailAdminTemplateMixin, View):
    """Takes those that were chosen, and says what came of each."""

    page_title = gettext_lazy("Taken in from publiccode.yml")
    header_icon = "download"
    template_name = "showcase/admin/import_result.html"
    http_method_names = ("post",)
    success_url = reverse_lazy("showcase_import")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take them one by one; of one that is refused the others know nothing."""
        numbers = [number for number in request.POST.getlist("take") if number.isdecimal()]
        results = [self._take(number) for number in dict.fromkeys(numbers[:MOST_FILES])]
        context = {
            **self.get_context_data(),
            "results": results,
            "back": reverse("wagtailadmin_explore", args=[self.index.pk]),
            "again": self.success_url,
        }
        return self.response_class(request, [self.template_name], context)

    def _take(self, number: str) -> dict:
        source = without_controls(self.request.POST.get(f"source-{number}", ""))[:500]
        reading = read(self.request.POST.get(f"document-{number}", "").encode())
        taken: Taken | None = None
        faults = reading.faults
        try:
            taken = import_document(
                reading,
                source=source,
                by=self.request.user,
                may_publish=rules.may_publish(self.request.user, self.index),
            )
        except Refused as refusal:
            faults = [*faults, Fault("", str(refusal))]
        return {"source": source, "taken": taken, "faults": faults}


def _uploaded(files: list) -> list[Look]:
    return [_look(file.name, file.read(MOST_BYTES + 1)) for file in files]


def _fetched(addresses: list[str]) -> list[Look]:
    looks, end = [], time.monotonic() + PATIENCE
    for address in addresses:
        source = documents.found_at(address)
        try:
            if time.monotonic() > end:
                raise NotFetched(_("The other addresses took too long; try this one again."))
            looks.append(_look(source, documents.fetch_document(source)))
        except NotFetched as error:
            looks.append(Look(source, "", documents.unread(str(error)), None))
    return looks


def _bounded(looks: list[Look]) -> list[Look]:
    """Leave out what is too much: the documents travel with the page until they are taken."""
    total, kept = 0, []
    for look in looks:
        total += len(look.text.encode())
        if total > MOST_TOGETHER:
            reason = _("The documents before it are much already; take this one by itself.")
            look = Look(look.source, "", documents.unread(reason), None)
        kept.append(look)
    return kept


def _look(source: str, data: bytes) -> Look:
    reading = read(data)
    text = data.decode(errors="replace") if reading.content else ""
    return Look(source, text, reading, queries.app_at(reading.content.get("url", "")))
