"""The first to see an upload: nothing larger than the site takes is written to the disk."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class WholeRequestLimit(FileUploadHandler):
    """Refuses a request whose files together are larger than UPLOAD_MAX_BYTES, unread."""

    def handle_raw_input(
        self,
        input_data,
        META,  # noqa: N803  (Django's own name)
        content_length,
        boundary,
        encoding=None,
    ) -> None:
        """Raise RequestDataTooBig, which is answered with 400, before anything is read."""
        if content_length > settings.UPLOAD_MAX_BYTES:
            raise RequestDataTooBig("The files of this request are too large together.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on what came."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that follow."""
        return
