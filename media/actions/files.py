"""What can be done with private files after they were received."""

from django.core.files.base import ContentFile
from django.db import models, transaction
from wagtail.log_actions import log
from wagtail.models import Collection

from media.models import PrivateFile, SiteImage


def publish_picture(private_file: PrivateFile, *, title: str, description: str, by) -> SiteImage:
    """Copy a private picture among the images that pages show; the private file stays.

    Its bytes were made anew when it was received. Call it where the picture was released for
    showing: nobody is asked here. The file stays behind when the transaction is rolled back.
    """
    with private_file.file.open() as file:
        content = ContentFile(file.read(), name=private_file.file.name.rpartition("/")[2])
    image = SiteImage(
        title=title[:255],
        description=description[:255],
        file=content,
        uploaded_by_user=by,
        collection=Collection.get_first_root_node(),
    )
    image._set_image_file_metadata()
    image.save()
    return image


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
