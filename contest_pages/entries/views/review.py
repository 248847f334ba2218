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
from contest_pages.entries import actions, rules
from contest_pages.entries.act_forms import ActForm, Choices
from contest_pages.entries.agreements import children_of
from contest_pages.entries.checklist import lines_of
from contest_pages.entries.decisions import ACTS, CLEARING, Act, decide
from contest_pages.entries.forms import MessageForm
from contest_pages.entries.models import Entry, LastLook, Receipt
from contest_pages.entries.queries import (
    history,
    pictures_of,
    reason_in,
    reviewed_entries,
)
from contest_pages.entries.queue import LIST, REVIEW, Place, Queue
from contest_pages.entries.resemblance import resembling
from contest_pages.entries.submissions import (
    Submission,
    changes_between,
    files_named_by,
    items_of,
    reviewed_before,
    submissions_of,
)


def review_url(entry_pk: int) -> str:
    """Return the address of an entry's review page."""
    return reverse(REVIEW, args=[entry_pk])


def back_to_review(request: HttpRequest, entry: Entry, part: str) -> HttpResponse:
    """Lead back to the part of the review page from which a form was sent."""
    query = request.GET.get("in")
    url = review_url(entry.pk) if query is None else Queue.of(query, request).review_url(entry.pk)
    return redirect(f"{url}#{part}")


