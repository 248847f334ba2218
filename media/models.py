"""Images and documents of the site, and the files that are nobody's to see unasked."""

import hashlib
import uuid
from collections.abc import Collection
from datetime import datetime
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from media import images
from media.checks import MAX_BYTES, check_upload, clean_name
from media.formats import ALL_KINDS, FileKind, Format
from media.storage import private_storage


class SiteImage(AbstractImage):
    """A picture that editors put on pages."""

    description = models.CharField(
        _("what it shows"),
        max_length=255,
        default="",
        help_text=_("One sentence for those who cannot see the picture."),
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=60, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def get_upload_to(self, filename: str) -> str:
        """Return where the picture goes: everyone sees the address, so it tells nothing."""
        return f"images/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


class SiteRendition(AbstractRendition):
    """A SiteImage at one size."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


def document_path(instance: "SiteDocument", filename: str) -> str:
    """Return where a document's bytes go: in a folder of its own, under the name people save."""
    return f"documents/{uuid.uuid4().hex}/{filename}"


class SiteDocument(AbstractDocument):
    """A file that editors offer for download.

    Kept with what is private: Wagtail's view hands it out, and asks who reads.
    """

    file = models.FileField(
        _("file"), upload_to=document_path, storage=private_storage, max_length=255
    )

    admin_form_fields = Document.admin_form_fields


class ImmutableFileError(Exception):
    """Someone tried to change or delete a private file's row other than by an act."""


def private_path(instance: "PrivateFile", filename: str) -> str:
    """Return where a private file's bytes go: under its uuid, whatever its name was."""
    return f"files/{instance.uuid.hex[:2]}/{filename}"


class PrivateFileQuerySet(models.QuerySet):
    """Receives files; refuses to change or delete what was received."""

    def receive(
        self,
        uploaded_file: UploadedFile,
        *,
        by,
        kinds: Collection[str] = ALL_KINDS,
        max_bytes: int = MAX_BYTES,
    ) -> "PrivateFile":
        """Check an uploaded file, make a picture anew, store it, and return its row.

        `by` is the user who sent it. Takes the time that decoding a picture takes: call it
        before a transaction is opened. Raises ValidationError with a sentence for people;
        then nothing is stored. If the row cannot be written, its files are deleted again.
        """
        file_format = check_upload(uploaded_file, kinds=kinds, max_bytes=max_bytes)
        return self.keep(uploaded_file, file_format=file_format, by=by)

    def keep(self, file: File, *, file_format: Format, by) -> "PrivateFile":
        """Store a file that the site itself has made, under its name, and return its row.

        Nothing is checked. Takes the time that writing takes: call it before a transaction is
        opened. If the row cannot be written, its file is deleted again.
        """
        row = self.model(
            kind=file_format.kind,
            original_name=clean_name(file.name),
            content_type=file_format.content_type,
            uploaded_by=by,
        )
        try:
            row.store(file, file_format)
            with transaction.atomic(using=self.db):
                row.save(force_insert=True, using=self.db)
        except BaseException:
            row.discard_files()
            raise
        return row

    def copy(self, source: "PrivateFile", *, by) -> "PrivateFile":
        """Store the bytes of a received file once more and return the row of the copy.

        Streams them through the storage: call it before a transaction is opened. Raises
        FileNotFoundError where the bytes are gone; then nothing is stored.
        """
        same = ("kind", "original_name", "content_type", "size", "sha256", "width", "height")
        row = self.model(uploaded_by=by, **{name: getattr(source, name) for name in same})
        try:
            row.store_copy(source)
            with transaction.atomic(using=self.db):
                row.save(force_insert=True, using=self.db)
        except BaseException:
            row.discard_files()
            raise
        return row

    def update(self, **values) -> int:
        """Refuse: what was received stays as it was."""
        raise ImmutableFileError("A private file does not change; receive a new one.")

    def bulk_update(self, objs, fields, batch_size=None) -> int:
        """Refuse: what was received stays as it was."""
        return self.update()

    def delete(self):
        """Refuse: only media.actions.delete_private_file deletes, with its bytes and a log."""
        raise ImmutableFileError("Call media.actions.delete_private_file.")


class PrivateFile(models.Model):
    """A file that someone sent: an immutable row, its bytes in private storage.

    Who may read it is decided by the functions registered for the Wagtail hook
    `can_read_private_file`, each called with `(user, private_file)`; the first that answers
    True grants. Without one nobody reads it, its uploader included.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(
        _("file"), upload_to=private_path, storage=private_storage, max_length=200
    )
    thumbnail = models.FileField(
        _("thumbnail"), upload_to=private_path, storage=private_storage, max_length=200, blank=True
    )
    kind = models.CharField(_("kind"), max_length=10, choices=FileKind)
    original_name = models.CharField(_("name"), max_length=150)
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("In bytes, as stored."))
    sha256 = models.CharField(_("SHA-256"), max_length=64, help_text=_("Of the stored bytes."))
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("received"), auto_now_add=True)

    objects = PrivateFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("private file")
        verbose_name_plural = _("private files")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=FileKind.values), name="media_private_file_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(size__gt=0), name="media_private_file_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    def save(self, **options) -> None:
        """Write the row once; raise ImmutableFileError ever after."""
        if self.pk is not None:
            raise ImmutableFileError("A private file does not change; receive a new one.")
        super().save(**options)

    def get_absolute_url(self) -> str:
        """Return the address of the view that asks who reads."""
        return reverse("private_file", args=[self.uuid])

    def delete(self, **options):
        """Refuse: only media.actions.delete_private_file deletes, with its bytes and a log."""
        raise ImmutableFileError("Call media.actions.delete_private_file.")

    @property
    def thumbnail_url(self) -> str:
        """Return the address of the small picture; empty for a document."""
        return reverse("private_thumbnail", args=[self.uuid]) if self.thumbnail else ""

    @property
    def is_image(self) -> bool:
        """Return whether this is shown as a picture."""
        return self.kind == FileKind.IMAGE

    @property
    def can_be_shown(self) -> bool:
        """Return whether a browser may show it in a page of its own instead of saving it."""
        return self.is_image or self.content_type == "application/pdf"

    def store(self, source: File, file_format: Format) -> None:
        """Write the bytes, a picture's made anew, and note what was written; not the row."""
        if self.is_image:
            picture = images.reencode(source)
            small = images.thumbnail(source)
            source = ContentFile(picture.content)
            self.width, self.height = picture.width, picture.height
            self.thumbnail.save(
                f"{self.uuid}-small.{small.extension}", ContentFile(small.content), save=False
            )
        self.size = source.size
        source.seek(0)
        digest = hashlib.sha256()
        for chunk in source.chunks():
            digest.update(chunk)
        self.sha256 = digest.hexdigest()
        self.file.save(f"{self.uuid}.{file_format.extension}", source, save=False)

    def store_copy(self, source: "PrivateFile") -> None:
        """Write the bytes of another file, and of its small picture, under a name of its own."""
        for mine, theirs in ((self.file, source.file), (self.thumbnail, source.thumbnail)):
            if theirs:
                name = PurePosixPath(theirs.name).name.replace(str(source.uuid), str(self.uuid))
                with theirs.storage.open(theirs.name, "rb") as stored:
                    mine.save(name, File(stored), save=False)

    def discard_files(self) -> None:
        """Delete the bytes from storage; the row is the caller's business."""
        for file in (self.file, self.thumbnail):
            if file:
                file.storage.delete(file.name)


class Upload(models.Model):
    """A file that is on its way in, piece by piece; what it becomes is a PrivateFile.

    The row outlives the file's arrival until `expires_at`: a repeated request finds what was
    made, and what a person has sent lately can be counted.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads"
    )
    purpose = models.CharField(max_length=100)  # what the room that asked for it says
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField()  # in bytes, as promised
    received = models.PositiveBigIntegerField(default=0)  # in bytes; a bucket counts for itself
    fingerprint = models.CharField(max_length=200, blank=True)  # of the file where it comes from
    remote_id = models.CharField(max_length=500, blank=True)  # the bucket's name for it
    checking_since = models.DateTimeField(null=True, blank=True)
    file = models.OneToOneField(
        PrivateFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(size__gt=0, received__lte=models.F("size")),
                name="media_upload_within_its_size",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, now: datetime) -> bool:
        """Return whether pieces are still taken."""
        return self.file_id is None and self.checking_since is None and now < self.expires_at
