"""Registers: what was agreed to and what was received, to look at and take away, never to change."""

from datetime import datetime

from django.contrib.admin import RelatedFieldListFilter
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdminGroup

from cms import formats
from cms.registers import Register
from contest_pages.entries.models import ConsentGiven, EntryFile, GuardianConsent
from contest_pages.models import Consent


class ConsentFilter(RelatedFieldListFilter):
    """By consent, named with its contest: most contests ask for the same ones."""

    def field_choices(self, field, request: HttpRequest, model_admin) -> list[tuple[int, str]]:
        """Return each consent with its contest's title."""
        consents = Consent.objects.select_related("contest").order_by("-contest", "sort_order")
        return [(each.pk, f"{each.contest.title} – {each.title}") for each in consents]


class EntryRegister(Register):
    """What registers of things of entries have in common."""

    index_view_extra_css = ["entries/review.css"]

    def receipt(self, row) -> str:
        """Write the entry's receipt number."""
        return row.entry.receipt

    receipt.short_description = _("receipt number")
    receipt.admin_order_field = "entry__receipt"

    def contest(self, row) -> str:
        """Write the contest's title."""
        return row.entry.contest.title

    contest.short_description = _("contest")
    contest.admin_order_field = "entry__contest"

    def entry_title(self, row) -> str:
        """Write the entry's title; a draft has none yet."""
        return str(row.entry)

    entry_title.short_description = _("entry")


class ConsentRegister(EntryRegister):
    """Who agreed to what, word for word, and when."""

    model = ConsentGiven
    base_url_path = "registers/consents"
    menu_label = _("Consents given")
    menu_icon = "clipboard-list"
    export_filename = "consents"
    list_display = ("title", "version", "person", "receipt", "entry_title", "contest", "given")
    list_filter = ("entry__contest", ("consent", ConsentFilter))
    list_select_related = ("entry__contest", "user")
    search_fields = ("title", "user__name", "user__email", "entry__title", "entry__receipt")
    inspect_view_fields = ("title", "version", "text", "language", "user", "entry", "given_at")
    list_export = (
        "given_at",
        "title",
        "version",
        "language",
        "person",
        "email",
        "receipt",
        "entry_title",
        "contest",
        "text",
    )

    def person(self, row: ConsentGiven) -> str:
        """Write the person's name."""
        return row.user.name

    person.short_description = _("person")
    person.admin_order_field = "user__name"

    def email(self, row: ConsentGiven) -> str:
        """Write the person's e-mail address."""
        return row.user.email

    email.short_description = _("e-mail")

    def given(self, row: ConsentGiven) -> str:
        """Write when it was agreed to."""
        return formats.moment(row.given_at, get_language())

    given.short_description = _("given")
    given.admin_order_field = "given_at"


class GuardianRegister(EntryRegister):
    """Whose guardian was asked, and what they agreed to, word for word."""

    model = GuardianConsent
    base_url_path = "registers/guardians"
    menu_label = _("Guardians’ consents")
    menu_icon = "group"
    export_filename = "guardians"
    list_display = (
        "child",
        "guardian_name",
        "guardian_email",
        "state",
        "receipt",
        "entry_title",
        "contest",
        "answered",
    )
    list_filter = ("entry__contest", "state")
    list_select_related = ("entry__contest", "user")
    search_fields = ("user__name", "guardian_name", "guardian_email", "entry__receipt")
    inspect_view_fields = (
        "user",
        "guardian_name",
        "guardian_email",
        "state",
        "entry",
        "answered_at",
        "withdrawn_at",
        "agreed_texts",
    )
    list_export = (
        "answered_at",
        "withdrawn_at",
        "child",
        "guardian_name",
        "guardian_email",
        "state",
        "receipt",
        "entry_title",
        "contest",
        "agreed_texts",
    )

    def child(self, row: GuardianConsent) -> str:
        """Write the child's name."""
        return row.user.name

    child.short_description = _("child")
    child.admin_order_field = "user__name"

    def answered(self, row: GuardianConsent) -> str:
        """Write when the guardian answered."""
        return formats.moment(row.answered_at, get_language()) if row.answered_at else ""

    answered.short_description = _("answered")
    answered.admin_order_field = "answered_at"


class FileRegister(EntryRegister):
    """Which files were received for which entry, and their checksums."""

    model = EntryFile
    base_url_path = "registers/files"
    menu_label = _("Files received")
    menu_icon = "doc-full"
    export_filename = "files"
    list_display = ("name", "key", "size_text", "receipt", "entry_title", "contest", "received")
    list_filter = ("entry__contest", "file__kind")
    list_select_related = ("entry__contest", "file__uploaded_by")
    search_fields = ("file__original_name", "file__sha256", "entry__title", "entry__receipt")
    inspect_view_enabled = False
    list_export = (
        "received_at",
        "name",
        "key",
        "size",
        "sha256",
        "sender",
        "receipt",
        "entry_title",
        "contest",
    )

    def name(self, row: EntryFile) -> str:
        """Write the name under which it was sent."""
        return row.file.original_name

    name.short_description = _("file")
    name.admin_order_field = "file__original_name"

    def size(self, row: EntryFile) -> int:
        """Return the number of bytes."""
        return row.file.size

    size.short_description = _("size in bytes")

    def size_text(self, row: EntryFile) -> str:
        """Write the size for people."""
        return formats.file_size(row.file.size)

    size_text.short_description = _("size")
    size_text.admin_order_field = "file__size"

    def sha256(self, row: EntryFile) -> str:
        """Write the checksum of the stored bytes."""
        return row.file.sha256

    sha256.short_description = "SHA-256"

    def sender(self, row: EntryFile) -> str:
        """Write who sent it."""
        return row.file.uploaded_by.name if row.file.uploaded_by else ""

    sender.short_description = _("sent by")

    def received_at(self, row: EntryFile) -> datetime:
        """Return when it came in."""
        return row.file.created_at

    received_at.short_description = _("received")

    def received(self, row: EntryFile) -> str:
        """Write when it came in."""
        return formats.moment(row.file.created_at, get_language())

    received.short_description = _("received")
    received.admin_order_field = "file__created_at"


class Registers(ModelAdminGroup):
    """The menu of the registers."""

    menu_label = _("Registers")
    menu_icon = "table"
    menu_order = 170
    items = (ConsentRegister, GuardianRegister, FileRegister)
