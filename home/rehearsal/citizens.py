"""What the citizen panel does in a rehearsal: apply with an address, and vote by a mailed link."""

import re
from dataclasses import dataclass

from home.rehearsal.server import Letters
from home.rehearsal.staff import SLUG
from home.rehearsal.visitor import Unexpected, Visitor


@dataclass
class Citizen:
    """Somebody on the panel; has an address and no account."""

    number: int
    visitor: Visitor
    #: The receipt code of the ballot.
    code: str = ""

    @property
    def address(self) -> str:
        """The address with which the citizen applies."""
        return f"citizen{self.number}@rehearsal.example"

    def apply(self) -> None:
        """Apply to the panel."""
        page = self.visitor.open(f"/contests/{SLUG}/panel/", "panel: apply")
        fields = {"name": f"시민{self.number}", "email": self.address}
        box = page.tree.find("input", attrs={"name": re.compile("^agree_")})
        self.visitor.submit(page, "apply", "panel: apply", fields | {box["name"]: "on"})

    def confirm(self, letters: Letters) -> None:
        """Confirm the address by the mailed link."""
        page = self.visitor.open(letters.link(self.address, "/panel/link/"), "panel: confirm")
        self.visitor.submit(page, "confirm", "panel: confirm")

    def vote(self, letters: Letters) -> None:
        """Open the ballot by the mailed link, choose entries, cast it, keep the code."""
        page = self.visitor.open(letters.link(self.address, "/vote/link/"), "vote: ballot")
        boxes = page.tree.find_all("input", attrs={"name": "chosen"})
        # Some entries please more citizens than others, so that a ranking comes out.
        ordered = sorted(boxes, key=lambda box: (self.number * int(box["value"])) % 17)
        chosen = [box["value"] for box in ordered[: 1 + self.number % 3]]
        page = self.visitor.submit(page, "cast", "vote: cast", {"chosen": chosen})
        code = page.tree.select_one(".receipt-code")
        if code is None:
            raise Unexpected(f"{self.address} has no receipt: {page.said}")
        self.code = code.get_text(strip=True)
