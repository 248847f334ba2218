"""Mail where a developer sees it."""

import sys
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class ConsoleAndFiles(BaseEmailBackend):
    """Prints each mail and keeps it as an .eml file in EMAIL_FILE_PATH; sends nothing."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        """Show and keep the mails; return how many there were."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            file = folder / f"{datetime.now():%Y%m%d-%H%M%S-%f}.eml"
            file.write_bytes(message.message().as_bytes())
            sys.stdout.write(
                f"\nMail to {', '.join(message.to)}: {message.subject}\n{message.body}\n({file})\n"
            )
            sys.stdout.flush()
        return len(email_messages)
