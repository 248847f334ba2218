"""The style guide: every component in each of its states."""

from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.accents import Accent


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label=_("Title"), max_length=60, help_text=_("At most 60 characters."))
    email = forms.EmailField(label=_("E-mail"))
    summary = forms.CharField(label=_("Summary"), widget=forms.Textarea, required=False)
    track = forms.ChoiceField(
        label=_("Track"), choices=[("", "–"), ("app", _("App")), ("idea", _("Idea"))]
    )
    people = forms.IntegerField(label=_("People"), min_value=1, max_value=5)
    day = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("hwp, hwpx or pdf, at most 20 MB.")
    )
    kind = forms.ChoiceField(
        label=_("Entering as"),
        choices=[("alone", _("On my own")), ("team", _("As a team"))],
        widget=forms.RadioSelect,
    )
    platforms = forms.MultipleChoiceField(
        label=_("Platforms"),
        choices=[("android", "Android"), ("ios", "iOS"), ("web", "Web")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    consent = forms.BooleanField(label=_("I have read the rules and agree to them."))


def _stages(now: datetime) -> list[dict]:
    """Five stages around `now`, the second of which is open."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = [
        (_("Briefing"), -20, None, "done", ""),
        (_("Entries"), -14, 12, "now", _("Submit by 24:00 on the last day.")),
        (_("Screening"), 12, 19, "coming", ""),
        (_("Judging"), 19, 33, "coming", _("Experts and citizen panel")),
        (_("Ceremony"), 47, None, "coming", ""),
    ]
    return [
        {
            "title": title,
            "opens": midnight + timedelta(days=opens),
            "closes": midnight + timedelta(days=closes) if closes else None,
            "state": state,
            "note": note,
        }
        for title, opens, closes, state, note in rows
    ]


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show each component in each state; only where the setting STYLEGUIDE is on."""
    now = timezone.now()
    messages.success(request, _("Your draft was saved."))
    broken = SampleForm({"title": "", "email": "hanbit@", "people": "9"}, auto_id="bad_%s")
    broken.is_valid()
    return render(
        request,
        "cms/styleguide.html",
        {
            "accents": Accent.choices,
            "form": SampleForm(),
            "broken": broken,
            "stages": _stages(now),
            "soon": now + timedelta(days=2),
            "later": now + timedelta(days=12),
            "past": now - timedelta(days=2),
            "page_obj": Paginator(range(500), 12).get_page(request.GET.get("page", 7)),
            "crumbs": [{"title": _("Home"), "url": "/"}, {"title": _("Contests"), "url": "/"}],
            "steps": [
                {"title": _("Rules")},
                {"title": _("Team"), "url": "#steps"},
                {"title": _("Work")},
                {"title": _("Submit")},
            ],
            "tabs": [
                {"title": _("All"), "url": "#tabs", "current": True, "count": 208},
                {"title": _("App"), "url": "#tabs", "count": 150},
                {"title": _("Idea"), "url": "#tabs", "count": 58},
            ],
            "figures": [
                {"value": 208, "unit": _("entries"), "label": _("Entries received")},
                {"value": 1390, "unit": _("people"), "label": _("Citizens on the panel")},
                {"value": 53, "unit": _("apps"), "label": _("Apps opened"), "note": "2010–2018"},
            ],
            "hero_facts": [
                {"label": _("Open now"), "value": _("Entries"), "note": _("Screening follows")},
                {"label": _("Left"), "value": "D-12", "strong": True},
                {"label": _("Prizes"), "value": "3,000만 원", "note": _("17 prizes")},
            ],
            "facts": [
                {"label": _("Organiser"), "value": _("Digital Policy Division")},
                {"label": _("Licence"), "value": "Apache-2.0"},
                {"label": _("Source code"), "value": "https://example.org/app", "url": "#dl"},
            ],
            "files": [
                {"title": _("Announcement"), "url": "#files", "extension": "hwpx", "size": 182_000},
                {"title": _("Entry form"), "url": "#files", "extension": "pdf", "size": 1_640_000},
            ],
            "questions": [
                {
                    "question": _("May I enter more than once?"),
                    "answer": _("Yes, with different works."),
                },
                {
                    "question": _("Must the source be open?"),
                    "answer": _("Works that receive an award are published as open source."),
                },
            ],
            "filters": [
                {
                    "name": "track",
                    "label": _("Track"),
                    "value": "app",
                    "choices": [("app", _("App")), ("idea", _("Idea"))],
                }
            ],
            "head": [_("Stage"), _("Period"), _("How")],
            "rows": [
                [_("Entries"), "11. 1. ~ 11. 30.", _("Online")],
                [_("Judging"), "12. 1. ~ 12. 10.", _("Five experts")],
            ],
            "platforms": ["android", "ios", "web"],
        },
    )
