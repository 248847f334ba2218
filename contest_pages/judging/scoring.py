"""What the points of one review come to: pure, exact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from contest_pages.models import Criterion


def one_decimal(value: Fraction) -> Decimal:
    """Return a number as it is shown: with one decimal, half rounded up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Total:
    """What a review reached of the weights of the criteria that count in it."""

    #: Weighted points: each criterion gives the reached share of its weight.
    reached: Fraction
    #: The weights of the criteria that apply, but for optional ones that were left out.
    attainable: int
    #: Criteria that are neither scored nor optional.
    missing: int

    @property
    def share(self) -> Fraction | None:
        """Return the reached share of what is attainable; None where nothing counts."""
        return self.reached / self.attainable if self.attainable else None

    @property
    def per_cent(self) -> Decimal | None:
        """Return the share in per cent as it is shown."""
        return None if self.share is None else one_decimal(self.share * 100)

    @property
    def points(self) -> Decimal:
        """Return the reached points as they are shown."""
        return one_decimal(self.reached)

    @property
    def is_complete(self) -> bool:
        """Return whether every criterion that must be scored is."""
        return not self.missing


def total_of(criteria: Iterable[Criterion], points: Mapping[int, int]) -> Total:
    """Return the total of the points by criterion's key, over the criteria that apply."""
    reached, attainable, missing = Fraction(0), 0, 0
    for criterion in criteria:
        given = points.get(criterion.pk)
        if given is None:
            attainable += 0 if criterion.is_optional else criterion.weight
            missing += not criterion.is_optional
        else:
            attainable += criterion.weight
            reached += Fraction(given * criterion.weight, criterion.maximum)
    return Total(reached, attainable, missing)
