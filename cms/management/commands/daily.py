from django.core.management.base import BaseCommand
from django.utils import timezone
from wagtail import hooks


class Command(BaseCommand):
    """What is done once a day; safe to repeat.

    Rooms register a function of the present moment for the hook `daily`.
    """

    help = "Do what is done once a day, such as writing the moderators' summaries."

    def handle(self, *args, **options) -> None:
        """Do it."""
        now = timezone.now()
        for act in hooks.get_hooks("daily"):
            act(now)
