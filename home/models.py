"""The home page, standard pages, and short notices."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.blocks import BodyBlock
from cms.i18n import Bilingual
from cms.models import SitePage
from home.blocks import HistoricFigureBlock, StepBlock


class HomePage(SitePage):
    """The front of the site in one language: what is open today, what was made, how to begin."""

    headline = models.CharField(_("headline"), max_length=80)
    lead = models.CharField(_("lead"), max_length=300, blank=True)
    action_label = models.CharField(_("button"), max_length=30, blank=True)
    action_page = models.ForeignKey(
        Page,
        verbose_name=_("page that the button opens"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Left empty: the list of contests."),
    )
    steps = StreamField(
        [("step", StepBlock())], verbose_name=_("how to take part"), blank=True, max_num=4
    )
    history = StreamField(
        [("figure", HistoricFigureBlock())],
        verbose_name=_("historic figures"),
        blank=True,
        max_num=4,
        help_text=_("Contests, entries and apps on this site are counted by the site itself."),
    )

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("headline"),
                FieldPanel("lead"),
                FieldRowPanel([FieldPanel("action_label"), FieldPanel("action_page")]),
            ],
            heading=_("Head of the page"),
        ),
        FieldPanel("steps"),
        FieldPanel("history"),
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("headline"),
        index.SearchField("lead"),
    ]
    override_translatable_fields = [SynchronizedField("slug")]
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Add what the sections of the page show."""
        from home import queries

        return {
            **super().get_context(request, *args, **kwargs),
            **queries.front(self, request, timezone.now()),
        }


class StandardPage(SitePage):
    """A page of text: about, guidelines, privacy, terms."""

    lead = models.CharField(_("lead"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Add the published pages above and below this one."""
        from home import queries

        return {
            **super().get_context(request, *args, **kwargs),
            "pages_below": queries.pages_below(self),
        }


class NoticeQuerySet(models.QuerySet):
    """Notices, as the home page asks for them."""

    def shown_at(self, now: datetime) -> "NoticeQuerySet":
        """Notices whose half-open period `[shown_from, shown_until)` holds `now`."""
        return self.filter(Q(shown_until=None) | Q(shown_until__gt=now), shown_from__lte=now)


class Notice(index.Indexed, models.Model):
    """A short notice on the home page, in both languages, for a time."""

    title_ko = models.CharField(_("title in Korean"), max_length=100)
    title_en = models.CharField(_("title in English"), max_length=100, blank=True)
    text_ko = models.CharField(_("text in Korean"), max_length=300, blank=True)
    text_en = models.CharField(_("text in English"), max_length=300, blank=True)
    page = models.ForeignKey(
        Page,
        verbose_name=_("page to read on"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Choose the Korean page; its translation is found by itself."),
    )
    url = models.URLField(
        _("or an address elsewhere"),
        max_length=500,
        blank=True,
        help_text=_("Begins with https://."),
    )
    shown_from = models.DateTimeField(_("shown from"), default=timezone.now)
    shown_until = models.DateTimeField(
        _("shown until"),
        null=True,
        blank=True,
        help_text=_("From this instant it is no longer shown. Left empty: until you remove it."),
    )

    title = Bilingual()
    text = Bilingual()

    objects = NoticeQuerySet.as_manager()

    search_fields = [index.SearchField("title_ko"), index.AutocompleteField("title_ko")]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-shown_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_until=None) | Q(shown_until__gt=F("shown_from")),
                name="notice_ends_after_it_begins",
                violation_error_message=_("A notice must end after it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Ask for one place to read on at most, and for a period in order."""
        super().clean()
        if self.page_id and self.url:
            raise ValidationError({"url": _("Choose a page or write an address, not both.")})
        if self.shown_until and self.shown_from and self.shown_until <= self.shown_from:
            raise ValidationError({"shown_until": _("A notice must end after it begins.")})
