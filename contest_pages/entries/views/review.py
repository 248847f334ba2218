"""The moderators' page of one entry: what was submitted, and what to do with it."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.errors import Refused
from contest_pages.entries import rules
from contest_pages.entries.agreements import children_of
from contest_pages.entries.decisions import ACTS, DecisionForm, decide
from contest_pages.entries.forms import MessageForm
from contest_pages.entries.models import Entry
from contest_pages.entries.queries import history, pictures_of, reviewed_entries
from contest_pages.entries.submissions import (
    Submission,
    changes_between,
    files_named_by,
    items_of,
    reviewed_before,
    submissions_of,
)

LIST = "wagtailsnippets_contest_entries_entry:list"
REVIEW = "wagtailsnippets_contest_entries_entry:review"


def review_url(entry_pk: int) -> str:
    """Return the address of an entry's review page."""
    return reverse(REVIEW, args=[entry_pk])


def next_waiting(after: Entry, by) -> Entry | None:
    """Return the entry that waits longest, other than this one and the moderator's own."""
    waiting = Entry.objects.submitted().in_review().exclude(pk=after.pk)
    waiting = waiting.exclude(memberships__user=by).with_waiting_since()
    return waiting.order_by("waiting_since", "pk").first()


class ReviewView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the submission under review and takes the decision about it.

    `?revision=…` shows an earlier submission, to read only.
    """

    template_name = "entries/admin/review.html"
    page_title = gettext_lazy("Review")
    header_icon = "clipboard-list"
    #: A message that could not be sent, with its errors.
    message_form: MessageForm | None = None

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let moderators in; an entry never submitted does not exist for them."""
        if not rules.is_moderator(request.user):
            raise PermissionDenied
        self.entry = get_object_or_404(reviewed_entries(), pk=kwargs["pk"])
        self.now = timezone.now()
        self.sent: DecisionForm | None = None
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Do what was decided; a refusal is shown on the page, with the reason as typed."""
        self.sent = form = DecisionForm(request.POST)
        if not form.is_valid():
            if form.errors.keys() - {"reason"}:
                messages.error(request, _("The form was incomplete. Try again."))
                return redirect(review_url(self.entry.pk))
            return self.get(request, *args, **kwargs)
        values = dict(form.cleaned_data)
        act = ACTS[values.pop("act")]
        try:
            decide(self.entry, act, by=request.user, **values)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.get(request, *args, **kwargs)
        self.tell(act.done % {"title": self.entry})
        return redirect(review_url(self.entry.pk))

    def tell(self, message: str) -> None:
        """Say that it is done, and lead to what waits next."""
        following = next_waiting(self.entry, self.request.user)
        buttons = [messages.button(review_url(following.pk), _("Next entry"))] if following else []
        messages.success(self.request, message, buttons=buttons)

    @cached_property
    def submissions(self) -> list[Submission]:
        """All submissions of the entry, the first one first."""
        return submissions_of(self.entry)

    @cached_property
    def shown(self) -> Submission:
        """The submission that the page shows: the latest, or the one asked for."""
        wanted = self.request.GET.get("revision")
        if not wanted:
            return self.submissions[-1]
        for each in self.submissions:
            if str(each.revision.pk) == wanted:
                return each
        raise Http404

    def get_breadcrumbs_items(self) -> list[dict]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(LIST), "label": _("Entries")},
            {"url": "", "label": str(self.entry)},
        ]

    def get_page_subtitle(self) -> str:
        """Name the entry in the browser's title."""
        return str(self.entry)

    def get_context_data(self, **kwargs) -> dict:
        """Return what the page shows."""
        return {
            **super().get_context_data(**kwargs),
            **self.submission_context(),
            "entry": self.entry,
            "review": self.entry.review,
            "now": self.now,
            "memberships": self.entry.memberships.all(),
            "children": children_of(self.entry),
            "consents": self.entry.consents_given.select_related("user"),
            "history": history(self.entry),
            "conversation": self.entry.messages.select_related("author"),
            "message_form": self.message_form or MessageForm(initial={"form_key": uuid.uuid4()}),
            "acts": self.acts(),
            "links": [
                link
                for hook in hooks.get_hooks("entry_review_links")
                if (link := hook(self.request, self.entry))
            ],
        }

    def submission_context(self) -> dict:
        """Return the submission that is shown, and how it differs from the one decided before."""
        content = self.entry.as_submitted(self.shown.revision)
        before = reviewed_before(self.submissions, self.shown)
        contents = [content]
        if before:
            contents.append(self.entry.as_submitted(before.revision))
        files = files_named_by(contents)
        return {
            "content": content,
            "shown": self.shown,
            "submissions": list(reversed(self.submissions)),
            "is_latest": self.shown is self.submissions[-1],
            "items": items_of(content, files),
            "pictures": pictures_of([content])[content.pk],
            "compared": before,
            "changes": changes_between(contents[1], content, files) if before else [],
        }

    def acts(self) -> list[dict]:
        """Return each act with its form, or with the reason why it cannot be done now."""
        offered = []
        reasons = {
            why_not: why_not(self.request.user, self.entry, self.now)
            for why_not in {act.why_not for act in ACTS.values()}
        }
        for act in ACTS.values():
            sent = self.sent if self.sent and self.sent.data.get("act") == act.name else None
            typed = {"reason": sent.data.get("reason", "")} if sent else {}
            form = DecisionForm(initial=self.seen(act.name) | typed, auto_id=f"{act.name}-%s")
            errors = (
                [each for of_field in sent.errors.values() for each in of_field] if sent else []
            )
            offered.append(
                {"act": act, "form": form, "why_not": reasons[act.why_not], "errors": errors}
            )
        return offered

    def seen(self, act: str) -> dict:
        """Return what the hidden fields say: the submission and the state now shown."""
        return {"act": act, "revision": self.entry.latest_revision_id, "state": self.entry.state}
