"""Make the tables and the staff of a rehearsal's site: one start of Python for both."""

import os

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from home.rehearsal.staff import PASSWORD_IN, STAFF


class Command(BaseCommand):
    """Makes one account for each of STAFF; the password comes from the environment."""

    help = "Make the tables of `rehearse`’s throw-away site, and the accounts that manage it."
    requires_system_checks = ()

    def handle(self, *args, **options) -> None:
        """Refuse anywhere but on a rehearsal's site, and a database that somebody uses."""
        if settings.SETTINGS_MODULE != "settings.rehearsal":
            raise CommandError("This is for the site that `rehearse` starts, and no other.")
        if tables := connection.introspection.table_names():
            raise CommandError(
                f"The database is in use: it has tables, such as {tables[0]}. Name one that is empty."
            )
        call_command("migrate", verbosity=0, skip_checks=True)
        for address, (name, group) in STAFF.items():
            user = get_user_model().objects.create_user(
                address, os.environ[PASSWORD_IN], name=name, is_staff=True
            )
            EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
            user.groups.add(Group.objects.get(name=group))