class ReviewView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the submission under review and takes the decision about it.

    `?revision=…` shows an earlier submission, to read only; `?with=…` compares with another
    earlier one; `?in=…` is the query of the list from which the moderator came.
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
        self.sent: ActForm | None = None
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def queue(self) -> Queue | None:
        """The list from which the moderator came; None where the page was reached otherwise."""
        query = self.request.GET.get("in")
        return None if query is None else Queue.of(query, self.request)

    @cached_property
    def place(self) -> Place | None:
        """Where the entry stands in that list."""
        return self.queue.place_of(self.entry) if self.queue else None

    def url_of(self, entry_pk: int) -> str:
        """Return the address of a review page in the same queue."""
        return self.queue.review_url(entry_pk) if self.queue else review_url(entry_pk)

    # --- acting -------------------------------------------------------------------------

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Do what was decided; a refusal is shown on the page, with the reason as typed."""
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            return self.incomplete()
        self.sent = form = act.form(request.POST, act=act.name, choices=self.choices)
        if not form.is_valid():
            if form.errors.keys() & {"act", "revision", "state"}:
                return self.incomplete()
            return self.get(request, *args, **kwargs)
        seen = {name: form.cleaned_data[name] for name in ("revision", "state")}
        following = self.following(act)
        try:
            decide(self.entry, act, by=request.user, values=form.values(), **seen)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.get(request, *args, **kwargs)
        return self.done(act, following)

    @cached_property
    def choices(self) -> Choices:
        """What the forms of this page let one choose from."""
        tracks = self.entry.contest.tracks.all()
        return Choices([track for track in tracks if track.pk != self.entry.track_id])

    def incomplete(self) -> HttpResponse:
        """Show the page anew to whoever sent a form that this page does not have."""
        messages.error(self.request, _("The form was incomplete. Try again."))
        return redirect(self.url_of(self.entry.pk))

    def following(self, act: Act) -> int | None:
        """Return the key of the entry to go on with; asked before the act takes this one out."""
        if act.name not in CLEARING:
            return None
        if self.place and self.place.next:
            return self.place.next
        queue = self.queue or Queue.of("waiting=yes", self.request)
        return queue.first(other_than=self.entry)

    def done(self, act: Act, following: int | None) -> HttpResponse:
        """Say that it is done; in a queue go on to the next entry, else offer to."""
        text = act.done % {"title": self.entry}
        if self.queue and following:
            back = messages.button(self.url_of(self.entry.pk), _("Back to it"))
            messages.success(self.request, text, buttons=[back])
            return redirect(self.url_of(following))
        onward = [messages.button(review_url(following), _("Next entry"))] if following else []
        messages.success(self.request, text, buttons=onward)
        return redirect(self.url_of(self.entry.pk))

    # --- showing ------------------------------------------------------------------------

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Show the page, and remember that this submission was seen."""
        response = super().get(request, *args, **kwargs).render()
        if self.shown is self.submissions[-1]:
            actions.look(self.entry, revision=self.shown.revision, by=request.user, now=self.now)
        return response

    @cached_property
    def submissions(self) -> list[Submission]:
        """All submissions of the entry, the first one first."""
        return submissions_of(self.entry)

    def asked_for(self, parameter: str) -> Submission | None:
        """Return the submission that a parameter of the address names."""
        wanted = self.request.GET.get(parameter)
        if not wanted:
            return None
        for each in self.submissions:
            if str(each.revision.pk) == wanted:
                return each
        raise Http404

    @cached_property
    def shown(self) -> Submission:
        """The submission that the page shows: the latest, or the one asked for."""
        return self.asked_for("revision") or self.submissions[-1]

    @cached_property
    def last_look(self) -> LastLook | None:
        """What the moderator saw of this entry before now."""
        return LastLook.objects.filter(user=self.request.user, entry=self.entry).first()

    @cached_property
    def compared(self) -> Submission | None:
        """The earlier submission to compare with: the one asked for, else the last decided."""
        before = self.asked_for("with")
        if before and before.number < self.shown.number:
            return before
        return reviewed_before(self.submissions, self.shown)

    def get_breadcrumbs_items(self) -> list[dict]:
        """Lead back to the list, as it was filtered."""
        return [
            *self.breadcrumbs_items,
            {"url": self.queue.url if self.queue else reverse(LIST), "label": _("Entries")},
            {"url": "", "label": str(self.entry)},
        ]

    def get_page_subtitle(self) -> str:
        """Name the entry in the browser's title."""
        return str(self.entry)

    def receipt_shown(self) -> Receipt | None:
        """Return the receipt of the submission that is shown, for its fingerprint."""
        receipts = self.entry.receipts.defer("document").filter(revision=self.shown.revision)
        if receipt := receipts.first():
            receipt.entry = self.entry
        return receipt

    def get_context_data(self, **kwargs) -> dict:
        """Return what the page shows."""
        return {
            **super().get_context_data(**kwargs),
            **self.submission_context(),
            **self.queue_context(),
            **self.staff_context(),
            "entry": self.entry,
            "review": self.entry.review,
            "now": self.now,
            "memberships": self.entry.memberships.all(),
            "children": children_of(self.entry),
            "receipt": self.receipt_shown(),
            "consents": self.entry.consents_given.select_related("user"),
            "history": [(each, reason_in(each.data)) for each in history(self.entry)],
            "conversation": self.entry.messages.select_related("author"),
            "message_form": self.message_form or MessageForm(initial={"form_key": uuid.uuid4()}),
            "links": [
                link
                for hook in hooks.get_hooks("entry_review_links")
                if (link := hook(self.request, self.entry))
            ],
        }

    def submission_context(self) -> dict:
        """Return the submission that is shown, and how it differs from an earlier one."""
        content = self.entry.as_submitted(self.shown.revision)
        before = self.compared
        contents = [content]
        if before:
            contents.append(self.entry.as_submitted(before.revision))
        files = files_named_by(contents)
        named = {
            uuid for each in content.answers if each["kind"] == "file" for uuid in each["value"]
        }
        return {
            "content": content,
            "shown": self.shown,
            "submissions": list(reversed(self.submissions)),
            "is_latest": self.shown is self.submissions[-1],
            "items": items_of(content, files),
            "files": [file for uuid, file in files.items() if uuid in named],
            "pictures": pictures_of([content])[content.pk],
            "compared": before,
            "earlier": [each for each in self.submissions if each.number < self.shown.number],
            "changes": changes_between(contents[1], content, files) if before else [],
            "resembling": resembling(content),
        }

    def queue_context(self) -> dict:
        """Return where the page stands in its queue, and what the moderator saw before."""
        place = self.place
        look = self.last_look
        seen = next(
            (each for each in self.submissions if look and each.revision.pk == look.revision_id),
            None,
        )
        return {
            "queue": self.queue,
            "place": place,
            "previous_url": self.url_of(place.previous) if place and place.previous else "",
            "next_url": self.url_of(place.next) if place and place.next else "",
            "in_queue": self.queue.parameter if self.queue else "",
            "look": look,
            "seen": seen,
        }

    def staff_context(self) -> dict:
        """Return what moderators keep among themselves; of their own team's entry, nothing."""
        if rules.why_not_note(self.request.user, self.entry, self.now):
            return {"is_own": True, "decisions": self.acts(False), "assignment": []}
        checks = lines_of(self.entry, self.shown, self.submissions)
        return {
            "is_own": False,
            "decisions": self.acts(is_assignment=False),
            "assignment": self.acts(is_assignment=True),
            "checks": checks,
            "left": [line for line in checks if not line.is_fulfilled],
            "notes": self.entry.internal_notes.select_related("by"),
        }

    def acts(self, is_assignment: bool) -> list[dict]:
        """Return each act with its form, or with the reason why it cannot be done now."""
        offered = []
        for act in ACTS.values():
            if act.is_assignment is not is_assignment:
                continue
            why_not = act.why_not(self.request.user, self.entry, self.now)
            sent = self.sent if self.sent and self.sent.act == act.name else None
            typed = sent.data.dict() if sent else {}
            form = act.form(
                initial=typed | self.seen(act.name),
                auto_id=f"{act.name}-%s",
                act=act.name,
                choices=self.choices,
            )
            errors = [each for field in sent.errors.values() for each in field] if sent else []
            offered.append({"act": act, "form": form, "why_not": why_not, "errors": errors})
        return offered

    def seen(self, act: str) -> dict:
        """Return what the hidden fields say: the submission and the state now shown."""
        return {"act": act, "revision": self.entry.latest_revision_id, "state": self.entry.state}
