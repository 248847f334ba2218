from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms import catalogues


class Command(BaseCommand):
    """Extracts, checks and compiles the Korean catalogues; extracts when not told otherwise."""

    help = "Bring each app's Korean catalogue up to its code, keeping what is translated."
    requires_system_checks = ()

    def add_arguments(self, parser):
        """Offer --check and --compile instead of extracting; extract some apps or all."""
        parser.add_argument("apps", nargs="*", help="as in cms.search; all when none is named")
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--check", action="store_true", help="fail on incomplete catalogues")
        group.add_argument("--compile", action="store_true", help="write the .mo files")

    def handle(self, *args, **options):
        """Do the one thing asked for."""
        if options["check"]:
            self.check_all()
        elif options["compile"]:
            for po in catalogues.all_pos():
                if catalogues.compile_po(po):
                    self.stdout.write(f"Compiled {_short(po)}")
        else:
            for room in catalogues.rooms():
                if options["apps"] and room.name not in options["apps"]:
                    continue
                if size := catalogues.write(room):
                    left = len(catalogues.problems(catalogues.read(room.po)))
                    self.stdout.write(f"{room.name}: {size} messages, {left} to translate")

    def check_all(self):
        """Print every problem of every catalogue; raise CommandError when there is one."""
        found = []
        for room in catalogues.rooms():
            said = catalogues.extracted(room)
            found += _named(room.po, catalogues.problems(catalogues.read(room.po), said))
        for po in catalogues.project_pos():
            found += _named(po, catalogues.problems(catalogues.read(po)))
        found += catalogues.clashes(catalogues.all_pos())
        if found:
            raise CommandError("\n".join(["The Korean catalogues are not complete:", *found]))
        self.stdout.write("The Korean catalogues are complete.")


def _named(po: Path, problems: list[str]) -> list[str]:
    return [f"{_short(po)}: {problem}" for problem in problems]


def _short(po: Path) -> Path:
    return po.relative_to(settings.BASE_DIR)
