"""What can be done with private files: one file per subject."""

from media.actions.files import delete_private_file, publish_picture
from media.actions.uploads import (
    add_piece,
    begin_upload,
    copy_private_file,
    discard_expired_uploads,
    discard_upload,
    finish_upload,
)

__all__ = [
    "add_piece",
    "begin_upload",
    "copy_private_file",
    "delete_private_file",
    "discard_expired_uploads",
    "discard_upload",
    "finish_upload",
    "publish_picture",
]
