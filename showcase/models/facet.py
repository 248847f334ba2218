"""Under what the catalogue finds an app, as rows: a database counts rows, not lists in a column."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

#: A longer value, such as a licence of somebody's own, is nothing that people choose by.
LONGEST_VALUE = 80


class AppFacetQuerySet(models.QuerySet):
    """The rows of apps."""

    def write(self, app, values: dict[str, list[str]]) -> None:
        """Bring the rows of an app in line with `values`: by the facet's name, what it has there.

        A save that changes nothing here reads one statement and writes none.
        """
        wanted = {
            (kind, value)
            for kind, found in values.items()
            for value in found
            if 0 < len(value) <= LONGEST_VALUE
        }
        with transaction.atomic():
            own = {(row.kind, row.value): row for row in self.filter(page=app)}
            if gone := [row.pk for key, row in own.items() if key not in wanted]:
                self.filter(pk__in=gone).delete()
            self.bulk_create(
                [
                    self.model(page=app, kind=kind, value=v)
                    for kind, v in sorted(wanted - own.keys())
                ],
                ignore_conflicts=True,
            )


class AppFacet(models.Model):
    """One value that an app has under one facet; written whenever its page is saved."""

    page = models.ForeignKey(
        "showcase.AppPage", on_delete=models.CASCADE, related_name="facets", db_index=False
    )
    kind = models.CharField(_("facet"), max_length=12)
    value = models.CharField(_("value"), max_length=LONGEST_VALUE)

    objects = AppFacetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "kind", "value"], name="app_facet_once")
        ]
        indexes = [models.Index(fields=["kind", "value", "page"], name="app_facet_apps")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"
