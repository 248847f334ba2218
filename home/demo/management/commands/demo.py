"""Fill a new site with the demonstration."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demo.build import build


class Command(BaseCommand):
    """Builds the demonstration's accounts, contests, entries and apps; safe to repeat."""

    help = "Fill the site with demonstration content and accounts whose password is public."

    def handle(self, *args, **options) -> None:
        """Refuse where the settings are not for development or tests, else build."""
        if not settings.DEMO_ALLOWED:
            raise CommandError(
                "The demonstration's passwords are public: it is built only with settings.dev "
                "or settings.test."
            )
        build(say=self.stdout.write if options["verbosity"] else lambda text: None)
