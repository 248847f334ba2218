"""In the editor of an app: what is known of its links and of its source."""

from django.urls import reverse
from wagtail.admin.panels import Panel

from contest_pages.vault.findings import findings


class EvidencePanel(Panel):
    """Shows, and asks nothing."""

    class BoundPanel(Panel.BoundPanel):
        """Of one app."""

        template_name = "showcase/admin/evidence_panel.html"

        def get_context_data(self, parent_context=None) -> dict:
            """Add the links that are not simply well, and what was found in the source."""
            from showcase.links import source  # the models name this panel
            from showcase.models import LinkCheck

            app = self.instance
            check = source.of(app.source_url) if app.pk else None
            report = source.report_of(check, app.licence)
            links = LinkCheck.objects.of(app).to_mend() if app.pk else []
            return {
                **super().get_context_data(parent_context),
                "links": links,
                "check": check,
                "problem": source.WORDS.get(check.problem, "") if check else "",
                "findings": findings(report) if report else [],
                "check_url": reverse("showcase_app_source", args=[app.pk]) if app.pk else "",
            }
