"""The one step of an entry's workflow, through which all of Wagtail's buttons go."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState


class EntryReviewTask(AbstractGroupApprovalTask):
    """A moderator's decision: accept, ask for changes, disqualify.

    `TaskState.approve()` checks nothing but its own status, so this class is the only door:
    whatever Wagtail calls ends in `contest_pages.entries.actions`.
    """

    class Meta:
        verbose_name = _("Review of an entry")
        verbose_name_plural = _("Reviews of entries")

    @classmethod
    def get_description(cls) -> str:
        """Return what the step is for, as Wagtail's workflow pages show it."""
        return _("Moderators accept an entry, ask for changes or disqualify it")

    def get_actions(self, obj, user) -> list[tuple[str, str, bool]]:
        """Return what the user may do now; the third value says that a reason is asked for.

        Nothing about any other object: Wagtail's views take an entry's task under the address
        of a page, too.
        """
        from contest_pages.entries import rules
        from contest_pages.entries.models import Entry

        if not isinstance(obj, Entry) or not rules.is_moderator(user):
            return []
        return [
            ("accept", _("Accept"), False),
            ("request_changes", _("Ask for changes"), True),
            ("disqualify", _("Disqualify"), True),
        ]

    def on_action(self, task_state, user, action_name: str, comment: str = "", **kwargs) -> None:
        """Do what a button of Wagtail's says; raise PermissionDenied for any other word."""
        from contest_pages.entries import actions
        from contest_pages.entries.models import Entry

        entry = Entry.objects.get(pk=task_state.workflow_state.object_id)
        if action_name == "accept":
            actions.accept(entry, revision=task_state.revision, by=user)
        elif action_name == "request_changes":
            actions.request_changes(entry, revision=task_state.revision, reason=comment, by=user)
        elif action_name == "disqualify":
            actions.disqualify(entry, reason=comment, by=user)
        else:
            raise PermissionDenied

    def user_can_access_editor(self, obj, user) -> bool:
        """Nobody edits an entry in Wagtail's editor."""
        return False

    def locked_for_user(self, obj, user) -> bool:
        """An entry under review is closed to edits, a moderator's too."""
        return True

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """Return nothing: Wagtail's panel would load every entry; ours shows what waits."""
        return TaskState.objects.none()
