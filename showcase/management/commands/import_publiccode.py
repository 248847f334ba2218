import json

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from cms.errors import Refused
from cms.fetching import NotFetched
from showcase import documents, queries
from showcase.actions import import_document
from showcase.actions.importing import slug_for
from showcase.publiccode.faults import Fault
from showcase.publiccode.reading import Reading, read


class Command(BaseCommand):
    """Takes documents into the showcase; ends with status 1 where one was not accepted."""

    help = "Take publiccode.yml documents, from files and addresses, into the showcase."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what CONTRACT.md says."""
        parser.add_argument("sources", nargs="+", metavar="PATH|URL")
        parser.add_argument(
            "--dry-run", action="store_true", help="Only check: write nothing, fetch nothing."
        )
        parser.add_argument("--json", action="store_true", help="Print one line for each.")

    def handle(self, *args, sources: list[str], **options) -> None:
        """Take each, whatever becomes of the others."""
        is_good = True
        for source in sources:
            result = self._take(source, is_dry=options["dry_run"])
            self._print(result, as_json=options["json"])
            is_good = is_good and result["accepted"]
        if not is_good:
            raise SystemExit(1)

    def _take(self, source: str, *, is_dry: bool) -> dict:
        where = documents.found_at(source) if documents.is_address(source) else source
        reading = self._read(where, is_dry=is_dry)
        slug, faults = None, reading.faults
        if reading.is_valid:
            try:
                slug = _slug_of(reading) if is_dry else _slug_made(reading, where)
            except Refused as refusal:
                faults = [Fault("", str(refusal))]
        return {
            "source": source,
            "accepted": not faults,
            "slug": slug,
            "problems": [fault._asdict() for fault in faults],
        }

    def _read(self, source: str, *, is_dry: bool) -> Reading:
        if not documents.is_address(source):
            return documents.read_file(source)
        if is_dry:
            return documents.unread(_("Nothing is fetched where it is only checked."))
        try:
            return read(documents.fetch_document(source))
        except NotFetched as error:
            return documents.unread(str(error))

    def _print(self, result: dict, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            self.stdout.flush()
            return
        end = f"accepted, {result['slug']}" if result["accepted"] else "not accepted"
        self.stdout.write(f"{result['source']}: {end}")
        for problem in result["problems"]:
            self.stdout.write(f"  {problem['key'] or '-'}: {problem['reason']}")
        self.stdout.flush()


def _slug_of(reading: Reading) -> str:
    app = queries.app_at(reading.content["url"])
    return app.slug if app else slug_for(reading.content["name"])


def _slug_made(reading: Reading, source: str) -> str:
    return import_document(reading, source=source, by=None).page.slug
