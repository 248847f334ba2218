"""The admin's panels for contests and their announcements."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin import panels
from wagtail.admin.panels import (
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from contest_pages.forms import ContestForm, CriterionForm, StageForm


class FieldPanel(panels.FieldPanel):
    """A field without Wagtail's button for comments, which only pages can keep.

    A contest’s form has 500 fields: the buttons were a fifth of the page.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"disable_comments": True} | kwargs)


class OwnRowsPanel(InlinePanel):
    """Rows whose form is ours: they offer the contest's own rounds, stages and tracks."""

    def __init__(self, *args, row_form, **kwargs):
        super().__init__(*args, **kwargs)
        self.row_form = row_form

    def clone_kwargs(self):
        """Keep the form when Wagtail copies the panel."""
        return super().clone_kwargs() | {"row_form": self.row_form}

    def get_form_options(self):
        """Use our form for a row."""
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = self.row_form
        return options


def _pair(name: str) -> FieldRowPanel:
    """Return a text's Korean and English side by side."""
    return FieldRowPanel([FieldPanel(f"{name}_ko"), FieldPanel(f"{name}_en")])


BASICS = [
    HelpPanel(template="contest_pages/admin/announcements_panel.html", heading=_("Announcement")),
    _pair("title"),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("slug")]),
    FieldPanel("accent"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("team_min"), FieldPanel("team_max")]),
            FieldPanel("one_team_per_person"),
        ],
        heading=_("Team"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel(
                        "gallery_opens_at",
                        help_text=_(
                            "From when accepted entries are public, not before the last blind "
                            "stage closes. Left empty: when it closes."
                        ),
                    ),
                    FieldPanel("gallery_shows"),
                ]
            )
        ],
        heading=_("Gallery"),
    ),
]

STAGES = [
    OwnRowsPanel(
        "stages",
        row_form=StageForm,
        heading=_("Stages"),
        label=_("Stage"),
        help_text=_(
            "What can be done in a contest follows from what is open. All times are Asia/Seoul; a "
            "stage is closed from its closing instant on."
        ),
        panels=[
            FieldPanel("kind"),
            _pair("title"),
            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
            FieldRowPanel([FieldPanel("grace_minutes"), FieldPanel("changes_until")]),
            FieldRowPanel([FieldPanel("round"), FieldPanel("weight"), FieldPanel("is_blind")]),
            FieldRowPanel([FieldPanel("reviews_per_entry"), FieldPanel("others_scores")]),
            FieldRowPanel([FieldPanel("averaging"), FieldPanel("normalisation")]),
            FieldRowPanel(
                [FieldPanel("ballot"), FieldPanel("ballot_fewest"), FieldPanel("ballot_most")]
            ),
        ],
    ),
    InlinePanel(
        "rounds",
        heading=_("Rounds"),
        label=_("Round"),
        help_text=_("Judging and voting of one round make one ranking; their weights sum to 100."),
        panels=[FieldRowPanel([FieldPanel("number"), FieldPanel("advances"), FieldPanel("ties")])],
    ),
]

CRITERIA = [
    HelpPanel(
        template="contest_pages/admin/weights_panel.html",
        heading=_("Total"),
        classname="weights-total",
    ),
    OwnRowsPanel(
        "criteria",
        row_form=CriterionForm,
        heading=_("Criteria"),
        label=_("Criterion"),
        help_text=_(
            "What judges score. The weights of a stage make 100 for every track. Once a score "
            "has been given, a criterion keeps its points, weight and tracks."
        ),
        panels=[
            FieldPanel("stage"),
            _pair("title"),
            _pair("guidance"),
            FieldRowPanel([FieldPanel("maximum"), FieldPanel("weight"), FieldPanel("is_optional")]),
            FieldPanel("tracks", widget=CheckboxSelectMultiple),
        ],
    ),
    _pair("pledge"),
]

PRIZES = [
    InlinePanel(
        "tracks",
        heading=_("Tracks"),
        label=_("Track"),
        help_text=_("An entry belongs to one track. A contest need not have any."),
        panels=[_pair("title"), _pair("description")],
    ),
    FieldPanel("budget"),
    InlinePanel(
        "prizes",
        heading=_("Prizes"),
        label=_("Prize"),
        help_text=_("Places times amount, added up, may not exceed the budget."),
        panels=[_pair("title"), FieldRowPanel([FieldPanel("places"), FieldPanel("amount")])],
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("one_award_per_team"), FieldPanel("gives_feedback")]),
            FieldPanel("names_shown"),
        ],
        heading=_("Results"),
    ),
]

QUESTIONS = [
    InlinePanel(
        "questions",
        heading=_("Questions"),
        label=_("Question"),
        help_text=_(
            "Every entry already has title, summary, description, track, team, pictures and "
            "links. Once a question has been answered only its help, its order and “retired” "
            "can change."
        ),
        panels=[
            FieldRowPanel([FieldPanel("key"), FieldPanel("kind")]),
            _pair("label"),
            _pair("help"),
            FieldPanel("choices_text"),
            FieldRowPanel(
                [FieldPanel("max_length"), FieldPanel("max_files"), FieldPanel("max_megabytes")]
            ),
            FieldRowPanel(
                [FieldPanel("is_required"), FieldPanel("is_public"), FieldPanel("is_retired")]
            ),
        ],
    )
]

CONSENTS = [
    InlinePanel(
        "consents",
        heading=_("Consents"),
        label=_("Consent"),
        help_text=_(
            "What entrants agree to when they submit. A changed text is a new version, and is "
            "asked for anew."
        ),
        panels=[FieldPanel("key"), _pair("title"), _pair("text"), FieldPanel("is_required")],
    )
]

CHECKS = [
    InlinePanel(
        "checks",
        heading=_("Checklist"),
        label=_("Check"),
        help_text=_(
            "What moderators check of each submission before they accept it. Entrants do not see "
            "this list."
        ),
        panels=[_pair("title"), _pair("help")],
    )
]

CONTEST_TABS = TabbedInterface(
    [
        ObjectList(BASICS, heading=_("Basics")),
        ObjectList(STAGES, heading=_("Stages and rounds")),
        ObjectList(CRITERIA, heading=_("Criteria")),
        ObjectList(PRIZES, heading=_("Tracks and prizes")),
        ObjectList(QUESTIONS, heading=_("Questions")),
        ObjectList(CONSENTS, heading=_("Consents")),
        ObjectList(CHECKS, heading=_("Checklist")),
    ],
    base_form_class=ContestForm,
)
