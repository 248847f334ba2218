"""What can be done with private files after they were received."""

from django.db import models, transaction
from wagtail.log_actions import log

from media.models import PrivateFile


def delete_private_file(private_file: PrivateFile, *, by=None, reason: str) -> None:
    """Delete a private file: the row now, its bytes once the transaction has committed.

    For retention and erasure only; `by` is None for a task. Raises ProtectedError while
    anything still refers to the file. The log keeps the uuid, not the name.
    """
    with transaction.atomic():
        log(
            instance=private_file,
            action="wagtail.delete",
            user=by,
            title=str(private_file.uuid),
            data={"reason": reason},
            deleted=True,
        )
        models.Model.delete(private_file)
        transaction.on_commit(private_file.discard_files)
