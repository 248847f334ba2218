"""How editors see an app: its tabs."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    PageChooserPanel,
)

from showcase.links.panel import EvidencePanel
from showcase.widgets import LicenceInput

CONTENT = [
    FieldPanel("summary"),
    MultipleChooserPanel(
        "screenshots",
        chooser_field_name="image",
        heading=_("Screenshots"),
        label=_("Screenshot"),
        panels=[FieldPanel("image"), FieldRowPanel([FieldPanel("shape"), FieldPanel("alt")])],
    ),
    FieldPanel("body"),
    FieldPanel("features"),
]

FACTS = [
    MultiFieldPanel(
        [
            FieldPanel("source_url"),
            FieldPanel("repository", permission="contest_vault.view_repository"),
            FieldPanel("licence", widget=LicenceInput),
        ],
        heading=_("Source code"),
        help_text=_("An open app names both: where its source is and what may be done with it."),
    ),
    EvidencePanel(heading=_("Links and source, as they were found")),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("is_android"),
                    FieldPanel("is_ios", heading="iOS"),
                    FieldPanel("is_web"),
                ]
            ),
            FieldPanel("android_url"),
            FieldPanel("ios_url", heading=_("iOS store")),
            FieldPanel("web_url"),
        ],
        heading=_("Where it runs"),
    ),
    MultipleChooserPanel(
        "topic_links", chooser_field_name="topic", heading=_("Topics"), label=_("Topic")
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("maker"), FieldPanel("released_on")]),
            FieldRowPanel([FieldPanel("software_version"), FieldPanel("development_status")]),
        ],
        heading=_("Who and when"),
    ),
    InlinePanel(
        "origins",
        heading=_("Built on"),
        label=_("Origin"),
        help_text=_("The apps or code elsewhere from which this one was made."),
        panels=[PageChooserPanel("app", "showcase.AppPage"), FieldPanel("url")],
    ),
    InlinePanel(
        "versions",
        heading=_("App versions"),
        label=_("App version"),
        help_text=_("The newest first."),
        panels=[
            FieldRowPanel([FieldPanel("number"), FieldPanel("released_on")]),
            FieldPanel("changes"),
        ],
    ),
]

CATALOGUE = [
    HelpPanel(template="showcase/admin/publiccode_panel.html", heading="publiccode.yml"),
    FieldPanel("software_type"),
    InlinePanel("category_links", heading=_("Categories"), label=_("Category")),
    InlinePanel("audience_links", heading=_("Made for"), label=_("Field of work")),
    MultiFieldPanel(
        [
            InlinePanel("language_links", heading=_("Languages"), label=_("Language")),
            FieldPanel("localisation_ready"),
        ],
        heading=_("Languages of the app"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("maintenance_type"),
            InlinePanel(
                "contacts",
                heading=_("Contacts"),
                label=_("Contact person"),
                help_text=_(
                    "People, not offices; anyone may read them. Name whoever agreed to it."
                ),
            ),
            InlinePanel("contractors", heading=_("Contractors"), label=_("Contractor")),
        ],
        heading=_("Upkeep"),
    ),
    FieldPanel("long_description"),
    MultiFieldPanel(
        [FieldPanel("landing_url"), FieldPanel("documentation_url")], heading=_("More addresses")
    ),
]
