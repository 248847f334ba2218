"""Wagtail's own mails about workflows are for pages; about entries only our notices write."""

from django.contrib.contenttypes.models import ContentType
from wagtail import signals
from wagtail.admin import mail
from wagtail.models import TaskState, WorkflowState

from contest_pages.entries.models import Entry


def is_about_entry(state: TaskState | WorkflowState) -> bool:
    """Return whether the state belongs to the review of an entry."""
    workflow = state.workflow_state if isinstance(state, TaskState) else state
    entries = ContentType.objects.get_for_model(Entry, for_concrete_model=False)
    return workflow.base_content_type_id == entries.pk


class NotAboutEntries:
    """Makes one of Wagtail's notifiers leave entries alone."""

    def can_handle(self, instance, **kwargs) -> bool:
        """Return whether Wagtail would write and this is no entry."""
        return super().can_handle(instance, **kwargs) and not is_about_entry(instance)


class TaskSubmitted(NotAboutEntries, mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    """To those who may decide."""


class WorkflowSubmitted(NotAboutEntries, mail.WorkflowStateSubmissionEmailNotifier):
    """To administrators."""


class WorkflowRejected(NotAboutEntries, mail.WorkflowStateRejectionEmailNotifier):
    """To whoever submitted."""


class WorkflowApproved(NotAboutEntries, mail.WorkflowStateApprovalEmailNotifier):
    """To whoever submitted."""


#: Signal, sender, the name under which Wagtail connects its own, and what stands in its place.
NOTIFIERS = (
    (
        signals.task_submitted,
        TaskState,
        "group_approval_task_submitted_email_notification",
        TaskSubmitted(),
    ),
    (
        signals.workflow_submitted,
        WorkflowState,
        "workflow_state_submitted_email_notification",
        WorkflowSubmitted(),
    ),
    (
        signals.workflow_rejected,
        WorkflowState,
        "workflow_state_rejected_email_notification",
        WorkflowRejected(),
    ),
    (
        signals.workflow_approved,
        WorkflowState,
        "workflow_state_approved_email_notification",
        WorkflowApproved(),
    ),
)


def connect() -> None:
    """Stand in for Wagtail's notifiers under their own names.

    A signal takes a name once: whichever app is ready first, ours stay and Wagtail's do not.
    """
    for signal, sender, name, notifier in NOTIFIERS:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(notifier, sender=sender, dispatch_uid=name)
