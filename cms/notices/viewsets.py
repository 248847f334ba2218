"""The texts of mails in the admin: every kind as delivered, or in the editors' own words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from cms.notices.forms import NoticeTextForm
from cms.notices.kinds import all_kinds
from cms.notices.models import NoticeText
from cms.notices.panels import KindPanel


class TextListView(IndexView):
    """All kinds of mails, each with the way to its texts."""

    results_template_name = "notices/admin/texts.html"
    any_permission_required = ["add", "change", "view"]

    def get_add_url(self) -> None:
        """Offer no button: a text is begun from its kind."""

    def get_context_data(self, *args, **kwargs) -> dict:
        """List the kinds with the editors' own texts."""
        own = {text.kind: text for text in NoticeText.objects.all()}
        rows = [{"kind": kind, "own": own.get(kind.key)} for kind in all_kinds().values()]
        return {**super().get_context_data(*args, **kwargs), "rows": rows}


class TextCreateView(CreateView):
    """Begins the own text of a kind, which the address names."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Lead to the list where no kind is named, to the text where there is one."""
        self.kind = all_kinds().get(request.POST.get("kind") or request.GET.get("kind", ""))
        if self.kind is None:
            return redirect(reverse(self.index_url_name))
        if own := NoticeText.objects.filter(kind=self.kind.key).first():
            return redirect(reverse(self.edit_url_name, args=[own.pk]))
        return super().dispatch(request, *args, **kwargs)

    def get_initial_form_instance(self) -> NoticeText:
        """Begin with the kind."""
        return NoticeText(kind=self.kind.key)

    def get_page_subtitle(self) -> str:
        """Name the kind."""
        return str(self.kind.label)


class NoticeTextViewSet(SnippetViewSet):
    """The texts, in the settings menu."""

    model = NoticeText
    icon = "mail"
    menu_label = _("Mail texts")
    menu_name = "mail-texts"
    add_to_settings_menu = True
    index_view_class = TextListView
    index_results_template_name = TextListView.results_template_name
    add_view_class = TextCreateView
    copy_view_enabled = False
    search_backend_name = None
    edit_handler = ObjectList(
        [
            KindPanel(),
            MultiFieldPanel([FieldPanel("subject_ko"), FieldPanel("body_ko")], heading=_("Korean")),
            MultiFieldPanel(
                [FieldPanel("subject_en"), FieldPanel("body_en")], heading=_("English")
            ),
        ],
        base_form_class=NoticeTextForm,
    )
