"""Mail where a developer sees it."""

import secrets
import sys
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Files(BaseEmailBackend):
    """Keeps each mail as an .eml file in EMAIL_FILE_PATH; sends nothing."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        """Keep the mails; return how many there were."""
        for message in email_messages:
            self.keep(message)
        return len(email_messages)

    def keep(self, message: EmailMessage) -> Path:
        """Write a mail; return its file. Several processes write at the same time."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{datetime.now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}"
        writing = folder / f"{name}.part"
        writing.write_bytes(message.message().as_bytes())
        return writing.rename(folder / f"{name}.eml")


class ConsoleAndFiles(Files):
    """Prints each mail too."""

    def keep(self, message: EmailMessage) -> Path:
        """Write and show a mail."""
        file = super().keep(message)
        sys.stdout.write(
            f"\nMail to {', '.join(message.to)}: {message.subject}\n{message.body}\n({file})\n"
        )
        sys.stdout.flush()
        return file
