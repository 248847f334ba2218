"""Texts that stand in Korean and English side by side on one row."""

from django.utils.translation import get_language


class Bilingual:
    """Reads `<name>_en` where English is active and filled in, else `<name>_ko`.

    Used on a model beside its two columns: `title = Bilingual()` reads `title_ko`, `title_en`.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, row, owner: type | None = None):
        if row is None:
            return self
        english = getattr(row, f"{self.name}_en") if get_language() == "en" else ""
        return english or getattr(row, f"{self.name}_ko")
